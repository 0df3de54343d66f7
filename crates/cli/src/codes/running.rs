//! Codes of running the program: inputs and outputs, the archive, the audit, corrections, workbooks.

use super::Code;

const REPORT_IT: &str =
    "This is a bug in tablemend: please report it, with the document if you may share it.";

pub(super) const CODES: &[Code] = &[
    Code {
        code: "archive.before",
        meaning: "No edition was in force on the day that was asked about. The answer is from the first in the archive.",
        to_do: "Add an earlier edition, or ask about a later day.",
    },
    Code {
        code: "archive.damaged",
        meaning: "The archive is damaged.",
        to_do: "`tablemend archive verify` says what is wrong, `archive rebuild --apply` mends what it can; else use a backup.",
    },
    Code {
        code: "archive.period",
        meaning: "The month that was typed is not the one that the document says.",
        to_do: "Check which one is right. To take the edition out again: `tablemend archive remove`.",
    },
    Code {
        code: "archive.refused",
        meaning: "The archive did not take the document, for the reason given.",
        to_do: "Follow the message: most often the month is missing (--period) or the document is of another type.",
    },
    Code {
        code: "archive.unlike",
        meaning: "The document has almost nothing in common with the edition before it. It may be another plan.",
        to_do: "Keep each plan in an archive of its own.",
    },
    Code {
        code: "archive.unread",
        meaning: "A page of this edition could not be read. Items of the edition before may be on it, and are not counted as removed.",
        to_do: "Add a copy of the document that has a text layer (OCR).",
    },
    Code {
        code: "audit.doubled",
        meaning: "The audit found words in the output more often than in the document.",
        to_do: REPORT_IT,
    },
    Code {
        code: "audit.missing",
        meaning: "The audit did not find words of the document in the output.",
        to_do: REPORT_IT,
    },
    Code {
        code: "audit.not_whole",
        meaning: "The output is not the whole document: pages are pictures or damaged.",
        to_do: "Run text recognition (OCR) on pictures, and export damaged files again.",
    },
    Code {
        code: "audit.recognised",
        meaning: "Pages were read by text recognition (OCR). Every word recognised is in the output, but no count can tell whether it is right.",
        to_do: "Check these pages by eye.",
    },
    Code {
        code: "audit.unchecked",
        meaning: "A written file could not be read back, so its words were not counted.",
        to_do: REPORT_IT,
    },
    Code {
        code: "audit.unread",
        meaning: "The audit read the pages a second time and found words that are not in the output.",
        to_do: REPORT_IT,
    },
    Code {
        code: "audit.unwritten",
        meaning: "A written file lacks words that were read.",
        to_do: REPORT_IT,
    },
    Code {
        code: "correct.column",
        meaning: "A change in the workbook cannot be a correction: its column is not a field of its own, or what was typed does not fit it.",
        to_do: "Change the field itself, or correct it in `tablemend review`.",
    },
    Code {
        code: "correct.deleted",
        meaning: "Rows were deleted from the workbook. A deleted row is not taken for a correction.",
        to_do: "Drop rows in `tablemend review`, if they are not in the document.",
    },
    Code {
        code: "correct.sheet",
        meaning: "Another sheet than the one with the items was changed by hand. Nothing was taken from it.",
        to_do: "Correct what is there in `tablemend review`.",
    },
    Code {
        code: "correction.applied",
        meaning: "A person's correction was applied.",
        to_do: "Nothing.",
    },
    Code {
        code: "correction.confirmed",
        meaning: "A person confirmed this reading.",
        to_do: "Nothing.",
    },
    Code {
        code: "correction.conflict",
        meaning: "Two corrections say different things of the same field. The later one was used.",
        to_do: "Look at both, and correct the field once more if the later one is wrong.",
    },
    Code {
        code: "correction.orphan",
        meaning: "A correction was not applied: its item is not in this edition, or it is not certain which one it is.",
        to_do: "Correct the item in this edition, or settle which item it is with `archive link`.",
    },
    Code {
        code: "correction.retired",
        meaning: "A correction is no longer needed: the document now says so, or the program now reads it so.",
        to_do: "Nothing.",
    },
    Code {
        code: "correction.stale",
        meaning: "A correction was not applied, because something else is printed there now.",
        to_do: "Check the field, and correct or confirm it for this edition.",
    },
    Code {
        code: "correction.unreadable",
        meaning: "A line of the corrections cannot be used.",
        to_do: "See docs/corrections.md for the form of the lines.",
    },
    Code {
        code: "diff.columns",
        meaning: "Something about the columns of a compared file matters for the comparison: a column is missing, appears twice or was changed by a spreadsheet.",
        to_do: "Follow the message; fields without a column are not compared.",
    },
    Code {
        code: "input.binary",
        meaning: "The file is not a document but binary data.",
        to_do: "Give a PDF, a Word document, a workbook, an HTML or a Markdown file.",
    },
    Code {
        code: "input.double",
        meaning: "The document was named more than once. It was read once.",
        to_do: "Nothing.",
    },
    Code {
        code: "input.empty",
        meaning: "The file is empty.",
        to_do: "Download or save it again.",
    },
    Code {
        code: "input.own",
        meaning: "The file is something that tablemend wrote (a report, a page, a comparison), not a published document.",
        to_do: "Give the document it was made from.",
    },
    Code {
        code: "input.passed_over",
        meaning: "Files of the folder are not documents by their names and were not read; the message counts them by extension, and the manifest has a line for each.",
        to_do: "Nothing. A file that is named itself is read, whatever its name ends in; a .doc must be saved as .docx or PDF.",
    },
    Code {
        code: "input.timeout",
        meaning: "Reading the document took too long and was given up.",
        to_do: "Give it more time with --timeout SECONDS, or no limit with --timeout 0.",
    },
    Code {
        code: "input.unreadable",
        meaning: "The input could not be read: it is missing, damaged, encrypted or only pictures. The message says which.",
        to_do: "Follow the message.",
    },
    Code {
        code: "input.unsupported",
        meaning: "This kind of file is not read.",
        to_do: "Save it as PDF, Word, Excel, HTML or Markdown and give that.",
    },
    Code {
        code: "input.vanished",
        meaning: "A document of the last run is no longer there. What was written of it is left, but for the rows of one file that several documents share.",
        to_do: "Delete the old output, if the document is gone for good.",
    },
    Code {
        code: "mark.unprotected",
        meaning: "The marked copy of an encrypted PDF is not encrypted.",
        to_do: "Protect the copy again before passing it on.",
    },
    Code {
        code: "output.outdated",
        meaning: "Outputs of an earlier run are left that do not say what this run read: the document can no longer be read, its outputs have another place now, or it was not in this run.",
        to_do: "Delete them, if they are not wanted; with --resume each document keeps the place of its outputs.",
    },
    Code {
        code: "output.same_document",
        meaning: "Two inputs are byte for byte the same. A database holds a document once, so its rows are there once.",
        to_do: "Leave one of the two out.",
    },
    Code {
        code: "archive.other_items",
        meaning: "The document has items of several kinds (actions, and risks or indicators); the archive follows those of one kind and keeps the others with the document.",
        to_do: "Keep an archive of its own for the others: the message gives the command.",
    },
    Code {
        code: "update.other_items",
        meaning: "The document has items of several kinds (actions, and risks or indicators); the tracker follows those of one kind, and the sheets of the others are written anew.",
        to_do: "Begin a tracker of its own for the others: the message gives the command.",
    },
    Code {
        code: "output.other_items",
        meaning: "The document has items of several kinds (actions, and risks or indicators), and this output holds those of the main kind only: CSV and Parquet as one file, JSON Lines.",
        to_do: "Write a folder (-o FOLDER/) for a file per table, or json, xlsx, sqlite, html or md, which hold all of them.",
    },
    Code {
        code: "output.unwritten",
        meaning: "The output could not be written: no space, no permission, or the format cannot hold it.",
        to_do: "Follow the message.",
    },
    Code {
        code: "page.unread",
        meaning: "Pages of an edition could not be read. The numbers of the answer leave out what is on them.",
        to_do: "Say so where you print the number, or add a copy of the document that has a text layer (OCR).",
    },
    Code {
        code: "profile.unclear",
        meaning: "No document type fits, because no table, or no heading of a table, was found.",
        to_do: "Choose a type with --profile, or use `tablemend tables`.",
    },
    Code {
        code: "profile.unsound",
        meaning: "The profile is not valid, or there is none of that name.",
        to_do: "`tablemend profile list` gives the names, docs/profiles.md the keys.",
    },
    Code {
        code: "program.defect",
        meaning: "tablemend failed on this document because of a bug. The other documents were done.",
        to_do: "Please report the message, with the document if you may share it.",
    },
    Code {
        code: "svg.none",
        meaning: "--debug-svg draws the pages of PDFs, and this document is not a PDF.",
        to_do: "Nothing.",
    },
    Code {
        code: "update.columns",
        meaning: "The tracker does not have some of the published columns, so they were not refreshed.",
        to_do: "Nothing, or add columns with these headings.",
    },
    Code {
        code: "update.formulas",
        meaning: "Formulas of your own point at rows in a way that new rows cannot take over. The sheet Changes lists them.",
        to_do: "Look at these formulas and complete them by hand.",
    },
    Code {
        code: "update.profile",
        meaning: "The new edition looks like another type of document than the tracker is of. It was read as the tracker's type.",
        to_do: "Nothing, if the numbers of rows are right; else choose with --profile how to read it.",
    },
    Code {
        code: "update.sheets",
        meaning: "There was no room for new rows right below the tracker's table, or a sheet was left as it was. The message says where and why.",
        to_do: "Move the rows, or what is in their way, by hand.",
    },
    Code {
        code: "update.unknown",
        meaning: "The workbook does not hold what was published last, so what people changed by hand cannot be told from what is new.",
        to_do: "Check the listed updates. After this run the workbook holds it.",
    },
    Code {
        code: "usage",
        meaning: "The command cannot be carried out as it was typed.",
        to_do: "`tablemend help COMMAND` shows what can be typed.",
    },
    Code {
        code: "xlsx.cut",
        meaning: "A text is longer than a cell of a workbook can be (32,767 characters) and was cut there.",
        to_do: "Take the whole text from the JSON or CSV file.",
    },
];
