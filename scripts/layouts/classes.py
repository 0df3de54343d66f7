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


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def grid(rng):
    """Every cell ruled."""
    return {"merging": True}, looks.base(rng, rows="solid", cols="solid", outer="solid", status=rng.choice(["fill", "fill", "letter", "fillletter", "fillword", "word", "disc"]),
                                         **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def row_rules(rng):
    """Rules between rows only, broken beside merged leads."""
    head = dark_or_light(rng) if rng.random() < 0.5 else {"under_head": "solid", "over_head": rng.choice([None, "solid"])}
    return {"merging": True}, looks.base(rng, rows="solid", status=rng.choice(["fill", "fill", "fillletter", "disc", "word", "letter"]), **head)


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def bands(rng):
    """Bands and status fills; no rules, no gaps."""
    return {}, looks.base(rng, band=rng.choice(looks.GREYS + looks.TINTS), status=rng.choice(["fillword", "fillword", "fillcolourword", "fillletter"]),
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


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def discs(rng):
    """Coloured discs and row rules."""
    return {"merging": rng.random() < 0.5}, looks.base(rng, rows="solid", under_head="solid", status="disc", disc_glyph=rng.random() < 0.4,
                                                       hyphens=rng.random() < 0.5)


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def open_leading(rng):
    """White space only; wider leading between rows."""
    return {}, looks.base(rng, pad=(0, 5), step=rng.choice([4, 5, 6, 8]), status=rng.choice(["word", "letter", "disc", "colourword"]), area_fill=None,
                          valign="top", under_head=rng.choice([None, "solid"]))


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def open_equal(rng):
    """White space only, and the leading within rows is that between them."""
    return {"bullets": False}, looks.base(rng, pad=(0, 5), head_pad=2, status=rng.choice(["word", "letter", "colourword"]), area_fill=None, valign="top",
                        under_head=rng.choice([None, "solid"]))


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
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


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
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
    look = looks.base(rng, cards=True, card_form=rng.choice(["list", "list", "pairs", "titled"]), status=rng.choice(["word", "fill", "fillword", "boldword"]), rows="solid", cols=rng.choice(["solid", "solid", None]),
                      outer=rng.choice(["solid", None]), area="heading", section="heading", split=False, ref_own=True, more=False,
                      order=rng.choice(looks.ORDERS), label_width=rng.choice([18, 22, 26]), head_fill=rng.choice([None, "#e7e6e6", "#dce6f1"]))
    wanted = {"rows": rng.randint(20, 45)}
    look["card_cut"] = rng.random() < 0.5
    return wanted, look


@layout("weasyprint", "canvas")
def dense_portrait(rng):
    """Portrait, 7 pt; refs and dates wrapped, words hyphenated."""
    return {"forms": ["long", "ordinal", "slash", "month"], "merging": rng.random() < 0.4, "shape": "areas"}, looks.base(
        rng, landscape=False, wraps=True, size=7, ref_own=True, rows="solid", cols=rng.choice(["solid", None]), outer=rng.choice(["solid", None]), under_head="solid",
        hyphens=True, pad=(2, 2), status=rng.choice(["fill", "letter", "disc"]), leading=1.15, area="heading",
        jitter={"ref": 0.55, "action": 1, "due": 0.75, "original": 1, "lead": 0.9, "comment": 1, "status": 0.8})


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
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


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def header_fill(rng):
    """Only the header row is filled."""
    return {}, looks.base(rng, status=rng.choice(["word", "letter", "disc", "fill"]), pad=(rng.choice([3, 4, 5]), 5), head_fill=rng.choice(looks.DARKS), head_ink="#ffffff")


@layout("weasyprint", "chromium", "canvas", "typst", "writer", "platypus")
def booktabs(rng):
    """A rule over the header, one under it, one at the end."""
    return {}, looks.base(rng, over_head="solid", under_head="solid", closing="solid", status=rng.choice(["word", "letter", "disc"]), pad=(rng.choice([2, 3, 4]), 5),
                          ink="#000000", area_fill=None)


@layout("weasyprint", "chromium", "canvas")
def icons(rng):
    """Drawn tick, disc, triangle, square; the legend says which is which."""
    kind = rng.choice([{"rows": "solid", "under_head": "solid"}, {"rows": "solid", "cols": "solid", "outer": "solid"}, {"band": rng.choice(looks.GREYS)}])
    wanted, look = {"merging": rng.random() < 0.4 and "rows" in kind}, looks.base(rng, status="icon", legend=rng.choice(["start", "end"]), **kind, **dark_or_light(rng))
    # Signs of one colour can be told by their form alone; a key may be a line of text.
    look["sign_ink"], look["key_form"] = rng.choice([None, None, "#000000", "#404040", "#1f3864"]), rng.choice(["table", "table", "line", "named"])
    # How signs are drawn is the author's choice: strokes or outlines, with an edge, through a clip.
    look["sign_way"] = rng.choice([None, None, "strokes", "edged", "clipped"])
    look["key_order"] = rng.choice(["sign name", "name sign"])
    return wanted, look


def sheet(rng, **given):
    look = looks.base(rng, section="banner", area="banner", status=rng.choice(["word", "fillword", "colourword", "fillletter"]), ref_own=True, more=False, landscape=rng.random() < 0.6,
                      over_first=rng.random() < 0.65, legend=None, order=rng.choice(looks.ORDERS[:4]), officer=None, **given)
    look["chars"] = {"ref": 7, "action": rng.choice([38, 45, 52]), "due": 16, "lead": rng.choice([20, 24]), "comment": rng.choice([45, 55, 62]), "status": 12}
    wanted = {"rows": rng.randint(20, 50), "bullets": False, "shape": rng.choice(["sections", "flat", "sections", "areas"])}
    # Habits of people who make sheets: banners merged over all columns, the ref repeated on the pages beside.
    look["merged_banners"], look["repeat_refs"] = rng.random() < 0.4, rng.random() < 0.3
    wanted["merging"] = rng.random() < 0.4
    # Cells left as they come sit at the bottom of their row.
    look["valign"] = rng.choice(["top", "top", "bottom", "middle"])
    if rng.random() < 0.4:
        look.update(section="beside", theme=rng.choice(["each", "each", "once", "merged"]), theme_head=rng.choice(["Theme", "Priority", "Section", "Objective", "Workstream"]))
        look["chars"]["theme"] = 18
        wanted["shape"] = "sections"
    if rng.random() < 0.3:
        wanted["rows"] = rng.randint(100, 170)
    # Heights as people set them: by lines of the program's usual height, or as tight as may be.
    look["row_extra"] = rng.choice([3, 3, 0, 6])
    if rng.random() < 0.3 and look["size"] <= 9.5:
        look["row_points"] = 15
    if rng.random() < 0.4:
        look["fit"] = 2
    if rng.random() < 0.4:
        look["below"] = ["", "Notes", "Ratings are those agreed by the board.", "Dates in italics have been changed since the last report."][:rng.randint(2, 4)]
    if rng.random() < 0.3 and look["order"][-1] != "status":
        look["status"] = "fill"
    look["key_at"], look["key_form"] = rng.choice([None, None, "top", "below"]), rng.choice(["cells", "lines"])
    if look["key_at"]:
        look["legend"] = "start"
    wanted["bullets"] = rng.random() < 0.4
    return wanted, look


@layout("calc")
def calc_across(rng):
    """A worksheet printed over two pages across, with grid lines."""
    return sheet(rng, rows="solid", cols="solid", **dark_or_light(rng))


@layout("calc")
def calc_bare(rng):
    """A worksheet printed over two pages across, without grid lines."""
    return sheet(rng, **(dark_or_light(rng) if rng.random() < 0.5 else {}))


@layout("canvas", "chromium", "typst")
def sideways(rng):
    """Pages stored lying down and turned by /Rotate; the section's name written upwards down the first column."""
    look = looks.base(rng, landscape=True, turned=rng.choice([90, 270]), upright=rng.choice([2.2, 2.8, 3.4]), section="upright", area="banner", legend=rng.choice(["start", "end", None]),
                      upright_again=rng.random() < 0.5, upright_fill=rng.choice([None, *looks.TINTS]), rows="solid", cols=rng.choice(["solid", "solid", None]), repeat=True,
                      status=rng.choice(["fill", "word", "disc", "letter"]), split=rng.random() < 0.3, **dark_or_light(rng))
    look["outer"] = look["cols"]
    # What is over the names, where anything does.
    look["upright_head"] = rng.choice([None, None, "Theme", "Priority", "Section", "Area"])
    return {"shape": rng.choice(["sections", "areas"]), "merging": rng.random() < 0.5}, look


@layout("canvas", "weasyprint", "chromium")
def rotated_pages(rng):
    """A full grid on pages turned by /Rotate."""
    return {"merging": True}, looks.base(rng, landscape=True, turned=rng.choice([90, 270]), rows="solid", cols="solid", outer="solid", status=rng.choice(["fill", "word"]),
                                         **dark_or_light(rng))


@layout("weasyprint", "chromium", "canvas")
def quarters(rng):
    """A header of two rows, one of its columns over four quarters."""
    kind = rng.choice(["rating", "text"])
    keys = ["q1", "q2", "q3", "q4"]
    order = rng.choice([["action", "lead", "due"], ["action", "due", "lead"]]) + keys
    order += [rng.choice(["comment"])] if kind == "rating" else ["status"]
    ruled = rng.random() < 0.6
    look = looks.base(rng, landscape=True, size=rng.choice([7.5, 8, 8.5]), quarters=kind, order=order, ref_own=rng.random() < 0.6, rows="solid", cols="solid" if ruled else None, outer="solid" if ruled else None,
                      under_head="solid", status=rng.choice(["fill", "letter", "colourword"]) if kind == "rating" else rng.choice(["fill", "word"]),
                      head_group=(rng.choice(["Progress", "Progress by quarter", "Quarterly progress"]) if kind == "text" else rng.choice(["RAG rating", "RAG", "BRAG status"]), keys),
                      **(dark_or_light(rng) if rng.random() < 0.6 else {}))
    style = rng.choice(["Q{n}", "Qtr {n}", "Quarter {n}", "Q{n} 2024/25"])
    look["head_text"].update({f"q{n}": style.format(n=n) for n in (1, 2, 3, 4)})
    if kind == "text":
        look["jitter"].update(q1=1.7, q2=1.7, q3=1.7, q4=1.7)
    return {"quarters": kind, "quarters_done": rng.randint(1, 4), "bullets": False, "merging": rng.random() < 0.3, "rows": rng.randint(20, 50)}, look


def of_any(rng):
    """A look of any class that every typesetter of running tables can print."""
    return rng.choice([grid, row_rules, bands, discs, open_leading, hairlines, header_fill, booktabs, column_lines])(rng)


@layout("canvas", "weasyprint", "writer", "platypus", "typst")
def short(rng):
    """One page with a few actions."""
    holds, look = of_any(rng)
    return {**holds, "rows": rng.randint(3, 8), "shape": rng.choice(["flat", "sections", "areas"])}, look


@layout("canvas")
def last_row_alone(rng):
    """The last row of a table alone on its page, without a header or with one."""
    holds, look = of_any(rng)
    look.update(orphan=True, section="heading", area="banner")
    return {**holds, "rows": rng.randint(20, 40), "shape": rng.choice(["flat", "sections"])}, look


@layout("weasyprint", "canvas", "typst", "platypus")
def letter_refs(rng):
    """Refs (a), (b), (c), anew under every heading."""
    holds, look = of_any(rng)
    if "ref" not in look["order"]:
        look["order"].insert(0, "ref")
    return {**holds, "refs": "letters", "shape": rng.choice(["sections", "areas"]), "rows": rng.randint(20, 50)}, look


@layout("canvas", "typst", "platypus")
def long(rng):
    """Dozens of pages."""
    holds, look = of_any(rng)
    return {**holds, "rows": rng.randint(250, 450)}, look
