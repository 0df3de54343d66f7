"""What is in a plan, before any typesetting: its rows and, from them, its truth."""
import calendar
import datetime

import words

TONE = {"blue": "done", "green": "good", "amber": "risk", "red": "late", "grey": "wait"}


def month_end(year, month):
    return calendar.monthrange(year, month)[1]


def ordinal(day):
    return f"{day}{'th' if 10 <= day % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def iso(year, month, day):
    return datetime.date(year, month, day).isoformat()


def a_date(rng, form, year):
    """(as printed, EDTF, first day, last day) of a date in the document's form."""
    month = rng.randint(1, 12)
    day = rng.choice([month_end(year, month)] * 3 + [15, rng.randint(2, 28)])
    name, short = calendar.month_name[month], calendar.month_abbr[month]
    whole = iso(year, month, day)
    printed = {
        "long": f"{day} {name} {year}", "short": f"{day} {short} {year}", "ordinal": f"{ordinal(day)} {name} {year}",
        "slash": f"{day:02}/{month:02}/{year}", "slash2": f"{day:02}/{month:02}/{year % 100:02}",
        "dot": f"{day:02}.{month:02}.{year}", "dash": f"{day:02}-{short}-{year}",
    }.get(form)
    if printed:
        return printed, whole, whole, whole
    printed = {"month": f"{name} {year}", "mon": f"{short} {year}", "end": f"End {name} {year}"}[form]
    last = iso(year, month, month_end(year, month))
    return printed, f"{year}-{month:02}", last if form == "end" else iso(year, month, 1), last


def completion(printed, edtf, start, end, role="due"):
    dates = [] if edtf is None else [
        {"edtf": edtf, "start": start, "end": end, "role": role, "label": None, "printed": printed}]
    return {"printed": printed, "edtf": edtf, "start": start, "end": end, "dates": dates}


class Writer:
    """Draws sentences; never the same action twice in a plan."""

    def __init__(self, rng, length):
        self.rng, self.length, self.used = rng, length, set()

    def action(self):
        rng = self.rng
        while True:
            parts = [rng.choice(words.VERBS), rng.choice(words.OBJECTS), rng.choice(words.TAILS)]
            text = " ".join(p for p in parts if p)
            if text not in self.used:
                break
        self.used.add(text)
        if rng.random() < 0.25 * self.length:
            text += ". " + rng.choice(words.SECONDS)
        if rng.random() < 0.15 * self.length:
            text += ("" if text.endswith(".") else ".") + " Also " + rng.choice(words.VERBS).lower() + " " + rng.choice(words.OBJECTS) + "."
        return text

    def comment(self, tone):
        rng = self.rng
        if rng.random() < 0.1:
            return None
        text = rng.choice(words.COMMENTS[tone])
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3]) if rng.random() < self.length else 0):
            more = rng.choice(words.MORE)
            if more not in text:
                text += " " + more
        return text

    def points(self, text):
        return "\n".join([text] + ["• " + p for p in self.rng.sample(words.POINTS, self.rng.randint(2, 3))])


def quarter_cells(rng, kind, palette, done, status):
    """What is under the four quarters of which `done` have been reported on."""
    if kind == "rating":
        return [rng.choice(palette) if q < done else None for q in range(4)]
    texts = rng.sample([c for group in words.COMMENTS.values() for c in group], done)
    return texts + [None] * (4 - done)


