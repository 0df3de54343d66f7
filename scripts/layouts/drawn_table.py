"""Tables and cards drawn line by line on a sheet of ReportLab's canvas."""
from reportlab.pdfbase import pdfmetrics

import flow
import look as looks
from drawn import Sheet, wrap


class Table:
    """Rows of one table, laid on a sheet."""

    def __init__(self, sheet):
        self.s, self.look = sheet, sheet.look
        look = self.look
        self.step = look["size"] * look["leading"]
        self.gap = look["gap"]
        shares = looks.widths(look)
        self.upright = 0
        if look.get("upright"):
            self.upright = look["size"] * look["upright"]
        room = sheet.width - self.upright - self.gap * (len(shares) - 1)
        self.name, self.named_from = None, None
        self.left, self.right = sheet.left + self.upright, sheet.left + sheet.width
        self.x, at = [], self.left
        for share in shares:
            self.x.append((at, room * share / 100))
            at += room * share / 100 + self.gap
        self.parity = look.get("band_first", 0)
        self.fresh = True     # nothing of the table on this page yet
        self.began = False
        self.top = None

    def box(self, key):
        return self.x[self.look["order"].index(key)]

    def header(self):
        s, look = self.s, self.look
        size, (pv, ph) = look["size"], look["pad"]
        pv = max(pv, look.get("head_pad", 0), 1.5)
        font = s.bold if look["head_bold"] else s.plain
        cells = [wrap(looks.head(look, k), font, size, w - 2 * ph) for k, (_, w) in zip(look["order"], self.x)]
        h = max(map(len, cells)) * self.step + 2 * pv
        group, lift = look.get("head_group"), 0
        if group:
            lift = self.step + 2 * pv
            h = max(h, lift + max(len(c) for c, k in zip(cells, look["order"]) if k in group[1]) * self.step + 2 * pv)
        y = s.y - h
        for i, (lines, (x, w)) in enumerate(zip(cells, self.x)):
            if look["head_fill"]:
                s.fill(x, y, w, h, look["head_fill"])
            elif look["tint"] and i % 2:
                s.fill(x, y, w, h, look["tint"])
            down = lift if group and look["order"][i] in group[1] else 0
            for k, (line, _, _) in enumerate(lines):
                s.text(x + ph, s.y - down - pv - k * self.step - 0.85 * size, line, font, size, look["head_ink"])
        if group:
            start, end = self.box(group[1][0])[0], sum(self.box(group[1][-1]))
            wide = pdfmetrics.stringWidth(group[0], font, size)
            s.text((start + end - wide) / 2, s.y - pv - 0.85 * size, group[0], font, size, look["head_ink"])
            if look["rows"] or look["under_head"]:
                s.rule(start, s.y - lift, end, s.y - lift, look["rows"] or look["under_head"])
        left, right = self.left, self.right
        if self.upright:
            left -= self.upright
            if look["head_fill"]:
                s.fill(left, y, self.upright, h, look["head_fill"])
            if look.get("upright_head"):
                s.text(left + 1, s.y - pv - 0.85 * size, look["upright_head"], s.bold, min(size, self.upright / 5), look["head_ink"])
        if look["over_head"]:
            s.rule(left, s.y, right, s.y, look["over_head"])
        if look["under_head"] or look["rows"]:
            s.rule(left, y, right, y, look["under_head"] or look["rows"])
        self.edges(s.y, y, lift=lift)
        s.y = y

    def call(self, name):
        """The section whose name is upwards beside the rows from here on."""
        self.end_name()
        self.name, self.printed = name, False

    def end_name(self):
        """Closes the strip beside the rows of a section: on its last row, or the page's."""
        s, look = self.s, self.look
        if self.name and self.named_from is not None and self.named_from - s.y > 1:
            top, bottom, left = self.named_from, s.y, self.left - self.upright
            if look.get("upright_fill"):
                s.fill(left, bottom, self.upright, top - bottom, look["upright_fill"])
            for y in (top, bottom):
                s.rule(left, y, self.left, y, look["rows"] or "solid")
            for x in (left, self.left):
                s.rule(x, top, x, bottom, look["rows"] or "solid")
            if not self.printed or look.get("upright_again"):
                size = look["size"]
                lines = wrap(self.name, s.bold, size, top - bottom - 4)
                while len(lines) * size * 1.1 > self.upright - 2 and size > 4:
                    size -= 0.5
                    lines = wrap(self.name, s.bold, size, top - bottom - 4)
                s.c.saveState()
                s.c.translate(left + self.upright / 2, (top + bottom) / 2)
                s.c.rotate(90)
                for k, (line, _, _) in enumerate(lines):
                    wide = pdfmetrics.stringWidth(line, s.bold, size)
                    s.text(-wide / 2, (len(lines) / 2 - k - 0.8) * size * 1.1, line, s.bold, size)
                s.c.restoreState()
                self.printed = True
        self.named_from = None

    def edges(self, top, bottom, inner=True, lift=0):
        """Column lines and the frame's sides of a strip."""
        s, look = self.s, self.look
        if look["cols"] and inner:
            for (x, _), key in zip(self.x[1:], look["order"][1:]):
                inside = lift and key in look["head_group"][1][1:]
                s.rule(x, top - lift if inside else top, x, bottom, look["cols"])
        side = look["outer"] or (look["cols"] if not look.get("inner") else None)
        if side:
            s.rule(self.left, top, self.left, bottom, side)
            s.rule(self.right, top, self.right, bottom, side)

    def open_page(self):
        """What a page of the table begins with."""
        s, look = self.s, self.look
        if not self.fresh:
            return
        self.fresh = False
        if look["outer"]:
            s.rule(self.left, s.y, self.right, s.y, look["outer"])
        if not self.began or look["repeat"]:
            self.header()
        self.began = True

    def turn(self):
        s, look = self.s, self.look
        self.end_name()
        if look["outer"] and not self.fresh:
            s.rule(self.left, s.y, self.right, s.y, look["outer"])
        s.turn()
        self.fresh = True
        self.open_page()

    def banner(self, lines, keep):
        s, look = self.s, self.look
        size, (pv, ph) = look["size"], look["pad"]
        pv = max(pv, 1)
        h = len(lines) * self.step + 2 * pv
        if self.fresh and not s.room(h + keep + 3 * self.step):
            s.turn()
        self.open_page()
        if not s.room(h + keep):
            self.turn()
        if self.named_from is None:
            self.named_from = s.y
        y = s.y - h
        if look["area_fill"]:
            s.fill(self.left, y, self.right - self.left, h, look["area_fill"])
        for k, line in enumerate(lines):
            s.text(self.left + ph, s.y - pv - k * self.step - 0.85 * size, line, s.bold, size)
        self.edges(s.y, y, inner=False)
        if look["rows"]:
            s.rule(self.left, y, self.right, y, look["rows"])
        s.y = y

    def lines_of(self, row):
        s, look = self.s, self.look
        out = {}
        for key, (_, w) in zip(look["order"], self.x):
            shown = looks.rated(look, row, key)
            if shown:
                word = looks.status_text(look, s.plan, shown)
                out[key] = wrap(word, s.plain, look["size"], w - 2 * look["pad"][1] + 1) if word and look["status"] != "pill" else []
                continue
            hyphenate = look["hyphens"] and key not in ("ref", "due")
            out[key] = wrap(looks.cell_text(look, row, key), s.plain, look["size"], w - 2 * look["pad"][1], hyphenate)
        return out

    def rows(self, rows):
        """Lays rows; a merged lead is one cell beside its rows, its rule broken."""
        s, look = self.s, self.look
        pv = look["pad"][0]
        below = look.get("step", pv)
        prepared = []
        for k, row in enumerate(rows):
            lines = self.lines_of(row)
            own = max([1] + [len(v) for key, v in lines.items() if key != "lead" or row["span"] <= 1])
            prepared.append([row, lines, own, row["inherited"], k + 1 < len(rows) and rows[k + 1]["inherited"]])
        for k, (row, lines, own, _, _) in enumerate(prepared):
            if row["span"] > 1:
                have = sum(prepared[k + i][2] for i in range(row["span"])) + row["span"] - 1
                prepared[k + row["span"] - 1][2] += max(0, len(lines["lead"]) - have)
        for row, lines, own, inherited, goes_on in prepared:
            h = own * self.step + pv + below
            if self.fresh and not s.room(h + 3 * self.step):
                s.turn()
            self.open_page()
            if self.named_from is None:
                self.named_from = s.y
            if look.get("orphan") and row is rows[-1] and len(rows) > 1 and not inherited:
                self.turn()
            band = look["band"] if (self.parity % 2 == 0) else None
            self.parity += 1
            done = 0
            while not s.room((own - done) * self.step + pv + below):
                fits = int((s.y - s.floor - pv - below) / self.step)
                left = own - done
                if look["split"] and fits >= 2 and left - fits >= 2:
                    self.strip(row, lines, done, fits, band, inherited, goes_on, last=False)
                    done += fits
                self.turn()
            self.strip(row, lines, done, own - done, band, inherited or done, goes_on, last=True)

    def strip(self, row, lines, start, count, band, inherited, goes_on, last):
        """Lines `start` to `start + count` of a row."""
        s, look = self.s, self.look
        if self.named_from is None:
            self.named_from = s.y
        size, (pv, ph) = look["size"], look["pad"]
        below = look.get("step", pv) if last else pv
        h = count * self.step + pv + below
        y = s.y - h
        for i, (key, (x, w)) in enumerate(zip(look["order"], self.x)):
            shown = looks.rated(look, row, key)
            if shown and look["status"] in ("fill", "fillword", "fillcolourword", "fillletter"):
                s.fill(x, y, w, h, s.plan["shades"][shown])
            elif band:
                s.fill(x, y, w, h, band)
            elif look["tint"] and i % 2:
                s.fill(x, y, w, h, look["tint"])
        base = s.y - pv - 0.85 * size
        for key, (x, w) in zip(look["order"], self.x):
            shown = looks.rated(look, row, key)
            if shown:
                if not start:
                    drop = 0
                    if look["valign"] == "middle" and last:
                        drop = (count - max(1, len(lines[key]))) * self.step / 2
                    s.rating(shown, x, y, w, h, base - drop)
                continue
            part = lines[key][start:start + count] if key != "lead" or row["span"] <= 1 else (lines[key] if not start else [])
            drop = 0
            if look["valign"] == "middle" and last and not start and not (key == "lead" and row["span"] > 1):
                drop = (count - len(part)) * self.step / 2
            for k, (line, indent, bullet) in enumerate(part):
                at = base - drop - k * self.step
                if bullet:
                    s.text(x + ph, at, "•", s.plain, size)
                whole = lines[key]
                ends = start + k + 1 >= len(whole) or whole[start + k + 1][2]
                s.text(x + ph + indent, at, line, s.plain, size, width=w - 2 * ph - indent, justify=look.get("justify") and not ends)
        if look["rows"] and last:
            at = self.look["order"].index("lead")
            if goes_on:
                x, w = self.x[at]
                if at:
                    s.rule(self.left, y, x, y, look["rows"])
                s.rule(x + w, y, self.right, y, look["rows"])
            else:
                s.rule(self.left, y, self.right, y, look["rows"])
        elif look["rows"] and look.get("cut_rules", True):
            s.rule(self.left, y, self.right, y, look["rows"])
        self.edges(s.y, y)
        s.y = y

    def close(self):
        s, look = self.s, self.look
        self.end_name()
        if look["outer"] or look.get("closing"):
            s.rule(self.left, s.y, self.right, s.y, look["outer"] or look["closing"])
        s.y -= 8


