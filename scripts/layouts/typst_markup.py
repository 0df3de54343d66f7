"""Plans typeset by Typst."""
import flow
import look as looks


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def content(text, bold=False, ink=None):
    """A cell's text as Typst content: paragraphs by line, list items as a list."""
    out, items = [], []
    weight = ', weight: "bold"' if bold else ""
    fill = f', fill: rgb("{ink}")' if ink else ""
    piece = lambda t: f"#text({quote(t)}{weight}{fill})"
    for line in text.split("\n") + [None]:
        if line is not None and line.startswith("• "):
            items.append(f"[{piece(line[2:])}]")
            continue
        if items:
            out.append(f"#list({', '.join(items)})")
            items = []
        if line is not None:
            out.append(piece(line) if line else "")
    result = ""
    for i, part in enumerate(out):
        result += (" #linebreak() " if i and not part.startswith("#list") and not out[i - 1].startswith("#list") else "") + part
    return f"[{result}]"


def rating(look, plan, colour):
    shade, mode, size = plan["shades"][colour], look["status"], look["size"]
    word = looks.status_text(look, plan, colour)
    light = "#000000" if colour == "amber" else "#ffffff"
    if mode == "disc":
        if look.get("disc_glyph"):
            return f'[#text(fill: rgb("{shade}"))[●]]', None
        return f'[#box(circle(radius: {0.42 * size:.1f}pt, fill: rgb("{shade}")))]', None
    if mode == "pill":
        return f'[#box(fill: rgb("{shade}"), radius: {size / 2}pt, inset: (x: 5pt, y: 2pt)){content(word, True, light)}]', None
    if mode.startswith("fill"):
        return content(word or "", ink=light), shade
    return content(word or "", mode == "boldword"), None


def rule(look, kind):
    dash = f', dash: "{kind}"' if kind in ("dotted", "dashed") else ""
    return f'stroke(thickness: {look["thick"]}pt, paint: rgb("{look["ink"]}"){dash})' if kind else "none"


class Writer:
    def __init__(self, plan, look):
        self.plan, self.look, self.out, self.n, self.table, self.name = plan, look, [], 0, None, None

    def open(self):
        look = self.look
        pv, ph = look["pad"]
        half = (look["leading"] - 1) * look["size"] / 2
        below = look.get("step", pv) + half
        widths = ", ".join(f"{w:.2f}fr" for w in looks.widths(look))
        align = "horizon" if look["valign"] == "middle" else "top"
        head = []
        if look.get("upright"):
            widths = f"{look['size'] * look['upright']:.1f}pt, " + widths
            fill = f'fill: rgb("{look["head_fill"]}"), ' if look["head_fill"] else ""
            head.append(f"table.cell({fill}stroke: (bottom: {rule(look, look['under_head'] or look['rows'])})){content(look.get('upright_head') or '', look['head_bold'], look['head_ink'])}")
        for i, key in enumerate(look["order"]):
            fill = f'fill: rgb("{look["head_fill"]}"), ' if look["head_fill"] else ""
            edges = f"left: {self.edge(i, 0)}, right: {self.edge(i, 1)}, top: {rule(look, look['over_head'] or look['outer'])}, bottom: {rule(look, look['under_head'] or look['rows'])}"
            head.append(f"table.cell({fill}inset: (x: {ph}pt, y: {max(pv, look.get('head_pad', 0), 1.5)}pt), stroke: ({edges})){content(looks.head(look, key), look['head_bold'], look['head_ink'])}")
        self.table = [f"#table(columns: ({widths}), inset: (x: {ph}pt, top: {pv + half:.2f}pt, bottom: {below:.2f}pt), stroke: none, align: {align} + left,",
                      f"table.header(repeat: {'true' if look['repeat'] else 'false'}, {', '.join(head)}),"]
        self.n = 0

    def edge(self, i, right):
        look = self.look
        last = i == len(look["order"]) - 1
        outside = last if right else i == 0
        return rule(look, look["outer"] or (None if look.get("inner") else look["cols"])) if outside else rule(look, look["cols"])

    def call(self, name):
        """The section whose name is upwards beside the rows from here on, in a cell merged down all of them."""
        self.end_name()
        self.name = (name, len(self.table), self.n)
        self.table.append("")

    def end_name(self):
        if not self.name:
            return
        (name, at, n), look = self.name, self.look
        fill = f'fill: rgb("{look["upright_fill"]}"), ' if look.get("upright_fill") else ""
        rows = self.n - n + sum(1 for t in self.table[at:] if t.startswith("table.cell(colspan"))
        self.table[at] = (f"table.cell(rowspan: {rows}, {fill}stroke: {rule(look, look['rows'] or 'solid')}, inset: 2pt, align: center + horizon)"
                          f"[#rotate(-90deg, reflow: true)[#text({quote(name)}, weight: \"bold\")]],")
        self.name = None

    def close(self):
        self.end_name()
        if self.table:
            end = self.look.get("closing") or self.look["outer"]
            if end:
                self.table.append(f"table.hline(stroke: {rule(self.look, end)}),")
            self.out += self.table + [")"]
        self.table = None

    def banner(self, texts):
        look = self.look
        fill = f'fill: rgb("{look["area_fill"]}"), ' if look["area_fill"] else ""
        side = rule(look, look["outer"] or look["cols"])
        self.table.append(f"table.cell(colspan: {len(look['order'])}, {fill}stroke: (bottom: {rule(look, look['rows'])}, left: {side}, right: {side}), breakable: false)"
                          f"[{' #linebreak() '.join(f'#text({quote(t)}, weight: {chr(34)}bold{chr(34)})' for t in texts)}],")

    def row(self, row):
        look, plan = self.look, self.plan
        band = look["band"] if self.n % 2 == look.get("band_first", 0) else None
        self.n += 1
        for i, key in enumerate(look["order"]):
            options = [f"stroke: (left: {self.edge(i, 0)}, right: {self.edge(i, 1)}, bottom: {rule(look, look['rows'])})",
                       f"breakable: {'true' if look['split'] else 'false'}"]
            fill = band or (look["tint"] if i % 2 else None)
            if key == "lead" and row["inherited"]:
                continue
            if key == "lead" and row["span"] > 1:
                options.append(f"rowspan: {row['span']}")
            if key == "status":
                inside, back = rating(look, plan, row["status"])
                fill = back or fill
                options.append(f"align: {'center' if look['status_align'] == 'center' else 'left'} + {'horizon' if look['valign'] == 'middle' else 'top'}")
            else:
                inside = content(looks.cell_text(look, row, key))
            if fill:
                options.append(f'fill: rgb("{fill}")')
            self.table.append(f"table.cell({', '.join(options)}){inside},")


