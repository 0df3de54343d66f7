"""A document of a class and a seed: the plan, its look, the typesetter, the truth."""
import random

import classes
import look as looks
import drawn
import markup
import typst_markup
import plan as plans
import words


def document(name, seed, path, rows=None, typesetter=None):
    rng = random.Random(f"{name} {seed}")
    build, typesetters = classes.CLASSES[name]
    available = [t for t in typesetters if t in TYPESETTERS]
    chosen = available[seed % len(available)]
    if typesetter:
        if typesetter not in available:
            return None
        chosen = typesetter
    holds, look = build(rng)
    if rows:
        holds["rows"] = rows
    plan = plans.make(rng, **holds)
    if plan["shape"] != "areas" or not look["officer"]:
        for group in plan["groups"]:
            if group["area"]:
                group["area"]["accountable_officers"] = []
    if look["status"] == "letter" and rng.random() < 0.7 and not look["legend"]:
        look["legend"] = "start"
    if look["status"] not in ("word", "boldword") and look["head_text"]["status"].lower() in ("status", "rating") and rng.random() < 0.5:
        look["head_text"]["status"] = rng.choice(["RAG", "BRAG", "RAG rating"])
    looks.settle(plan, look)
    TYPESETTERS[chosen](plan, look, path, rng.choice(words.LEGEND_TITLES))
    truth = plans.truth(plan, look["status"], look["legend"])
    truth["layout"], truth["made_with"] = name, chosen
    return truth


TYPESETTERS = {
    "typst": lambda plan, look, path, key: typst_markup.draw(plan, look, path, key),
    "canvas": lambda plan, look, path, key: drawn.draw(plan, look, path, key),
    "weasyprint": lambda plan, look, path, key: markup.weasyprint(markup.page(plan, look, key), path, look["tagged"]),
    "chromium": lambda plan, look, path, key: markup.chromium(markup.page(plan, look, key), path, look["tagged"]),
}
