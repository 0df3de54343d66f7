"""How a document looks: everything that typesetters vary and that no reader may rely on."""
import words

FAMILIES = ["Liberation Sans", "Liberation Sans", "Liberation Serif", "DejaVu Sans Condensed", "Noto Sans", "Noto Serif", "Helvetica"]
GREYS = ["#f2f2f2", "#e7e6e6", "#eeeeee", "#f5f5f5"]
TINTS = ["#dce6f1", "#eaf1dd", "#fde9d9", "#e8eef7", "#e2efda", "#f2f2f2", "#e6e0ec"]
DARKS = ["#1f3864", "#244061", "#006072", "#4b2e83", "#1d5e3a", "#404040", "#0b3c5d", "#7a1f3d"]
INKS = ["#000000", "#000000", "#808080", "#bfbfbf", "#4f81bd", "#a6a6a6", "#1f3864"]
ORDERS = [
    ["action", "due", "lead", "comment", "status"], ["action", "lead", "due", "comment", "status"],
    ["action", "lead", "due", "status", "comment"], ["action", "due", "lead", "status", "comment"],
    ["action", "status", "lead", "due", "comment"], ["action", "comment", "lead", "due", "status"],
]
WEIGHTS = {"ref": 6, "action": 31, "due": 12, "original": 11, "lead": 16, "comment": 33, "status": 9, "measure": 15, "cost": 9, "q1": 8, "q2": 8, "q3": 8, "q4": 8}


def base(rng, **given):
    """A look drawn at random; a class fixes what makes it that class."""
    landscape = given.pop("landscape", rng.random() < 0.75)
    size = given.pop("size", None) or rng.choice([8, 8.5, 9, 9, 9.5, 10] if landscape else [7.5, 8, 8.5, 9])
    ref_own = given.pop("ref_own", rng.random() < 0.5)
    order = list(given.pop("order", None) or rng.choice(ORDERS))
    if given.pop("more", rng.random() < 0.25) and landscape and len(order) == 5:
        extra = rng.choice(["measure", "measure", "cost"])
        order.insert(rng.randint(order.index("action") + 1, len(order)), extra)
    if ref_own:
        order.insert(0, "ref")
    look = {
        "family": rng.choice(FAMILIES), "size": size, "leading": round(rng.uniform(1.12, 1.4), 2), "landscape": landscape,
        "margin": (rng.randint(36, 64), rng.randint(34, 70)), "pad": (rng.choice([2, 3, 4, 5]), rng.choice([3, 4, 5, 6])),
        "order": order, "head_text": {k: rng.choice(v) for k, v in words.HEADERS.items()},
        "upper": rng.random() < 0.2, "head_fill": None, "head_ink": "#000000", "head_bold": True, "repeat": rng.random() < 0.75,
        "rows": None, "cols": None, "outer": None, "under_head": None, "over_head": None, "band": None, "gap": 0, "tint": None,
        "status": "fill", "section": "heading", "area": rng.choice(["banner", "heading"]), "area_fill": rng.choice([None, *GREYS, *TINTS]),
        "split": rng.random() < 0.35, "tagged": False, "hyphens": False, "legend": rng.choice(["start", "start", "end", None]),
        "running": rng.choice([None, "title", "org"]), "numbers": rng.choice([None, "Page {n}", "{n}", "Page {n} of {m}", "- {n} -"]),
        "valign": rng.choice(["top", "top", "top", "middle"]), "ref_mark": rng.choice(["", "", "", "."]) if not ref_own else "",
        "area_word": rng.choice(["", "", "Priority area ", "Priority ", "Outcome "]), "ink": rng.choice(INKS), "thick": rng.choice([0.4, 0.5, 0.75, 1.0]),
        "raised": rng.random() < 0.5, "officer": rng.choice(["Accountable officer: ", "Lead officer: ", None]), "status_align": rng.choice(["center", "left"]),
        "widows": rng.random() < 0.2, "jitter": {k: rng.uniform(0.85, 1.2) for k in WEIGHTS}, "lead_sep": rng.choice(["\n", "; ", "; "]), "by_word": rng.random() < 0.4, "justify": rng.random() < 0.15,
    }
    if rng.random() < 0.2:
        look.update(section="banner", area="banner")
    look.update(given)
    if look["upper"]:
        look["head_text"] = {k: v.upper() for k, v in look["head_text"].items()}
    return look


