//! Codes of what the rows mean: references, dates, leads, statuses, groups, columns.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code {
        code: "cell.elsewhere",
        meaning: "Nothing was read for this field, though its name is printed outside the rows.",
        to_do: "Look at the document: a column may not have been read.",
    },
    Code {
        code: "cell.empty",
        meaning: "The cell is blank, though nearly all other rows have something there.",
        to_do: "Check that it is blank in the document too.",
    },
    Code {
        code: "cell.inherited",
        meaning: "The cell is merged with the one above, whose text counts for this row too.",
        to_do: "Nothing.",
    },
    Code {
        code: "column.assumed",
        meaning: "No heading names this field. It was taken from a column whose cells look like it.",
        to_do: "Check that the column holds the field. A profile of your own settles it (docs/profiles.md).",
    },
    Code {
        code: "column.doubtful",
        meaning: "It is not certain which column holds this field.",
        to_do: "Compare the first rows with the document. A profile of your own settles it (docs/profiles.md).",
    },
    Code {
        code: "column.series",
        meaning: "Several columns could hold this field (as RAG Q1, RAG Q2). The latest that is filled was used; the others are kept with their rows.",
        to_do: "Nothing.",
    },
    Code {
        code: "column.unknown",
        meaning: "No field of the document type fits this column, or it has no heading. It is kept with its rows, under its own heading or as “Column 4”.",
        to_do: "Nothing. A profile of your own can give it a field (docs/profiles.md).",
    },
    Code {
        code: "date.ambiguous",
        meaning: "The date can be read in two ways, as 1/2/2024: 1 February or 2 January.",
        to_do: "Check which one is meant.",
    },
    Code {
        code: "date.coarse",
        meaning: "The date is a year alone, where nearly all others have a month or a day.",
        to_do: "Look at the document: the rest of the date may be in another cell.",
    },
    Code {
        code: "date.impossible",
        meaning: "There is no such date (31 November). The month was used instead.",
        to_do: "Ask the publisher which day is meant.",
    },
    Code {
        code: "date.misspelt",
        meaning: "The month's name is misspelt in the document. The month that it is nearest to was used.",
        to_do: "Nothing.",
    },
    Code {
        code: "date.multiple",
        meaning: "The cell has several dates and does not say which is which. From the first to the last was used.",
        to_do: "Check which date is the one that counts.",
    },
    Code {
        code: "date.none_live",
        meaning: "All dates of the cell are struck out or are milestones. None says when the whole action is due.",
        to_do: "Check whether the action still has a date.",
    },
    Code {
        code: "date.open",
        meaning: "Words are in place of a date (Ongoing, TBC, as soon as possible).",
        to_do: "Nothing. Such an action has no date and is never counted as overdue.",
    },
    Code {
        code: "date.relative",
        meaning: "A span of time that depends on something else is in place of a date (within 7 days, Week 4).",
        to_do: "Nothing. Such an action has no date and is never counted as overdue.",
    },
    Code {
        code: "date.reversed",
        meaning: "The range runs backwards as printed (November – January 2019). It was read as the shortest forward range.",
        to_do: "Check the years.",
    },
    Code {
        code: "date.unreadable",
        meaning: "No date could be read in the cell.",
        to_do: "Look at the cell. An action without a date is never counted as overdue.",
    },
    Code {
        code: "date.weekday",
        meaning: "The day of the week does not match the date. The date was used.",
        to_do: "Check the date.",
    },
    Code {
        code: "date.year_assumed",
        meaning: "The date has no year. The year of the dates around it was used, or the only year that the document's text names.",
        to_do: "Check the year.",
    },
    Code {
        code: "group.ahead",
        meaning: "The cell that names the row's group is blank at the foot of the page. The name at the head of the next page was used.",
        to_do: "Nothing, unless the row belongs to the group above.",
    },
    Code {
        code: "group.conflict",
        meaning: "The row is below one heading, but its number belongs to another.",
        to_do: "Look at the document: a heading may have been missed. Counts by section depend on it.",
    },
    Code {
        code: "group.none",
        meaning: "The row is in no section, though the document has sections.",
        to_do: "Look at the document: a heading may have been missed. Counts by section depend on it.",
    },
    Code {
        code: "group.repeated",
        meaning: "A heading is printed again, as after a page break. Its rows continue.",
        to_do: "Nothing.",
    },
    Code {
        code: "group.title",
        meaning: "The title of a section begins or ends in the middle of something.",
        to_do: "Compare it with the document.",
    },
    Code {
        code: "header.assumed",
        meaning: "The table has no heading. Its columns were named by another table, or by their place.",
        to_do: "Check that each column has the right name.",
    },
    Code {
        code: "header.blank",
        meaning: "A column has no heading here. It was taken for what the document's other tables have at this place.",
        to_do: "Check the column.",
    },
    Code {
        code: "header.duplicate",
        meaning: "Two columns have the same heading. Judging by the document's other tables, this one is another field.",
        to_do: "Check the column.",
    },
    Code {
        code: "item.struck",
        meaning: "The whole item is struck out in the document.",
        to_do: "Decide whether it still counts.",
    },
    Code {
        code: "leads.ambiguous",
        meaning: "The lead's cell is blank next to a page break, so the lead may be that of the row above or of the row below; or a cell looks like two posts with nothing between them, of which the document shows one alone elsewhere.",
        to_do: "Look at the page. The other reading is kept beside the lead (alternatives).",
    },
    Code {
        code: "leads.inherited",
        meaning: "The lead was taken from a merged cell, or from the row above a blank one.",
        to_do: "Nothing.",
    },
    Code {
        code: "leads.odd",
        meaning: "The lead does not look like a post or a name: it reads like a sentence, or like two that nothing parts.",
        to_do: "Compare it with the document.",
    },
    Code {
        code: "leads.rejoined",
        meaning: "A page break had split the lead. Both parts were joined.",
        to_do: "Nothing.",
    },
    Code {
        code: "legend.unread",
        meaning: "A text looks like a key to the colours, but could not be read as one: what the statuses mean was not taken from it.",
        to_do: "Read the key and check the statuses: blue counts as done only where no key says otherwise.",
    },
    Code {
        code: "number.several",
        meaning: "A cell of a column of numbers holds two numbers or more. It has no value; what is printed is kept.",
        to_do: "Compare it with the document: two rows or columns may have become one.",
    },
    Code {
        code: "period.assumed",
        meaning: "No title, date line or file name says which month the document is of. The month was taken from a sentence in front of the first table, which may speak of another date.",
        to_do: "Name the month with --period when you add the document to an archive.",
    },
    Code {
        code: "profile.generic",
        meaning: "No known document type fits. Each column is a field of its own, named by its heading.",
        to_do: "Choose a type with --profile, or write a profile (docs/profiles.md).",
    },
    Code {
        code: "records.missing",
        meaning: "The numbering has gaps: rows may be missing from the records, or from the document.",
        to_do: "Compare these numbers with the document.",
    },
    Code {
        code: "records.labelled",
        meaning: "No table of the document lists these items. They were read from paragraphs with labels (Lead: …, Due: …) below a title each.",
        to_do: "Check that each paragraph is an item.",
    },
    Code {
        code: "records.none",
        meaning: "The chosen profile found no rows in the document.",
        to_do: "`tablemend profile detect` shows which profile fits.",
    },
    Code {
        code: "ref.duplicate",
        meaning: "The reference has already been used in the document. The later row has the id with ~2 behind it.",
        to_do: "Nothing, or tell the publisher.",
    },
    Code {
        code: "ref.elsewhere",
        meaning: "The rows have no references, though the document prints many outside its rows.",
        to_do: "Look at the document: the column of references may not have been read.",
    },
    Code {
        code: "ref.missing",
        meaning: "The row has no reference, though others have one.",
        to_do: "Look at the document. Without a reference the row is followed from month to month by its text alone.",
    },
    Code {
        code: "ref.odd",
        meaning: "What is in the place of the reference does not look like one.",
        to_do: "Compare the row with the document.",
    },
    Code {
        code: "ref.repaired",
        meaning: "The reference was broken (5.4 5, or joined to its text) and was put right.",
        to_do: "Nothing. What is printed is kept (ref_printed).",
    },
    Code {
        code: "ref.sequence",
        meaning: "Numbers are left out, or the numbering steps back.",
        to_do: "Check that no row is missing in the document.",
    },
    Code {
        code: "row.joined",
        meaning: "The row has no text in the main column and was joined to the row above.",
        to_do: "Check that both are one row in the document.",
    },
    Code {
        code: "row.rejoined",
        meaning: "A page break had split the row. Both parts were joined.",
        to_do: "Nothing.",
    },
    Code {
        code: "row.repeated",
        meaning: "The same row is in another table too. What it adds is kept with the first.",
        to_do: "Nothing.",
    },
    Code {
        code: "score.odd",
        meaning: "The score is not likelihood times impact, though nearly all others are.",
        to_do: "Compare the three with the document; the mistake may be the document's own.",
    },
    Code {
        code: "status.conflict",
        meaning: "The word in the status cell says one status, its colour another. The word was used.",
        to_do: "Ask the publisher which one is meant.",
    },
    Code {
        code: "status.missing",
        meaning: "Hardly any row shows a status, so counts and changes of statuses mean little.",
        to_do: "Converters lose statuses that are shown only by colour: use the original PDF if you have it.",
    },
    Code {
        code: "status.odd",
        meaning: "No other row has this status.",
        to_do: "Compare it with the document.",
    },
    Code {
        code: "status.unfinished",
        meaning: "The status says that the item is done, and that something is still to come. It is counted as open.",
        to_do: "Read the cell, and correct the state if the rest does not count.",
    },
    Code {
        code: "status.unlisted",
        meaning: "This word is not a known status. It was kept as printed.",
        to_do: "Nothing. A profile of your own can say what it means (docs/profiles.md).",
    },
    Code {
        code: "status.unread",
        meaning: "The status cell holds a sentence that does not say how far the item is, or a sign that the key does not explain.",
        to_do: "Read the cell: the column may be of remarks.",
    },
    Code {
        code: "table.unknown",
        meaning: "No heading of this table was recognised, or no record was read from it though it has labels of the document's records. Its text was kept as other text, not as rows.",
        to_do: "`tablemend tables` gives it as it is.",
    },
    Code {
        code: "text.cut",
        meaning: "The text begins or ends in the middle of a sentence.",
        to_do: "Look at the document: part of the text may be in another cell.",
    },
    Code {
        code: "text.long",
        meaning: "The text is far longer than the others and may hold several rows.",
        to_do: "Compare it with the document.",
    },
    Code {
        code: "text.odd",
        meaning: "The text is a number or a date, and nearly all others have words.",
        to_do: "Look at the document: the text may be in another column.",
    },
    Code {
        code: "text.two_rows",
        meaning: "The text has another row's reference in it and may hold two rows.",
        to_do: "Compare it with the document.",
    },
];
