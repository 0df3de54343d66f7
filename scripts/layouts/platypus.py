"""Plans set by ReportLab's own tables (platypus)."""
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, Table

import drawn
import flow
import look as looks


class Setter:
    def __init__(self, plan, look):
        self.plan, self.look = plan, look
        self.plain, self.bold = drawn.fonts(look["family"])
        size = look["size"]
        self.body = ParagraphStyle("body", fontName=self.plain, fontSize=size, leading=size * look["leading"], hyphenationLang="en_GB" if look["hyphens"] else "")
        self.flow, self.grid, self.commands, self.n = [], None, None, 0

    def style(self, **more):
        return ParagraphStyle("x", self.body, **more)

    def say(self, text, scale=1.0, bold=False):
        size = self.look["size"] * scale
        self.flow.append(Paragraph(escape(text), self.style(fontName=self.bold if bold else self.plain, fontSize=size, leading=size * 1.25, spaceBefore=5 if bold else 0, spaceAfter=4, keepWithNext=bold)))

    def cell(self, text, bold=False, ink="#000000", align=0):
        out = []
        for line in text.split("\n") if text else []:
            item = line.startswith("• ")
            out.append(Paragraph(escape(line[2:] if item else line), self.style(fontName=self.bold if bold else self.plain, textColor=HexColor(ink), alignment=align, leftIndent=8 if item else 0),
                                 bulletText="•" if item else None))
        return out or ""

    def rating(self, colour):
        plan, look = self.plan, self.look
        shade, mode, size = plan["shades"][colour], look["status"], look["size"]
        align = 1 if look["status_align"] == "center" else 0
        if mode == "disc":
            d = Drawing(size, size)
            d.add(Circle(size / 2, size / 2, size * 0.45, fillColor=HexColor(shade), strokeColor=None))
            d.hAlign = "CENTER" if align else "LEFT"
            return d, None
        word = looks.status_text(look, plan, colour) or ""
        if mode.startswith("fill"):
            return self.cell(word, False, "#000000" if colour == "amber" else "#ffffff", align), shade
        return self.cell(word, mode == "boldword", "#000000", align), None

    def line(self, kind, where, start, end):
        look = self.look
        if kind:
            extra = {"dotted": (1, 2), "dashed": (3, 2)}.get(kind)
            self.commands.append((where, start, end, max(look["thick"], 0.5) if kind == "double" else look["thick"], HexColor(look["ink"]), 0, extra, None, 2 if kind == "double" else 1, 1.2 if kind == "double" else 0))

    def open(self):
        look = self.look
        pv, ph = look["pad"]
        self.grid = [[self.cell(looks.head(look, k), look["head_bold"], look["head_ink"]) for k in look["order"]]]
        self.commands = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if look["valign"] == "middle" else "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), ph), ("RIGHTPADDING", (0, 0), (-1, -1), ph),
                         ("TOPPADDING", (0, 0), (-1, -1), pv), ("BOTTOMPADDING", (0, 0), (-1, -1), look.get("step", pv) + (2 if pv else 0)), ("BOTTOMPADDING", (0, 0), (-1, 0), max(pv, 3))]
        if look["head_fill"]:
            self.commands.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(look["head_fill"])))
        if look["tint"]:
            self.commands += [("BACKGROUND", (i, 0), (i, -1), HexColor(look["tint"])) for i in range(1, len(look["order"]), 2)]
        self.line(look["over_head"], "LINEABOVE", (0, 0), (-1, 0))
        self.line(look["under_head"] or look["rows"], "LINEBELOW", (0, 0), (-1, 0))
        self.line(look["cols"], "LINEAFTER", (0, 0), (-2, -1))
        self.n = 0

    def banner(self, texts):
        look = self.look
        r = len(self.grid)
        self.grid.append([self.cell("\n".join(texts), True)] + [""] * (len(look["order"]) - 1))
        self.commands.append(("SPAN", (0, r), (-1, r)))
        if look["area_fill"]:
            self.commands.append(("BACKGROUND", (0, r), (-1, r), HexColor(look["area_fill"])))
        self.line(look["rows"], "LINEBELOW", (0, r), (-1, r))

    def row(self, row):
        look = self.look
        r, at = len(self.grid), look["order"].index("lead")
        band = look["band"] if self.n % 2 == look.get("band_first", 0) else None
        self.n += 1
        if band:
            self.commands.append(("BACKGROUND", (0, r), (-1, r), HexColor(band)))
        cells = []
        for i, key in enumerate(look["order"]):
            if key == "status":
                inside, back = self.rating(row["status"])
                if back:
                    self.commands.append(("BACKGROUND", (i, r), (i, r), HexColor(back)))
            else:
                inside = self.cell(looks.cell_text(look, row, key))
            cells.append(inside)
            if key == "lead" and row["span"] > 1:
                self.commands.append(("SPAN", (i, r), (i, r + row["span"] - 1)))
        self.grid.append(cells)
        if at:
            self.line(look["rows"], "LINEBELOW", (0, r), (at - 1, r))
        self.line(look["rows"], "LINEBELOW", (at + 1, r), (-1, r))
        if row["span"] >= 1:
            self.line(look["rows"], "LINEBELOW", (at, r + row["span"] - 1), (at, r + row["span"] - 1))

    def close(self, width):
        look = self.look
        if not self.grid:
            return
        end = look.get("closing")
        self.line(end, "LINEBELOW", (0, -1), (-1, -1))
        self.line(look["outer"] or (None if look.get("inner") else look["cols"]), "BOX", (0, 0), (-1, -1))
        table = LongTable(self.grid, colWidths=[width * w / 100 for w in looks.widths(look)], repeatRows=1 if look["repeat"] else 0)
        table.setStyle(self.commands)
        self.flow += [table, Spacer(1, 8)]
        self.grid = None