def widths(look):
    """Widths of the columns in per cent, none narrower than its longest word (but where a class wraps those)."""
    raw = [WEIGHTS[k] * look["jitter"][k] for k in look["order"]]
    raw = [100 * w / sum(raw) for w in raw]
    least = [look.get("least", {}).get(k, 0) for k in look["order"]]
    short = sum(max(0, m - w) for m, w in zip(least, raw))
    spare = sum(max(0, w - m) for m, w in zip(least, raw))
    return [m if w <= m else w - (w - m) * short / spare for m, w in zip(least, raw)]


def across(text, look, bold=False):
    """About how wide a text is, in points."""
    wide = 1.13 if "DejaVu" in look["family"] else 1.1 if "Noto" in look["family"] else 1.0
    return sum(0.28 if c in "iljt.,:;'|!fI " else 0.84 if c in "mwMW%" else 0.68 if c.isupper() else 0.54 for c in text) * look["size"] * wide * (1.08 if bold else 1)


def settle(plan, look):
    """Finds the least width of each column of this plan, in per cent of the text's width."""
    page = (841.9 if look["landscape"] else 595.3) - 2 * look["margin"][0]
    least = {}
    for key in look["order"]:
        longest = max((across(w, look, True) for w in look["head_text"][key].split()), default=0)
        for group in plan["groups"]:
            for row in group["rows"]:
                shown = rated(look, row, key)
                text = status_text(look, plan, shown) or "" if shown else cell_text(look, row, key)
                if look["status"] == "pill" and shown:
                    longest = max(longest, across(text, look, True) + 12)
                elif text and not (look.get("wraps") and key in ("ref", "due")):
                    longest = max(longest, max(across(w, look, key == "status") for w in text.split()))
        least[key] = 100 * (longest + 2 * look["pad"][1] + 3 + look["gap"]) / page
    look["least"] = least


def section_text(plan, section):
    label = plan["label"]
    return f"{label} {section['ref']}: {section['title']}" if label else f"{section['ref']}. {section['title']}"


def area_text(look, area):
    return f"{look['area_word']}{area['ref']} {area['title']}"


def officer_text(look, area):
    return look["officer"] + "; ".join(area["accountable_officers"]) if look["officer"] else None


def cell_text(look, row, key):
    """The text of a cell, paragraphs and list items by line; a rating's text is the typesetter's."""
    if key == "ref":
        return row["ref"] or ""
    if key == "action":
        return f"{row['ref']}{look['ref_mark']} {row['action']}" if "ref" not in look["order"] and row["ref"] else row["action"]
    if key in ("due", "original"):
        return row[key]["printed"] or ""
    if key == "lead":
        return "" if row["inherited"] else look["lead_sep"].join(row["lead"])
    if key == "comment":
        return row["comment"] or ""
    if key in ("measure", "cost"):
        return row[key]
    if key.startswith("q") and look.get("quarters") == "text":
        return row["quarters"][int(key[1]) - 1] or ""
    return ""


def rated(look, row, key):
    """The rating that a cell shows, or None where it is a cell of text (or not yet rated)."""
    if key == "status":
        return row["status"]
    if key.startswith("q") and look.get("quarters") == "rating":
        return row["quarters"][int(key[1]) - 1]
    return None


def status_text(look, plan, colour):
    """The word or letter of a rating, or None where it is only a colour or a shape."""
    mode = look["status"]
    if mode in ("word", "boldword", "pill", "fillword"):
        return plan["names"][colour]
    if mode in ("colourword", "fillcolourword"):
        return colour.capitalize()
    if mode in ("letter", "fillletter"):
        return colour[0].upper() if colour != "grey" else "N"
    return None


def head(look, key):
    """What is over a column."""
    return look["head_text"][key]
