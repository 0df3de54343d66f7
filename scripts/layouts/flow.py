"""The order in which a plan is set, the same for all typesetters."""
import look as looks


def settle(plan, look):
    """Takes out of the plan what this look does not print, so that nobody is asked for it."""
    for group in plan["groups"]:
        if group["section"] and look["section"] != "heading":
            group["section"]["description"] = None
        if group["area"] and not look["officer"]:
            group["area"]["accountable_officers"] = []


def blocks(plan, look):
    """(kind, what) in order: title, text, lead-in, legend, close, section, area, upright, beside, banner, rows.

    `close` ends the table that is open; `banner` and `rows` open one where none is; what `rows` has is the
    rows of a group and whether they are the document's last.
    """
    yield "title", plan["title"]
    for text in plan["intro"]:
        yield "text", text
    if look["legend"] == "start":
        yield "legend", None
    for g, group in enumerate(plan["groups"]):
        section, area, banners = group["section"], group["area"], []
        if section and group["first"]:
            name = looks.section_text(plan, section)
            if look["section"] == "heading":
                yield "close", None
                yield "section", name
                if section["description"]:
                    yield "lead-in", section["description"]
            elif look["section"] in ("upright", "beside"):
                yield look["section"], name
            else:
                banners.append([name])
        if area:
            officer = looks.officer_text(look, area)
            if look["area"] == "heading":
                yield "close", None
                yield "area", looks.area_text(look, area)
                if officer:
                    yield "lead-in", officer
            else:
                banners.append([looks.area_text(look, area)] + ([officer] if officer else []))
        for lines in banners:
            yield "banner", lines
        yield "rows", (group["rows"], g + 1 == len(plan["groups"]))
    yield "close", None
    if look["legend"] == "end":
        yield "legend", None
    if plan["note"]:
        yield "text", plan["note"]
