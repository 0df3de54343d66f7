"""Plans as workbooks, printed by LibreOffice Calc: over two pages across, then down, or the other way."""
import pathlib
import shutil
import subprocess
import tempfile

import drawn
import flow
import look as looks


def soffice(source, path, kind="pdf"):
    """Converts a file to PDF in a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder, str(source)],
                       check=True, capture_output=True, timeout=300)
        shutil.move(pathlib.Path(folder, pathlib.Path(source).with_suffix(".pdf").name), path)


def workbook(plan, look, heading):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties
    book = Workbook()
    ws = book.active
    ws.title = "Plan"
    family = {"Helvetica": "Liberation Sans", "DejaVu Sans Condensed": "DejaVu Sans"}.get(look["family"], look["family"])
    size = look["size"] + 1
    side = Side(style=look.get("side", "thin"), color="FF000000")
    border = Border(left=side, right=side, top=side, bottom=side) if look["rows"] else Border()
    fill = lambda c: PatternFill("solid", fgColor="FF" + c[1:].upper())
    # A column of the sections' names, where the look has one: in each row, in the first of a section, or merged.
    order = ["theme"] * bool(look.get("theme")) + list(look["order"])
    width, theme, merged, shared = len(order), None, [], []
    ws.append([plan["title"]])
    ws["A1"].font = Font(name=family, size=size + 4, bold=True)
    for p in plan["intro"]:
        ws.append([p])
        ws.cell(ws.max_row, 1).font = Font(name=family, size=size)
    ws.append([])

    def ratings():
        """What the ratings mean: a word on its colour, the meaning in the cell beside it; or lines of text."""
        ws.append([heading])
        ws.cell(ws.max_row, 1).font = Font(name=family, size=size, bold=True)
        c = order.index("action") + 1 if look["key_form"] == "cells" else 1
        for colour in plan["palette"]:
            word = looks.status_text(look, plan, colour) or colour.capitalize()
            meaning = plan["meanings"][colour]
            ws.append([None] * (c - 1) + ([word, meaning] if look["key_form"] == "cells" else [f"{word}: {meaning}"]))
            cell = ws.cell(ws.max_row, c)
            cell.font = Font(name=family, size=size)
            ws.cell(ws.max_row, c + 1).font = Font(name=family, size=size)
            if look["key_form"] == "cells" and look["status"].startswith("fill"):
                cell.fill = fill(plan["shades"][colour])
        ws.append([])

    if look.get("key_at") == "top":
        ratings()

    def header():
        ws.append([look["theme_head"] if k == "theme" else looks.head(look, k) for k in order])
        for cell in ws[ws.max_row]:
            cell.font = Font(name=family, size=size, bold=look["head_bold"], color="FF" + look["head_ink"][1:].upper())
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = border
            if look["head_fill"]:
                cell.fill = fill(look["head_fill"])
        return ws.max_row

    head = header()
    for kind, what in flow.blocks(plan, look):
        if kind == "beside":
            theme, merged = what, merged + [ws.max_row + 1]
        for text in what if kind == "banner" else []:
            ws.append([text])
            r = ws.max_row
            for c in range(1, width + 1):
                ws.cell(r, c).border = border
                if look["area_fill"]:
                    ws.cell(r, c).fill = fill(look["area_fill"])
            ws.cell(r, 1).font = Font(name=family, size=size, bold=True)
            if look.get("merged_banners"):
                ws.merge_cells(start_row=r, end_row=r, start_column=1, end_column=width)
        for row in what[0] if kind == "rows" else []:
            values = []
            for key in order:
                if key == "theme":
                    values.append(theme if look["theme"] == "each" or ws.max_row + 1 == merged[-1] else "")
                    continue
                values.append(looks.status_text(look, plan, row["status"]) or "" if key == "status" else looks.cell_text(look, row, key))
            ws.append(values)
            r = ws.max_row
            if row["span"] > 1:
                shared.append((r, r + row["span"] - 1))
            for c, key in enumerate(order, 1):
                cell = ws.cell(r, c)
                cell.number_format = "@"
                cell.font = Font(name=family, size=size)
                cell.alignment = Alignment(wrap_text=True, vertical={"middle": "center"}.get(look["valign"], look["valign"]))
                cell.border = border
                if key == "status" and look["status"].startswith("fill"):
                    cell.fill = fill(plan["shades"][row["status"]])
    for text in look.get("below", []):
        ws.append([text])
        ws.cell(ws.max_row, 1).font = Font(name=family, size=size)
    last = ws.max_row
    if look.get("key_at") == "below":
        ws.append([])
        ratings()
    c = order.index("lead") + 1
    for start, end in shared:
        ws.merge_cells(start_row=start, end_row=end, start_column=c, end_column=c)
    if look.get("theme") == "merged":
        for start, end in zip(merged, merged[1:] + [last + 1 - len(look.get('below', []))]):
            if end > start + 1:
                ws.merge_cells(start_row=start, end_row=end - 1, start_column=1, end_column=1)
    plain, bold = drawn.fonts(family)
    for r, cells in enumerate(ws.iter_rows(min_row=head), head):
        count = 1
        for key, cell in zip(order, cells):
            if key == "theme" and look["theme"] != "each":
                continue
            if cell.value and cell.alignment.wrap_text:
                count = max(count, len(drawn.wrap(str(cell.value), bold if r == head else plain, size, look["chars"][key] * 5.1 - 4)))
        if look.get("row_points"):
            ws.row_dimensions[r].height = count * look["row_points"]
        else:
            ws.row_dimensions[r].height = count * size * (1.4 if "Noto" in family else 1.22) + look.get("row_extra", 3)
    for key, c in zip(order, range(1, width + 1)):
        letter = get_column_letter(c)
        ws.column_dimensions[letter].width = look["chars"][key]
    ws.page_setup.orientation = "landscape" if look["landscape"] else "portrait"
    ws.page_setup.paperSize = 9
    ws.page_setup.pageOrder = "overThenDown" if look["over_first"] else "downThenOver"
    ws.print_options.gridLines = look.get("printed_grid", False)
    ws.page_margins.left = ws.page_margins.right = 0.5
    if look.get("fit"):
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = look["fit"], 0
    if look["repeat"]:
        ws.print_title_rows = f"{head}:{head}"
    if look.get("repeat_refs"):
        ws.print_title_cols = "A:A"
    ws.oddHeader.center.text, ws.oddFooter.center.text = look.get("sheet_head") or "", "Page &P" if look["numbers"] else ""
    return book


def draw(plan, look, path, heading):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "plan.xlsx")
        workbook(plan, look, heading).save(source)
        soffice(source, path)