def draw(plan, look, path, heading):
    s = Setter(plan, look)
    page = A4[::-1] if look["landscape"] else A4
    m = look["margin"]
    width = page[0] - 2 * m[0] - 12

    def legend():
        s.say(heading, 1, True)
        grid, commands = [], [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
        for r, colour in enumerate(plan["palette"]):
            inside, back = s.rating(colour)
            if look["status"] == "fill":
                inside = s.cell(colour.capitalize(), False, "#000000" if colour == "amber" else "#ffffff")
            if back:
                commands.append(("BACKGROUND", (0, r), (0, r), HexColor(back)))
            grid.append([inside, s.cell(plan["meanings"][colour])])
        s.flow += [Table(grid, colWidths=[70, 200], style=commands, hAlign="LEFT"), Spacer(1, 6)]

    for kind, what in flow.blocks(plan, look):
        if kind in ("banner", "rows") and not s.grid:
            s.open()
        if kind in ("title", "section", "area"):
            s.say(what, {"title": 1.5, "section": 1.25, "area": 1.08}[kind], True)
        elif kind in ("text", "lead-in"):
            s.say(what)
        elif kind == "legend":
            legend()
        elif kind == "banner":
            s.banner(what)
        elif kind == "rows":
            for row in what[0]:
                s.row(row)
        elif kind == "close":
            s.close(width)

    def running(c, _):
        c.setFont(s.plain, 8)
        text = {"title": plan["title"], "org": plan["org"], None: None}[look["running"]]
        if text:
            c.drawString(m[0], page[1] - m[1] + 12, text)
        if look["numbers"]:
            c.drawCentredString(page[0] / 2, m[1] - 16, look["numbers"].replace(" of {m}", "").format(n=c.getPageNumber()))

    document = SimpleDocTemplate(str(path), pagesize=page, leftMargin=m[0], rightMargin=m[0], topMargin=m[1], bottomMargin=m[1], title=plan["title"], invariant=1)
    document.build(s.flow, onFirstPage=running, onLaterPages=running)