def make(rng, **want):
    """A plan: `shape` areas, sections or flat; `rows`; `refs`; `statuses`; and so on.

    Gives {title, period, org, intro, legend, groups, records}; a group is a run of rows under one
    heading: {section, area, rows}.
    """
    shape = want.get("shape") or rng.choice(["areas", "areas", "sections", "sections", "flat"])
    refs = want.get("refs") or rng.choice({"areas": ["deep", "deep", "deep", "deepletter"], "sections": ["two", "two", "two", "A", "plain"], "flat": ["plain", "R"]}[shape])
    total = want.get("rows") or rng.choice([rng.randint(25, 60)] * 3 + [rng.randint(60, 150)])
    length = want.get("length", rng.choice([0.4, 0.8, 1.0]))
    write = Writer(rng, length)
    year = rng.randint(2019, 2026)
    month = rng.randint(1, 12)
    org = rng.choice(words.COUNCILS)
    posts = rng.sample(words.POSTS if rng.random() < 0.75 else words.PEOPLE, rng.randint(7, 11))
    forms = rng.sample(want.get("forms") or ["long", "short", "ordinal", "slash", "slash2", "dot", "dash", "month", "mon"],
                       2 if rng.random() < 0.4 else 1)
    if want.get("date_mix", rng.random() < 0.3):
        forms += ["month", "end"]
    open_words, gaps = rng.random() < 0.5, rng.random() < 0.4
    merging = want.get("merging", False)
    bullets = want.get("bullets", rng.random() < 0.4)
    palette = rng.choice([["blue", "green", "amber", "red"], ["green", "amber", "red"], ["blue", "green", "amber", "red", "grey"]])
    label = rng.choice(["Theme", "Workstream", "Objective", "Priority", "Section", ""]) if shape != "flat" else ""
    count = 1 if shape == "flat" else max(1, min(rng.randint(3, 6), total // 5 or 1))
    themes, areas = rng.sample(words.THEMES, count), rng.sample(words.AREAS, len(words.AREAS))
    groups, records, serial = [], [], 0
    for s in range(1, count + 1):
        here = total // count + (s <= total % count)
        section = None
        if shape != "flat":
            section = {"ref": str(s), "title": themes[s - 1],
                       "description": rng.choice(words.SECTION_TEXTS) if rng.random() < 0.4 else None}
        runs = [here]
        if shape == "areas":
            parts = max(1, min(rng.randint(2, 4), here // 3, len(areas) // count))
            runs = [here // parts + (i < here % parts) for i in range(parts)]
        in_section = 0
        for a, size in enumerate(runs, 1):
            area = None
            if shape == "areas":
                area = {"ref": f"{s}.{a}", "section": str(s), "title": areas[(s * 4 + a) % len(areas)],
                        "accountable_officers": [rng.choice(posts)]}
            rows, merged, lead = [], 0, None
            n = 0
            letters = 0
            for k in range(size):
                serial, in_section = serial + 1, in_section + 1
                if refs in ("deep", "deepletter"):
                    if refs == "deepletter" and letters:
                        letters -= 1
                        ref = f"{s}.{a}.{n}{'abc'[last - letters]}"
                    elif refs == "deepletter" and size - k > 3 and rng.random() < 0.2:
                        n, last = n + 1, rng.choice([1, 2])
                        letters = last
                        ref = f"{s}.{a}.{n}a"
                    else:
                        n += 1
                        ref = f"{s}.{a}.{n}"
                elif refs == "two":
                    ref = f"{s}.{in_section}"
                elif refs == "plain":
                    ref = str(serial)
                elif refs == "R":
                    ref = f"R{serial}"
                elif refs == "A":
                    ref = f"{'ABCDEFGH'[s - 1]}{in_section}"
                elif refs == "letters":
                    ref = f"({chr(97 + k)})"
                else:
                    ref = None
                inherited = merged > 0
                if inherited:
                    merged -= 1
                else:
                    lead = [rng.choice(posts)]
                    if rng.random() < 0.12:
                        other = rng.choice(posts)
                        lead += [other] if other not in lead else []
                    merged = rng.randint(1, 3) if merging and rng.random() < 0.22 else 0
                    merged = min(merged, size - k - 1)
                status = rng.choice(palette)
                action, comment = write.action(), write.comment(TONE[status])
                if bullets and comment and rng.random() < 0.15:
                    comment = write.points(comment)
                if gaps and rng.random() < 0.04:
                    due, flags = completion(None, None, None, None), []
                elif open_words and rng.random() < 0.06:
                    due, flags = completion(rng.choice(["Ongoing", "TBC"]), None, None, None), ["date.open"]
                else:
                    due, flags = completion(*a_date(rng, rng.choice(forms), year + rng.choice([0, 0, 1]))), []
                original = None
                if want.get("original"):
                    original = completion(*a_date(rng, forms[0], year - rng.choice([0, 1])))
                quarters = None
                if want.get("quarters"):
                    quarters = quarter_cells(rng, want["quarters"], palette, want["quarters_done"], status)
                    if want["quarters"] == "rating":
                        status = quarters[want["quarters_done"] - 1]
                    else:
                        comment = quarters[want["quarters_done"] - 1]
                rows.append({"measure": rng.choice(words.MEASURES), "cost": rng.choice(words.COSTS), "quarters": quarters, "ref": ref, "action": action, "due": due, "original": original, "lead": lead,
                             "inherited": inherited, "comment": comment, "status": status, "span": 0 if inherited else merged + 1,
                             "flags": flags + (["leads.inherited"] if inherited else [])})
            groups.append({"section": section, "area": area, "rows": rows, "first": a == 1})
    names = {c: rng.choice(words.STATUS_WORDS[c]) for c in palette}
    meanings = {c: rng.choice([m for m in words.MEANINGS[c] if m != names[c]]) for c in palette}
    title = rng.choice(words.TRACKERS if want.get("tracker") else words.TITLES)
    return {
        "org": org, "title": f"{org} {rng.choice(['', '– '])}{title} {rng.choice(['', '– '])}{calendar.month_name[month]} {year}",
        "name": title, "period": f"{year}-{month:02}", "palette": palette, "label": label,
        "intro": rng.sample(words.INTROS, rng.randint(0, 2)), "groups": groups, "note": rng.choice(words.NOTES) if rng.random() < 0.4 else None,
        "meanings": meanings, "names": names,
        "shades": {c: rng.choice(words.SHADES[c]) for c in palette},
        "shape": shape,
    }


def truth(plan, status, legend, one_ink=False):
    """The records as they are to be read. `status` is how the rating is shown: fill, word, letter, shape ...;
    `one_ink` where signs have one colour, so that their form alone says which."""
    actions = []
    for group in plan["groups"]:
        for row in group["rows"]:
            colour, accept = row["status"], {}
            value, printed, evidence = colour, None, {"fill": "fill", "disc": "style"}.get(status, "image")
            if status in ("word", "boldword", "pill", "fillword"):
                printed, evidence = plan["names"][colour], "text"
                value = printed.lower()
                if status not in ("word", "boldword"):
                    accept["status.value"] = [colour]
            elif status in ("colourword", "fillcolourword"):
                printed, evidence = colour.capitalize(), "text"
            elif status in ("letter", "fillletter"):
                printed, evidence = colour[0].upper() if colour != "grey" else "N", "text"
                accept["status.value"] = [printed.lower()]
            elif status == "icon" and one_ink:
                value = plan["meanings"][colour].lower()
            elif status is None:
                value, evidence = None, None
            if row["ref"] and row["ref"].startswith("("):
                accept["ref"] = [row["ref"].strip("()")]
            if row.get("original"):
                accept["completion.edtf"] = [row["due"]["edtf"]]
            actions.append({
                "id": row["ref"], "ref": row["ref"], "ref_printed": row["ref"],
                "section": group["section"]["ref"] if group["section"] else None,
                "priority_area": group["area"]["ref"] if group["area"] else None,
                "action": row["action"], "completion": row["due"],
                "leads": {"printed": None if row["inherited"] else "; ".join(row["lead"]), "people": row["lead"],
                          "inherited": row["inherited"]},
                "commentary": row["comment"],
                "status": {"value": value, "evidence": evidence, "printed": printed},
                "flags": row["flags"], **({"accept": accept} if accept else {}),
            })
    sections, areas = [], []
    for group in plan["groups"]:
        if group["section"] and group["section"] not in sections:
            sections.append(group["section"])
        if group["area"]:
            areas.append(group["area"])
    return {
        "document": {"title": plan["title"], "period": plan["period"], "profile": "action-plan"},
        "legend": [{"status": plan["meanings"][c].lower() if one_ink else c, "meaning": plan["meanings"][c]} for c in plan["palette"]] if legend else [],
        "sections": sections, "priority_areas": areas, "actions": actions,
        "notes": [],
    }
