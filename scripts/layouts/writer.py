"""Plans as flat OpenDocument text, printed by LibreOffice Writer: what leaves most offices."""
import pathlib
import tempfile
from xml.sax.saxutils import escape

import flow
import look as looks
import sheet

NAMES = ("office", "style", "text", "table", "fo", "svg")
URNS = {"office": "office:1.0", "style": "style:1.0", "text": "text:1.0", "table": "table:1.0", "fo": "xsl-fo-compatible:1.0", "svg": "svg-compatible:1.0"}


class Styles:
    """Automatic styles, each made once."""

    def __init__(self):
        self.made = {}

    def get(self, family, kind, **props):
        key = (family, kind, tuple(sorted(props.items())))
        if key not in self.made:
            self.made[key] = f"s{len(self.made)}"
        return self.made[key]

    def xml(self):
        out = []
        for (family, kind, props), name in self.made.items():
            attributes = " ".join(f'{k.replace("__", ":").replace("_", "-")}="{escape(str(v), {chr(34): "&quot;"})}"' for k, v in props)
            out.append(f'<style:style style:name="{name}" style:family="{family}"><style:{kind}-properties {attributes}/></style:style>')
        return "".join(out)


class Document:
    def __init__(self, plan, look):
        self.plan, self.look, self.styles, self.body = plan, look, Styles(), []
        self.n, self.rows, self.tables = 0, None, 0
        self.family = {"Helvetica": "Liberation Sans", "DejaVu Sans Condensed": "DejaVu Sans"}.get(look["family"], look["family"])

    def span(self, text, bold=False, ink=None, scale=1.0):
        name = self.styles.get("text", "text", fo__font_weight="bold" if bold else "normal", fo__color=ink or "#000000",
                               fo__font_size=f"{self.look['size'] * scale:.1f}pt", style__font_name=self.family)
        return f'<text:span text:style-name="{name}">{escape(text)}</text:span>'

    def paragraph(self, inside, **props):
        wide = f"{self.look['leading'] / 1.15 * 100:.0f}%"
        name = self.styles.get("paragraph", "paragraph", **{"fo__line_height": wide, **props})
        return f'<text:p text:style-name="{name}">{inside}</text:p>'

    def say(self, text, scale=1.0, bold=False):
        self.body.append(self.paragraph(self.span(text, bold, scale=scale), fo__margin_top="6pt" if bold else "0pt", fo__margin_bottom="4pt",
                                        fo__keep_with_next="always" if bold else "auto"))

    def paragraphs(self, text, bold=False, ink=None, align="left"):
        out = ""
        for line in text.split("\n"):
            indent = {"fo__margin_left": "10pt", "fo__text_indent": "-8pt"} if line.startswith("• ") else {}
            out += self.paragraph(self.span(line, bold, ink), fo__text_align="center" if align == "center" else "left", **indent)
        return out

    def border(self, kind):
        look = self.look
        style = {"dotted": "dotted", "double": "double"}.get(kind, "solid")
        return f"{max(look['thick'], 1.5 if kind == 'double' else 0):.2f}pt {style} {look['ink']}" if kind else "none"

    def cell(self, inside, fill=None, colspan=1, rowspan=1, pads=None, **edges):
        look = self.look
        pv, ph = look["pad"]
        pv, below = pads or (pv, look.get("step", pv))
        middle = "middle" if look["valign"] == "middle" else "top"
        name = self.styles.get("table-cell", "table-cell", fo__background_color=fill or "transparent", fo__padding_left=f"{ph}pt", fo__padding_right=f"{ph}pt",
                               fo__padding_top=f"{pv}pt", fo__padding_bottom=f"{below}pt", style__vertical_align=middle,
                               **{f"fo__border_{k}": self.border(v) for k, v in edges.items()})
        spans = (f' table:number-columns-spanned="{colspan}"' if colspan > 1 else "") + (f' table:number-rows-spanned="{rowspan}"' if rowspan > 1 else "")
        return f'<table:table-cell table:style-name="{name}"{spans} office:value-type="string">{inside}</table:table-cell>' + "<table:covered-table-cell/>" * (colspan - 1)

    def edges(self, i, top=None, bottom=None):
        look = self.look
        last = i == len(look["order"]) - 1
        outside = look["outer"] or (None if look.get("inner") else look["cols"])
        return {"left": outside if i == 0 else look["cols"], "right": outside if last else None, "top": top, "bottom": bottom}

    def rating(self, colour):
        plan, look = self.plan, self.look
        shade, mode = plan["shades"][colour], look["status"]
        word = looks.status_text(look, plan, colour)
        align = look["status_align"]
        if mode == "disc":
            return self.paragraphs("●", False, shade, align), None
        if mode.startswith("fill"):
            return self.paragraphs(word or "", False, "#000000" if colour == "amber" else "#ffffff", align), shade
        return self.paragraphs(word or "", mode == "boldword", None, align), None

    def open(self):
        look = self.look
        head = ""
        for i, key in enumerate(look["order"]):
            head += self.cell(self.paragraphs(looks.head(look, key), look["head_bold"], look["head_ink"]), look["head_fill"], pads=(max(look["pad"][0], 1.5),) * 2,
                              **self.edges(i, look["over_head"] or look["outer"], look["under_head"] or look["rows"]))
        row = self.row_style()
        head = f'<table:table-row table:style-name="{row}">{head}</table:table-row>'
        self.rows = [f"<table:table-header-rows>{head}</table:table-header-rows>" if look["repeat"] else head]
        self.n = 0

    def row_style(self):
        return self.styles.get("table-row", "table-row", fo__keep_together="auto" if self.look["split"] else "always")

    def close(self):
        if not self.rows:
            return
        look = self.look
        wide = (841.9 if look["landscape"] else 595.3) - 2 * look["margin"][0]
        table = self.styles.get("table", "table", style__width=f"{wide:.1f}pt", table__align="left", table__border_model="collapsing", fo__margin_bottom="8pt")
        columns = "".join(f'<table:table-column table:style-name="{self.styles.get("table-column", "table-column", style__column_width=f"{wide * w / 100:.2f}pt")}"/>' for w in looks.widths(look))
        self.tables += 1
        self.body.append(f'<table:table table:name="T{self.tables}" table:style-name="{table}">{columns}{"".join(self.rows)}</table:table>')
        self.rows = None

    def banner(self, texts):
        look = self.look
        side = look["outer"] or look["cols"]
        inside = "".join(self.paragraphs(t, True) for t in texts)
        self.rows.append(f'<table:table-row table:style-name="{self.row_style()}">'
                         + self.cell(inside, look["area_fill"], len(look["order"]), pads=(max(look["pad"][0], 1),) * 2, left=side, right=side, top=None, bottom=look["rows"]) + "</table:table-row>")

    def row(self, row, final):
        look = self.look
        band = look["band"] if self.n % 2 == look.get("band_first", 0) else None
        self.n += 1
        cells = ""
        end = look["rows"] or (look.get("closing") or look["outer"] if final else None)
        for i, key in enumerate(look["order"]):
            if key == "lead" and row["inherited"]:
                cells += "<table:covered-table-cell/>"
                continue
            fill = band or (look["tint"] if i % 2 else None)
            if key == "status":
                inside, back = self.rating(row["status"])
                fill = back or fill
            else:
                inside = self.paragraphs(looks.cell_text(look, row, key))
            cells += self.cell(inside, fill, rowspan=row["span"] if key == "lead" else 1, **self.edges(i, None, end))
        self.rows.append(f'<table:table-row table:style-name="{self.row_style()}">{cells}</table:table-row>')

    def xml(self, running, number):
        look = self.look
        m = look["margin"]
        w, h = (841.9, 595.3) if look["landscape"] else (595.3, 841.9)
        foot = ""
        if number:
            parts = number.replace("{n}", "<text:page-number/>").replace("{m}", "<text:page-count/>")
            foot = f'<style:footer><text:p text:style-name="foot">{parts}</text:p></style:footer>'
        head = f"<style:header><text:p>{escape(running)}</text:p></style:header>" if running else ""
        around = '<style:header-style><style:header-footer-properties fo:margin-bottom="8pt"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top="8pt"/></style:footer-style>'
        spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{URNS[n]}"' for n in NAMES)
        face = f'<office:font-face-decls><style:font-face style:name="{self.family}" svg:font-family="&apos;{self.family}&apos;"/></office:font-face-decls>'
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">{face}
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="{self.family}" fo:font-size="8pt" fo:language="en" fo:country="GB" fo:hyphenate="false"/></style:default-style>
<style:style style:name="foot" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style></office:styles>
<office:automatic-styles>{self.styles.xml()}<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="{w}pt" fo:page-height="{h}pt" fo:margin-top="{m[1]}pt" fo:margin-bottom="{m[1]}pt" fo:margin-left="{m[0]}pt" fo:margin-right="{m[0]}pt"/>{around}</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">{head}{foot}</style:master-page></office:master-styles>
<office:body><office:text>{''.join(self.body)}</office:text></office:body></office:document>"""


def source(plan, look, heading):
    d = Document(plan, look)

    def legend():
        d.say(heading, 1, True)
        rows = []
        for colour in plan["palette"]:
            inside, back = d.rating(colour)
            if look["status"] == "fill":
                inside = d.paragraphs(colour.capitalize(), False, "#000000" if colour == "amber" else "#ffffff")
            rows.append(f"<table:table-row>{d.cell(inside, back, pads=(2, 2))}{d.cell(d.paragraphs(plan['meanings'][colour]), pads=(2, 2))}</table:table-row>")
        table = d.styles.get("table", "table", style__width="250pt", table__align="left", fo__margin_bottom="8pt")
        columns = "".join(f'<table:table-column table:style-name="{d.styles.get("table-column", "table-column", style__column_width=w)}"/>' for w in ("70pt", "180pt"))
        d.body.append(f'<table:table table:name="Key" table:style-name="{table}">{columns}{"".join(rows)}</table:table>')

    for kind, what in flow.blocks(plan, look):
        if kind in ("banner", "rows") and not d.rows:
            d.open()
        if kind in ("title", "section", "area"):
            d.say(what, {"title": 1.5, "section": 1.25, "area": 1.08}[kind], True)
        elif kind in ("text", "lead-in"):
            d.say(what)
        elif kind == "legend":
            legend()
        elif kind == "banner":
            d.banner(what)
        elif kind == "rows":
            rows, last = what
            for row in rows:
                d.row(row, last and row is rows[-1])
        elif kind == "close":
            d.close()
    return d.xml({"title": plan["title"], "org": plan["org"], None: None}[look["running"]], look["numbers"])


def draw(plan, look, path, heading):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "plan.fodt")
        file.write_text(source(plan, look, heading), encoding="utf-8")
        sheet.soffice(file, path)
