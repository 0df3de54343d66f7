//! Codes of reading a document: its pages, its letters, its sheets, its tables.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code {
        code: "cell.note",
        meaning: "A note is attached to a cell of the sheet. It is kept apart from the cell's text.",
        to_do: "Read the note: it may say something about the value beside it.",
    },
    Code {
        code: "cell.picture",
        meaning: "Cells of a table have only a picture where others of their column have words. Nothing of the picture was read.",
        to_do: "Look at the cells on the page and add what the pictures say.",
    },
    Code {
        code: "cell.unclosed",
        meaning: "A quotation mark of a text of cells (CSV) seems not to be closed, so rows of the table became text of one cell.",
        to_do: "Close the quotation mark in the file and convert it again.",
    },
    Code {
        code: "column.hidden",
        meaning: "Columns of the sheet are hidden. What is in them was read all the same.",
        to_do: "Check that the hidden columns are meant to be published.",
    },
    Code {
        code: "comments.left_out",
        meaning: "Comments in the margin of a Word document were left out: they are not part of its text.",
        to_do: "Nothing, unless a comment says something that the text does not.",
    },
    Code {
        code: "drawing.unread",
        meaning: "The text of a chart or a diagram in a Word document was not read.",
        to_do: "Look at the chart or diagram in the document itself.",
    },
    Code {
        code: "encoding.guessed",
        meaning: "The file is not UTF-8. Its letters were read in the encoding that fits best.",
        to_do: "If letters look wrong, save the file as UTF-8 and convert it again.",
    },
    Code {
        code: "encoding.invalid",
        meaning: "Some bytes are not letters in the encoding that the file says it has.",
        to_do: "Save the file as UTF-8 from the program that made it.",
    },
    Code {
        code: "format.conditional",
        meaning: "A rule that colours cells by their content (a conditional format) could not be worked out, so colours may be missing.",
        to_do: "Compare the statuses with the sheet on the screen.",
    },
    Code {
        code: "formula.error",
        meaning: "A formula of the sheet shows an error in place of a value.",
        to_do: "Mend the formula in the workbook.",
    },
    Code {
        code: "formula.uncalculated",
        meaning: "A formula has no stored result, so its cell was read as blank.",
        to_do: "Open the workbook in Excel or LibreOffice, save it and convert it again.",
    },
    Code {
        code: "layout.applied",
        meaning: "The columns of this table are those that a person drew in the review, here or in an earlier edition.",
        to_do: "Nothing. If the layout has changed, draw them again, or take the drawing back in the review.",
    },
    Code {
        code: "layout.stale",
        meaning: "Columns that a person drew were not used: no table of this document has the same header in the same place.",
        to_do: "Look at the tables of this document; draw their columns again in `tablemend review` if they are wrong.",
    },
    Code {
        code: "object.unread",
        meaning: "Another file is embedded in the document. What is in it was not read.",
        to_do: "Open it in Word, save it and convert it by itself.",
    },
    Code {
        code: "ocr.doubted",
        meaning: "Text recognition (OCR) was not sure of this word or number.",
        to_do: "Compare it with the page.",
    },
    Code {
        code: "ocr.read",
        meaning: "The page is a picture and was read by text recognition (OCR), which makes mistakes.",
        to_do: "Check what was read against the page.",
    },
    Code {
        code: "page.beside",
        meaning: "A sheet was printed over several pages side by side. They were put together again.",
        to_do: "Nothing. If rows do not belong together, check them against the pages.",
    },
    Code {
        code: "page.damaged",
        meaning: "Part of the page is damaged and could not be read.",
        to_do: "Ask for the document again, or export it again; look at the page for what is missing.",
    },
    Code {
        code: "page.missing",
        meaning: "The numbers on the pages pass over this one: it is not in the file. What is on it counts as not found, not as removed.",
        to_do: "Ask for the whole document, or add the missing page.",
    },
    Code {
        code: "page.scanned",
        meaning: "The page is only a picture (a scan). Nothing on it could be read, so actions on it are missing.",
        to_do: "Install tesseract or run text recognition (OCR) on the document, or ask the publisher for the original.",
    },
    Code {
        code: "page.unreadable",
        meaning: "The page could not be read at all.",
        to_do: "Ask for the document again, or export it again; look at the page for what is missing.",
    },
    Code {
        code: "part.damaged",
        meaning: "A part of the Word document or workbook is damaged. The rest was read; looks, numbers or dates may be wrong.",
        to_do: "Open the file in Word, Excel or LibreOffice, save it and convert it again.",
    },
    Code {
        code: "pdf.cut_off",
        meaning: "The file breaks off before its end, as after a download that failed. Pages are missing.",
        to_do: "Download the document again.",
    },
    Code {
        code: "pdf.pages_missing",
        meaning: "The document has more pages than could be found in the file.",
        to_do: "Download the document again, or ask the publisher for it.",
    },
    Code {
        code: "pdf.rescued",
        meaning: "The file is damaged. It was read by looking for its parts one by one; some may be missing.",
        to_do: "Download the document again, and compare the number of pages.",
    },
    Code {
        code: "row.hidden",
        meaning: "Rows of the sheet are hidden. What is in them was read all the same.",
        to_do: "Check that the hidden rows are meant to be published.",
    },
    Code {
        code: "row.left_out",
        meaning: "A row that begins with a reference is above the header of its table and fits no table before it. It was kept as text, not as an entry.",
        to_do: "Look at the row in the document; its entry is missing from the records.",
    },
    Code {
        code: "row.unfilled",
        meaning: "Rows of the sheet show only results of formulas, under columns that are blank: no entries were made of them.",
        to_do: "Nothing, unless such a row is an entry: fill in what it is about.",
    },
    Code {
        code: "column.choices",
        meaning: "A column without a heading lists what the cells of another may say. Its words are kept apart from the rows.",
        to_do: "Nothing, unless the column says something of the rows beside it.",
    },
    Code {
        code: "sheet.hidden",
        meaning: "A hidden sheet of the workbook was left out.",
        to_do: "Show the sheet and save the workbook, if it belongs to the document.",
    },
    Code {
        code: "sheet.plain",
        meaning: "The workbook has the old .xls format, of which colours and number formats are not read.",
        to_do: "Save it as .xlsx, if colours or formats mean something in it.",
    },
    Code {
        code: "table.cell_joined",
        meaning: "A page break had cut a cell that is merged down several rows. It is one cell again.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.cut",
        meaning: "A table has more columns than a document can have. What is beyond them was left out.",
        to_do: "Look at the table in the document.",
    },
    Code {
        code: "table.doubtful",
        meaning: "It is not certain that this is a table, or where its columns are.",
        to_do: "Compare it with the page.",
    },
    Code {
        code: "table.from_lines",
        meaning: "A converter had written the cells of a table one below the other. They were put back into rows.",
        to_do: "Check that no cell is blank in the document: a blank cell leaves no line.",
    },
    Code {
        code: "table.header_folded",
        meaning: "A heading that is printed again on a later page was removed from the rows.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.header_refused",
        meaning: "The document marks the first row as the heading, but it holds values as the rows below it do. It was kept as a row.",
        to_do: "Look whether the first row is a heading.",
    },
    Code {
        code: "table.header_rows",
        meaning: "The heading of this table has two rows.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.left_out",
        meaning: "Something that may be part of a table was left out of it; it is kept as text.",
        to_do: "Compare the table with the page.",
    },
    Code {
        code: "table.letters",
        meaning: "The letters of a printed sheet's columns (A, B, C …) are not a heading and were set apart, with the numbers of its rows and what is written over its labels.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.lines_joined",
        meaning: "Lines that a narrow column broke inside a sentence or an address were joined.",
        to_do: "Nothing.",
    },
    Code { code: "table.parted", meaning: "A new table begins behind a total.", to_do: "Nothing." },
    Code {
        code: "table.placeholder",
        meaning: "A converter had filled blank headings or cells with names of its own (Unnamed: 1, NaN). They are blank again.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.refused",
        meaning: "The table has far too many columns to be one. Its text is kept outside the rows.",
        to_do: "Look at the document: something else may have been drawn as a table.",
    },
    Code {
        code: "table.row_joined",
        meaning: "A page break had cut a row in two. Both parts were joined.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.rows_doubtful",
        meaning: "It is not certain where one row of this table ends and the next begins.",
        to_do: "Compare the rows with the page.",
    },
    Code {
        code: "table.span_restored",
        meaning: "A converter had repeated the text of a merged cell. It is one cell again.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.stitched",
        meaning: "The table continues after a page break. The parts were joined.",
        to_do: "Nothing.",
    },
    Code {
        code: "table.wide_row",
        meaning: "A row has more cells than its heading. They are kept.",
        to_do: "In Markdown, write a pipe that belongs to the text as \\|.",
    },
    Code {
        code: "text.hidden",
        meaning: "Text that cannot be seen (white on white, covered, cut off, marked as hidden) was left out.",
        to_do: "Select the text in a reader to see it.",
    },
    Code {
        code: "text.off_page",
        meaning: "Lines of text run over the edge of the page. What is beyond the edge was left out.",
        to_do: "Ask for the document that the PDF was made from, or for one with wider pages.",
    },
    Code {
        code: "text.placeholder",
        meaning: "A form field is not filled in. Its prompt was left out.",
        to_do: "Nothing.",
    },
    Code {
        code: "text.tracked",
        meaning: "The Word document has tracked changes. It was read as if they were accepted (or as it was before, with --tracked original).",
        to_do: "Accept or reject the changes to settle the text.",
    },
    Code {
        code: "text.undecoded",
        meaning: "The document does not say what some of its characters are. Each is shown as \u{fffd}.",
        to_do: "Compare with the page, or run text recognition (OCR) on it.",
    },
];
