"""A document of a class and a seed: the plan, its look, the typesetter, the truth."""
import random

import classes
import flow
import look as looks
import drawn_table
import markup
import typst_markup
import plan as plans
import platypus
import sheet
import words
import writer


def document(name, seed, path, rows=None, typesetter=None):
    rng = random.Random(f"{name} {seed}")
    build, typesetters = classes.CLASSES[name]
    available = [t for t in typesetters if t in TYPESETTERS]
    chosen = available[seed % len(available)]
    if typesetter:
        available = [t for t in available if t in typesetter.split(",")]
        if not available:
            return None
        chosen = available[seed % len(available)]
    holds, look = build(rng)
    if rows:
        holds["rows"] = rows
    plan = plans.make(rng, **holds)
    flow.settle(plan, look)
    if look["status"] == "letter" and rng.random() < 0.7 and not look["legend"]:
        look["legend"] = "start"
    if look["status"] not in ("word", "boldword") and look["head_text"]["status"].lower() in ("status", "rating") and rng.random() < 0.5:
        look["head_text"]["status"] = rng.choice(["RAG", "BRAG", "RAG rating"])
    looks.settle(plan, look)
    # Typst writes a tag tree unless told not to; most pages of such looks in the world have none.
    look["tree"] = look["tagged"] or random.Random(f"typst {name} {seed}").random() < 0.25
    TYPESETTERS[chosen](plan, look, path, rng.choice(words.LEGEND_TITLES))
    if look.get("turned"):
        lay_down(path, look["turned"])
    truth = plans.truth(plan, look["status"], look["legend"], bool(look.get("sign_ink")) and look.get("key_form") != "named")
    truth["layout"], truth["made_with"] = name, chosen
    return truth


def lay_down(path, turn):
    """Stores upright pages lying on their side, turned back by /Rotate."""
    import pikepdf
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            w, h = [float(v) for v in page.mediabox[2:]]
            matrix = f"0 1 -1 0 {h:.2f} 0" if turn == 90 else f"0 -1 1 0 0 {w:.2f}"
            page.contents_add(f"q {matrix} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ\n")
            page.MediaBox = pikepdf.Array([0, 0, h, w])
            for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if key in page:
                    del page[key]
            page.Rotate = turn
        pdf.save(path)


TYPESETTERS = {
    "platypus": lambda plan, look, path, key: platypus.draw(plan, look, path, key),
    "writer": lambda plan, look, path, key: writer.draw(plan, look, path, key),
    "calc": lambda plan, look, path, key: sheet.draw(plan, look, path, key),
    "typst": lambda plan, look, path, key: typst_markup.draw(plan, look, path, key),
    "canvas": lambda plan, look, path, key: drawn_table.draw(plan, look, path, key),
    "weasyprint": lambda plan, look, path, key: markup.weasyprint(markup.page(plan, look, key), path, look["tagged"]),
    "chromium": lambda plan, look, path, key: markup.chromium(markup.page(plan, look, key), path, look["tagged"]),
}