def source(plan, look, heading):
    w = Writer(plan, look)
    m = look["margin"]
    family = {"Helvetica": "Liberation Sans", "DejaVu Sans Condensed": "DejaVu Sans"}.get(look["family"], look["family"])
    running = {"title": plan["title"], "org": plan["org"], None: None}[look["running"]]
    number = look["numbers"]
    if number:
        number = number.replace("{n}", '#counter(page).display("1")').replace("{m}", "#context counter(page).final().first()")
        number = f"[#align(center)[#text(size: 8pt)[{number.replace('- ', '– ') if number.startswith('- ') else number}]]]"
    size = look["size"]
    w.out += [
        f'#set document(title: {quote(plan["title"])}, date: none)',
        f'#set page(paper: "a4", flipped: {"true" if look["landscape"] else "false"}, margin: (x: {m[0]}pt, y: {m[1]}pt), header: {content(running, ink="#555555") if running else "none"}, footer: {"context " + number if number else "none"})',
        f'#set text(font: "{family}", size: {size}pt, top-edge: 0.8em, bottom-edge: -0.2em, lang: "en", region: "GB", hyphenate: {"true" if look["hyphens"] else "false"})',
        f'#set par(leading: {(look["leading"] - 1) * size:.2f}pt, spacing: {(look["leading"] - 1) * size:.2f}pt, justify: {"true" if look.get("justify") else "false"})',
    ]
    say = lambda text, scale, bold: w.out.append(f"#block(sticky: {'true' if bold else 'false'}, above: {6 if bold else 4}pt, below: {5 if bold else 4}pt)[#text(size: {size * scale:.1f}pt{', weight: ' + chr(34) + 'bold' + chr(34) if bold else ''}, {quote(text)})]")

    def legend():
        say(heading, 1, True)
        cells = []
        for colour in plan["palette"]:
            inside, back = rating(look, plan, colour)
            if look["status"] == "fill":
                inside = content(colour.capitalize(), ink="#000000" if colour == "amber" else "#ffffff")
            fill = f'fill: rgb("{back}")' if back else ""
            cells.append(f"table.cell({fill}){inside}, {content(plan['meanings'][colour])}")
        w.out.append(f"#table(columns: 2, stroke: none, inset: 3pt, {', '.join(cells)})")

    for kind, what in flow.blocks(plan, look):
        if kind in ("upright", "banner", "rows") and not w.table:
            w.open()
        if kind in ("title", "section", "area"):
            say(what, {"title": 1.5, "section": 1.25, "area": 1.08}[kind], True)
        elif kind in ("text", "lead-in"):
            say(what, 1, False)
        elif kind == "legend":
            legend()
        elif kind == "upright":
            w.call(what)
        elif kind == "banner":
            w.banner(what)
        elif kind == "rows":
            for row in what[0]:
                w.row(row)
        elif kind == "close":
            w.close()
    return "\n".join(w.out) + "\n"


def draw(plan, look, path, heading):
    import typst
    text = source(plan, look, heading)
    typst.compile(text.encode("utf-8"), output=str(path), pdf_tags=look["tree"])
