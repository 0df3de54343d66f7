"""The classes of layout. Each draws what a plan of its kind holds and how it looks."""
import look as looks

CLASSES = {}


def layout(*typesetters):
    """Registers a class: a function of rng giving (what the plan holds, its look)."""
    def register(f):
        CLASSES[f.__name__.replace("_", "-")] = (f, typesetters)
        return f
    return register


def dark_or_light(rng):
    """Fill and ink of a header row."""
    if rng.random() < 0.5:
        return {"head_fill": rng.choice(looks.DARKS), "head_ink": "#ffffff"}
    return {"head_fill": rng.choice(looks.GREYS + looks.TINTS), "head_ink": "#000000"}


@layout("weasyprint", "chromium", "canvas", "typst")
def grid(rng):
    """Every cell ruled."""
    return {"merging": True}, looks.base(rng, rows="solid", cols="solid", outer="solid", status=rng.choice(["fill", "fill", "letter", "word", "disc"]),
                                         **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas", "typst")
def row_rules(rng):
    """Rules between rows only, broken beside merged leads."""
    head = dark_or_light(rng) if rng.random() < 0.5 else {"under_head": "solid", "over_head": rng.choice([None, "solid"])}
    return {"merging": True}, looks.base(rng, rows="solid", status=rng.choice(["fill", "fill", "disc", "word", "letter"]), **head)


@layout("weasyprint", "chromium", "canvas", "typst")
def bands(rng):
    """Bands and status fills; no rules, no gaps."""
    return {}, looks.base(rng, band=rng.choice(looks.GREYS + looks.TINTS), status=rng.choice(["fillword", "fillcolourword"]),
                          area_fill=rng.choice([None, "#d0cece", "#c9d7e8"]), band_first=rng.choice([0, 1]), **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas")
def bands_gaps(rng):
    """Bands broken by white between the columns."""
    return {}, looks.base(rng, band=rng.choice(looks.GREYS + looks.TINTS), status=rng.choice(["fill", "fillword", "word"]), gap=rng.choice([2, 3, 4, 5]),
                          area_fill=rng.choice([None, "#d0cece"]), **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas")
def pills(rng):
    """Status as a rounded pill with a white word, on bands or on white."""
    band = rng.choice(looks.GREYS + looks.TINTS)
    return {}, looks.base(rng, band=band, status="pill", gap=rng.choice([0, 2, 3, 4]), rows=rng.choice([None, None, "solid"]), **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas", "typst")
def discs(rng):
    """Coloured discs and row rules."""
    return {"merging": rng.random() < 0.5}, looks.base(rng, rows="solid", under_head="solid", status="disc", disc_glyph=rng.random() < 0.4,
                                                       hyphens=rng.random() < 0.5)


@layout("weasyprint", "chromium", "canvas", "typst")
def open_leading(rng):
    """White space only; wider leading between rows."""
    return {}, looks.base(rng, pad=(0, 5), step=rng.choice([4, 5, 6, 8]), status=rng.choice(["word", "letter", "disc", "colourword"]), area_fill=None,
                          valign="top", under_head=rng.choice([None, "solid"]))


@layout("weasyprint", "chromium", "canvas", "typst")
def open_equal(rng):
    """White space only, and the leading within rows is that between them."""
    return {"bullets": False}, looks.base(rng, pad=(0, 5), head_pad=2, status=rng.choice(["word", "letter", "colourword"]), area_fill=None, valign="top",
                        under_head=rng.choice([None, "solid"]))


@layout("weasyprint", "chromium", "canvas", "typst")
def hairlines(rng):
    """A column of refs, hairlines, status as a bold word."""
    return {"merging": rng.random() < 0.3}, looks.base(rng, ref_own=True, rows="solid", thick=rng.choice([0.1, 0.2, 0.25]), ink=rng.choice(["#000000", "#999999", "#bbbbbb"]),
                          under_head="solid", status="boldword")


@layout("weasyprint", "chromium", "canvas")
def audit_dotted(rng):
    """A tracker of audit recommendations: original and revised dates, dotted grey lines."""
    look = looks.base(rng, ref_own=True, rows="dotted", ink=rng.choice(["#808080", "#a6a6a6"]), under_head=rng.choice(["dotted", "solid"]),
                      status=rng.choice(["word", "boldword", "fillword"]),
                      order=rng.choice([["action", "lead", "original", "due", "comment", "status"], ["action", "lead", "original", "due", "status", "comment"]]))
    look["head_text"].update(action=rng.choice(["Recommendation", "Agreed action", "Agreed management action"]),
                             original=rng.choice(["Original date", "Original due date", "Original target date"]),
                             due=rng.choice(["Revised date", "Revised due date", "Revised target date"]))
    return {"original": True, "tracker": True, "shape": rng.choice(["flat", "sections"]), "date_mix": False}, look


@layout("weasyprint", "chromium", "canvas", "typst")
def column_lines(rng):
    """Outer frame and column lines; no lines between rows."""
    return {}, looks.base(rng, cols="solid", outer="solid", under_head="solid", status=rng.choice(["word", "letter", "disc"]), area_fill=rng.choice([None, "#f2f2f2"]))


@layout("weasyprint", "chromium", "canvas")
def columns_only(rng):
    """Column lines between columns and nothing else."""
    return {}, looks.base(rng, cols="solid", css="table.plan tr > :first-child { border-left: none !important } table.plan tr > :last-child { border-right: none !important }", inner=True,
                          status=rng.choice(["word", "letter", "disc"]), area="heading", section="heading", head_fill=rng.choice([None, "#e7e6e6"]))


@layout("weasyprint", "chromium", "canvas")
def cards(rng):
    """Each action a small table of labels and values."""
    look = looks.base(rng, cards=True, status=rng.choice(["word", "fill", "fillword", "boldword"]), rows="solid", cols=rng.choice(["solid", "solid", None]),
                      outer=rng.choice(["solid", None]), area="heading", section="heading", split=False, ref_own=rng.random() < 0.7,
                      order=rng.choice(looks.ORDERS), label_width=rng.choice([18, 22, 26]), head_fill=rng.choice([None, "#e7e6e6", "#dce6f1"]))
    return {"rows": rng.randint(20, 45)}, look


@layout("weasyprint", "canvas")
def dense_portrait(rng):
    """Portrait, 7 pt; refs and dates wrapped, words hyphenated."""
    return {"forms": ["long", "ordinal", "slash", "month"], "merging": rng.random() < 0.4, "shape": "areas"}, looks.base(
        rng, landscape=False, wraps=True, size=7, ref_own=True, rows="solid", cols=rng.choice(["solid", None]), outer=rng.choice(["solid", None]), under_head="solid",
        hyphens=True, pad=(2, 2), status=rng.choice(["fill", "letter", "disc"]), leading=1.15, area="heading",
        jitter={"ref": 0.55, "action": 1, "due": 0.75, "original": 1, "lead": 0.9, "comment": 1, "status": 0.8})


@layout("weasyprint", "chromium", "canvas", "typst")
def rect_rules(rng):
    """Rules as thin filled rectangles or doubled; rows cut by pages, the header printed once."""
    return {"merging": True}, looks.base(rng, rows=rng.choice(["double", "solid"]), cols=rng.choice(["double", "solid"]), outer="double", under_head="double",
                                         split=True, repeat=False, thick=rng.choice([1.5, 2.25]), status=rng.choice(["fill", "word"]), rects=True)


@layout("weasyprint", "chromium", "canvas")
def tinted_columns(rng):
    """Every second column tinted, no rules."""
    return {}, looks.base(rng, tint=rng.choice(looks.GREYS + looks.TINTS), status=rng.choice(["word", "letter", "disc", "boldword"]), area="heading",
                          section="heading", pad=(rng.choice([3, 4, 5]), 5))


@layout("weasyprint", "chromium")
def tagged_open(rng):
    """TH, TD and RowSpan in the tag tree; nothing drawn."""
    return {"merging": True}, looks.base(rng, tagged=True, status=rng.choice(["word", "disc", "letter", "boldword"]), area_fill=None)


@layout("weasyprint", "chromium", "canvas", "typst")
def header_fill(rng):
    """Only the header row is filled."""
    return {}, looks.base(rng, status=rng.choice(["word", "letter", "disc", "fill"]), pad=(rng.choice([3, 4, 5]), 5), head_fill=rng.choice(looks.DARKS), head_ink="#ffffff")


@layout("weasyprint", "chromium", "canvas", "typst")
def booktabs(rng):
    """A rule over the header, one under it, one at the end."""
    return {}, looks.base(rng, over_head="solid", under_head="solid", closing="solid", status=rng.choice(["word", "letter", "disc"]), pad=(rng.choice([2, 3, 4]), 5),
                          ink="#000000", area_fill=None)


@layout("weasyprint", "chromium", "canvas")
def icons(rng):
    """Drawn tick, disc, triangle, square; the legend says which is which."""
    kind = rng.choice([{"rows": "solid", "under_head": "solid"}, {"rows": "solid", "cols": "solid", "outer": "solid"}, {"band": rng.choice(looks.GREYS)}])
    return {"merging": rng.random() < 0.4 and "rows" in kind}, looks.base(rng, status="icon", legend=rng.choice(["start", "end"]), **kind, **dark_or_light(rng))
