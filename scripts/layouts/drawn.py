"""Sheets of ReportLab's canvas: fonts, wrapped text, rules, fills, ratings and the legend, drawn line by line."""
import functools
import glob

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

import look as looks

FILES = {
    "Liberation Sans": "LiberationSans-{}.ttf", "Liberation Serif": "LiberationSerif-{}.ttf", "Noto Sans": "NotoSans-{}.ttf",
    "Noto Serif": "NotoSerif-{}.ttf", "DejaVu Sans Condensed": "DejaVuSansCondensed{}.ttf", "Liberation Sans Narrow": "LiberationSansNarrow-{}.ttf",
}


@functools.lru_cache(None)
def fonts(family):
    """Names of the plain and the bold font."""
    if family not in FILES:
        return "Helvetica", "Helvetica-Bold"
    names = []
    for style in ("Regular", "Bold"):
        part = ("" if style == "Regular" else "-Bold") if "DejaVu" in family else style
        found = glob.glob("/usr/share/fonts/**/" + FILES[family].format(part), recursive=True)
        if not found:
            return "Helvetica", "Helvetica-Bold"
        name = f"{family} {style}".replace(" ", "")
        pdfmetrics.registerFont(TTFont(name, found[0]))
        names.append(name)
    return tuple(names)


@functools.lru_cache(None)
def hyphens():
    import pyphen
    return pyphen.Pyphen(lang="en_GB")


def wrap(text, font, size, width, hyphenate=False):
    """[(line, indent, bullet)] of a cell's paragraphs and list items."""
    measure = lambda s: pdfmetrics.stringWidth(s, font, size)
    out = []
    for paragraph in text.split("\n"):
        item = paragraph.startswith("• ")
        indent = size if item else 0
        first, line = True, ""
        for word in (paragraph[2:] if item else paragraph).split():
            while True:
                longer = f"{line} {word}" if line else word
                if measure(longer) <= width - indent:
                    line = longer
                    break
                if hyphenate and len(word) > 5 and word.isalpha():
                    room = width - indent - measure(line + " " if line else "")
                    parts = [p for p in hyphens().iterate(word) if measure(p[0] + "-") <= room and len(p[0]) > 1 and len(p[1]) > 2]
                    if parts:
                        head, word = parts[0]
                        line = f"{line} {head}-" if line else head + "-"
                elif not line:
                    cut = len(word)
                    while cut > 1 and measure(word[:cut]) > width - indent:
                        cut -= 1
                    stop = max(word[:cut].rfind("."), word[:cut].rfind("-"), word[:cut].rfind("/")) + 1
                    cut = stop or cut
                    line, word = word[:cut], word[cut:]
                    if not word:
                        break
                out.append((line, indent, item and first))
                first, line = False, ""
        if line or not paragraph:
            out.append((line, indent, item and first))
    return [] if text == "" else out