def card(sheet, row):
    """An action as a small table of labels and values."""
    s, look = sheet, sheet.look
    size, (pv, ph) = look["size"], look["pad"]
    step = size * look["leading"]
    label = s.width * look.get("label_width", 22) / 100
    order = list(look["order"])
    rows = []
    if look["card_form"] == "titled":
        rows.append([(None, 0, s.width, wrap(f"{row['ref']} {row['action']}", s.bold, size, s.width - 2 * ph))])
        order = [k for k in order if k not in ("ref", "action")]
    short = [k for k in order if k not in ("action", "comment")]
    while order:
        keys = [order.pop(0)]
        if look["card_form"] == "pairs" and keys[0] in short and len([k for k in order if k in short]):
            other = next(k for k in order if k in short)
            order.remove(other)
            keys.append(other)
        wide = s.width / len(keys)
        rows.append([(key, wide * i, wide - label, wrap(looks.cell_text(look, row, key), s.plain, size, wide - label - 2 * ph, look["hyphens"]) if key != "status" else [])
                     for i, key in enumerate(keys)])
    heights = [max(1, *(len(lines) for *_, lines in cells)) * step + 2 * pv if cells else 0 for cells in rows]
    if not s.room(sum(heights)):
        s.turn()
    top = s.y
    for cells, h in zip(rows, heights):
        y, base = s.y - h, s.y - pv - 0.85 * size
        for key, at, wide, lines in cells:
            x = s.left + at
            if look["head_fill"]:
                s.fill(x, y, label if key else wide, h, look["head_fill"])
            if key:
                s.text(x + ph, base, looks.head(look, key), s.bold, size)
            inner = x + label if key else x
            if key == "status":
                if look["status"].startswith("fill"):
                    s.fill(inner, y, wide, h, s.plan["shades"][row["status"]])
                s.rating(row["status"], inner, y, wide, h, base)
            for k, (line, indent, bullet) in enumerate(lines):
                if bullet:
                    s.text(inner + ph, base - k * step, "•", s.plain, size)
                s.text(inner + ph + indent, base - k * step, line, s.plain if key else s.bold, size)
            if look["cols"] and key:
                s.rule(inner, s.y, inner, y)
                if at:
                    s.rule(x, s.y, x, y)
        s.rule(s.left, y, s.left + s.width, y)
        s.y = y
    s.rule(s.left, top, s.left + s.width, top)
    if look["outer"] or look["cols"]:
        s.rule(s.left, top, s.left, s.y)
        s.rule(s.left + s.width, top, s.left + s.width, s.y)
    s.y -= look.get("card_gap", 14)


def draw(plan, look, path, heading):
    s = Sheet(plan, look, path)
    size, table = look["size"], None
    for kind, what in flow.blocks(plan, look):
        if kind in ("upright", "banner", "rows") and not table and not look.get("cards"):
            table = Table(s)
        if kind == "title":
            s.paragraph(what, size * 1.5, True, after=6)
        elif kind == "text":
            s.paragraph(what, size)
        elif kind == "lead-in":
            s.paragraph(what, size, keep=6 * size)
        elif kind == "legend":
            s.legend(heading)
        elif kind == "section":
            s.paragraph(what, size * 1.25, True, before=8, keep=8 * size)
        elif kind == "area":
            s.paragraph(what, size * 1.08, True, before=5, keep=8 * size)
        elif kind == "upright":
            table.call(what)
        elif kind == "banner":
            table.banner(what, keep=3 * size)
        elif kind == "rows" and look.get("cards"):
            for row in what[0]:
                card(s, row)
        elif kind == "rows":
            table.rows(what[0])
        elif kind == "close" and table:
            table.close()
            table = None
    s.c.save()