class Sheet:
    """A canvas with a place on the page, and what is on every page."""

    def __init__(self, plan, look, path):
        self.plan, self.look = plan, look
        self.size = A4[::-1] if look["landscape"] else A4
        self.c = canvas.Canvas(str(path), pagesize=self.size, invariant=True)
        self.c.setTitle(plan["title"])
        self.plain, self.bold = fonts(look["family"])
        self.left, self.top = look["margin"]
        self.width = self.size[0] - 2 * self.left
        self.number, self.pages = 1, None
        self.y = self.size[1] - self.top
        self.floor = self.top
        self.running()

    def running(self):
        c, look = self.c, self.look
        c.setFont(self.plain, 8)
        c.setFillColor(HexColor("#444444"))
        text = {"title": self.plan["title"], "org": self.plan["org"], None: None}[look["running"]]
        if text:
            c.drawString(self.left, self.size[1] - self.top + 14, text)
        if look["numbers"]:
            number = look["numbers"].replace(" of {m}", "").format(n=self.number)
            c.drawCentredString(self.size[0] / 2, self.floor - 20, number)

    def turn(self):
        """The next page."""
        self.c.showPage()
        self.number += 1
        self.y = self.size[1] - self.top
        self.running()

    def room(self, height):
        return self.y - height >= self.floor

    def text(self, x, y, line, font, size, ink="#000000", width=None, justify=False):
        """One line; drawn whole, word by word, or spread to a width."""
        c = self.c
        c.setFillColor(HexColor(ink))
        c.setFont(font, size)
        if justify and width and " " in line:
            natural = pdfmetrics.stringWidth(line, font, size)
            if natural > 0.8 * width:
                gap = (width - natural) / line.count(" ")
                for word in line.split(" "):
                    c.drawString(x, y, word)
                    x += pdfmetrics.stringWidth(word + " ", font, size) + gap
                return
        if self.look.get("by_word"):
            for word in line.split(" "):
                c.drawString(x, y, word)
                x += pdfmetrics.stringWidth(word + " ", font, size)
        else:
            c.drawString(x, y, line)

    def paragraph(self, text, size, bold=False, before=0, after=4, keep=0):
        font = self.bold if bold else self.plain
        lines = wrap(text, font, size, self.width)
        step = size * 1.25
        if not self.room(before + step * len(lines) + keep):
            self.turn()
        self.y -= before
        for line, _, _ in lines:
            self.y -= step
            self.text(self.left, self.y + 0.25 * size, line, font, size)
        self.y -= after

    def fill(self, x, y, w, h, colour):
        self.c.setFillColor(HexColor(colour))
        self.c.rect(x, y, w, h, stroke=0, fill=1)

    def rule(self, x0, y0, x1, y1, kind="solid", thick=None, ink=None):
        """A rule as a line, a dotted line, two lines or a thin filled rectangle."""
        c, look = self.c, self.look
        thick, ink = thick or look["thick"], ink or look["ink"]
        across = y0 == y1
        if kind == "double":
            d = max(thick, 1.2) / 2
            for s in (-d, d):
                self.rule(x0 + (0 if across else s), y0 + (s if across else 0), x1 + (0 if across else s), y1 + (s if across else 0), "solid", 0.4, ink)
            return
        if look.get("rects") and kind == "solid":
            if across:
                self.fill(x0, y0 - thick / 2, x1 - x0, thick, ink)
            else:
                self.fill(x0 - thick / 2, min(y0, y1), thick, abs(y1 - y0), ink)
            return
        c.saveState()
        c.setStrokeColor(HexColor(ink))
        c.setLineWidth(thick)
        if kind == "dotted":
            c.setDash(look.get("dots", [1, 2]))
        c.line(x0, y0, x1, y1)
        c.restoreState()

    def rating(self, colour, x, y, w, h, base):
        """What a status cell holds, in the box with lower left corner x, y; `base` is the first line's base."""
        c, look, plan = self.c, self.look, self.plan
        shade, mode, size = plan["shades"][colour], look["status"], look["size"]
        word = looks.status_text(look, plan, colour)
        middle = look["status_align"] == "center"
        centre = x + w / 2 if middle else x + look["pad"][1] + size / 2
        light = "#000000" if colour == "amber" else "#ffffff"
        up = y + h / 2 if look["valign"] == "middle" else base + 0.32 * size
        if mode == "disc":
            c.setFillColor(HexColor(shade))
            c.circle(centre, up, look.get("radius", 0.45 * size), stroke=0, fill=1)
        elif mode == "icon":
            self.icon(colour, look.get("sign_ink") or shade, centre, up, 0.5 * size)
        elif mode == "pill":
            wide = pdfmetrics.stringWidth(word, self.bold, size) + 10
            start = x + (w - wide) / 2 if middle else x + look["pad"][1]
            c.setFillColor(HexColor(shade))
            c.roundRect(start, base - 0.3 * size, wide, 1.25 * size, 0.6 * size, stroke=0, fill=1)
            self.text(start + 5, base, word, self.bold, size, light)
        elif word:
            font = self.bold if mode == "boldword" else self.plain
            ink = light if mode.startswith("fill") else "#000000"
            for k, (line, _, _) in enumerate(wrap(word, font, size, w - 2 * look["pad"][1] + 1)):
                wide = pdfmetrics.stringWidth(line, font, size)
                self.text(x + (w - wide) / 2 if middle else x + look["pad"][1], base - k * size * look["leading"], line, font, size, ink)

    def icon(self, colour, shade, x, y, r):
        c = self.c
        c.setFillColor(HexColor(shade))
        c.setStrokeColor(HexColor(shade))
        p = c.beginPath()
        way = self.look.get("sign_way")
        if way == "edged" and colour in ("green", "red"):
            c.setStrokeColor(HexColor("#333333"))
            c.setLineWidth(0.6)
            if colour == "green":
                c.circle(x, y, r, stroke=1, fill=1)
            else:
                c.rect(x - r, y - r, 2 * r, 2 * r, stroke=1, fill=1)
        elif way == "clipped" and colour == "green":
            c.saveState()
            p.circle(x, y, r)
            c.clipPath(p, stroke=0, fill=0)
            c.rect(x - 1.2 * r, y - 1.2 * r, 2.4 * r, 2.4 * r, stroke=0, fill=1)
            c.restoreState()
        elif way == "strokes" and colour == "blue":
            c.setLineWidth(r / 2.5)
            c.line(x - r, y, x - r / 3, y - 0.7 * r)
            c.line(x - r / 3, y - 0.7 * r, x + r, y + 0.9 * r)
        elif way == "strokes" and colour == "green":
            c.saveState()
            c.setLineCap(1)
            c.setLineWidth(2 * r)
            c.line(x, y, x, y)
            c.restoreState()
        elif colour == "blue":
            c.setLineWidth(r / 2.5)
            p.moveTo(x - r, y)
            p.lineTo(x - r / 3, y - 0.7 * r)
            p.lineTo(x + r, y + 0.9 * r)
            c.drawPath(p, stroke=1, fill=0)
        elif colour == "green":
            c.circle(x, y, r, stroke=0, fill=1)
        elif colour == "amber":
            p.moveTo(x, y + r)
            p.lineTo(x + r, y - r)
            p.lineTo(x - r, y - r)
            p.close()
            c.drawPath(p, stroke=0, fill=1)
        elif colour == "red":
            c.rect(x - r, y - r, 2 * r, 2 * r, stroke=0, fill=1)
        else:
            c.setLineWidth(r / 3)
            c.circle(x, y, 0.8 * r, stroke=1, fill=0)

    def named_key(self, step):
        """A key in which each sign is beside the name of its rating."""
        look, plan = self.look, self.plan
        size, behind = look["size"], self.left + 9 * look["size"]
        self.y -= step
        for x, text in ((self.left, "Rating"), (behind, "What it means")):
            self.text(x, self.y + 0.35 * size, text, self.bold, size)
        for colour in plan["palette"]:
            self.y -= step
            name, base = colour.upper(), self.y + 0.35 * size
            before = look["key_order"] == "sign name"
            at = self.left + (1.5 * size if before else 0)
            end = self.left + pdfmetrics.stringWidth(name, self.plain, size) + 0.9 * size
            self.icon(colour, look.get("sign_ink") or plan["shades"][colour], self.left + 0.5 * size if before else end, base + 0.32 * size, 0.5 * size)
            self.text(at, base, name, self.plain, size)
            self.text(behind, base, plan["meanings"][colour], self.plain, size)
        self.y -= 8

    def legend(self, heading):
        look, plan = self.look, self.plan
        size = look["size"]
        step = size * 1.6
        self.paragraph(heading, size, True, before=4, keep=step * len(plan["palette"]))
        if look.get("key_form") == "line":
            self.y -= step
            x = self.left
            for colour in plan["palette"]:
                meaning = plan["meanings"][colour]
                wide = size + 5 + pdfmetrics.stringWidth(meaning, self.plain, size)
                if x + wide > self.left + self.width:
                    x, self.y = self.left, self.y - step
                self.icon(colour, look.get("sign_ink") or plan["shades"][colour], x + 0.5 * size, self.y + 0.67 * size, 0.5 * size)
                self.text(x + size + 5, self.y + 0.35 * size, meaning, self.plain, size)
                x += wide + 2 * size
            self.y -= 8
            return
        if look.get("key_form") == "named":
            self.named_key(step)
            return
        wide = max([4 * size] + [looks.across(looks.status_text(look, plan, c) or "", look, True) + 16 for c in plan["palette"]])
        for colour in plan["palette"]:
            self.y -= step
            if look["status"].startswith("fill"):
                self.fill(self.left, self.y, wide, step, plan["shades"][colour])
                if look["status"] == "fill":
                    self.text(self.left + 3, self.y + 0.35 * size, colour.capitalize(), self.plain, size, "#000000" if colour == "amber" else "#ffffff")
            self.rating(colour, self.left, self.y, wide, step, self.y + 0.35 * size)
            self.text(self.left + wide + 6, self.y + 0.35 * size, plan["meanings"][colour], self.plain, size)
        self.y -= 8
