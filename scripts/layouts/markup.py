"""Plans as HTML, printed by WeasyPrint or Chromium."""
import html
import logging
import pathlib
import re
import subprocess
import tempfile

import flow
import look as looks

for noisy in ("weasyprint", "fontTools"):
    logging.getLogger(noisy).setLevel(logging.ERROR)

ICONS = {
    "blue": '<path d="M1.5 6.5 L4.5 9.5 L10.5 2" fill="none" stroke="{c}" stroke-width="2"/>',
    "green": '<circle cx="6" cy="6" r="5" fill="{c}"/>',
    "amber": '<path d="M6 1 L11.5 11 L0.5 11 Z" fill="{c}"/>',
    "red": '<rect x="1" y="1" width="10" height="10" fill="{c}"/>',
    "grey": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="{c}" stroke-width="1.5"/>',
}


def esc(text):
    return html.escape(text, quote=False)


def lines(text):
    """Paragraphs and list items of a cell."""
    out, items = [], []
    for line in text.split("\n") + [None]:
        if line is not None and line.startswith("• "):
            items.append(f"<li>{esc(line[2:])}</li>")
            continue
        if items:
            out.append("<ul>" + "".join(items) + "</ul>")
            items = []
        if line is not None:
            out.append(esc(line))
    result = ""
    for i, part in enumerate(out):
        result += ("<br>" if i and not part.startswith("<ul>") and not out[i - 1].startswith("<ul>") else "") + part
    return result


def sign(look, colour):
    """A sign as SVG."""
    if look.get("sign_way") == "edged" and colour in ("green", "amber", "red"):
        return ICONS[colour].replace("/>", ' stroke="#333" stroke-width="0.8"/>')
    if look.get("sign_way") == "strokes" and colour == "blue":
        return '<path d="M1.5 6.5 L4.5 9.5" stroke="{c}" stroke-width="2"/><path d="M4.5 9.5 L10.5 2" stroke="{c}" stroke-width="2"/>'
    return ICONS[colour]


def mark(look, plan, colour):
    """(inside of a status cell, background or None)."""
    shade, mode = plan["shades"][colour], look["status"]
    word = looks.status_text(look, plan, colour)
    light = "#000" if colour in ("amber",) else "#fff"
    if mode in ("fill", "fillword", "fillcolourword", "fillletter"):
        return (f'<span style="color:{light}">{esc(word)}</span>' if word else "", shade)
    if mode == "pill":
        return f'<span class="pill" style="background:{shade};color:{light}">{esc(word)}</span>', None
    if mode == "disc":
        if look.get("disc_glyph"):
            return f'<span style="color:{shade};font-size:140%">●</span>', None
        return f'<span class="disc" style="background:{shade}"></span>', None
    if mode == "icon":
        return f'<svg width="12" height="12" viewBox="0 0 12 12">{sign(look, colour).format(c=look.get("sign_ink") or shade)}</svg>', None
    if mode == "boldword":
        return f"<b>{esc(plan['names'][colour])}</b>", None
    return esc(word or ""), None


def css(look, plan):
    m, (pv, ph) = look["margin"], look["pad"]
    rule = lambda on: f"{look['thick']}pt {on if on in ('dotted', 'dashed', 'double') else 'solid'} {look['ink']}" if on else "none"
    running = {"title": plan["title"], "org": plan["org"], None: None}[look["running"]]
    number = look["numbers"]
    if number:
        number = '"' + number.replace("{n}", '" counter(page) "').replace("{m}", '" counter(pages) "') + '"'
    out = [f"@page {{ size: A4 {'landscape' if look['landscape'] else 'portrait'}; margin: {m[1]}pt {m[0]}pt;"]
    if running:
        out.append(f'@top-left {{ content: "{running}"; font: 8pt "{look["family"]}"; color: #555; }}')
    if number:
        side = look.get("number_side", "center")
        out.append(f'@bottom-{side} {{ content: {number}; font: 8pt "{look["family"]}"; }}')
    out.append("}")
    out.append(f'body {{ font: {look["size"]}pt/{look["leading"]} "{look["family"]}"; margin: 0; {"hyphens: auto;" if look["hyphens"] else ""} -webkit-print-color-adjust: exact; }}')
    out.append("h1 { font-size: 150%; margin: 0 0 8pt } h2 { font-size: 125%; margin: 12pt 0 5pt; break-after: avoid } h3 { font-size: 108%; margin: 9pt 0 4pt; break-after: avoid } p { margin: 0 0 5pt } h1, h2, h3 { hyphens: manual }")
    out.append("ul { margin: 0; padding-left: 10pt }")
    gap = f"border-collapse: separate; border-spacing: {look['gap']}pt 0;" if look["gap"] else "border-collapse: collapse;"
    out.append(f"table.plan {{ width: 100%; table-layout: fixed; {gap} margin-bottom: 10pt; border: {rule(look['outer'])}; }}")
    out.append(f"table.plan td {{ padding: {pv}pt {ph}pt; vertical-align: {look['valign']}; border-bottom: {rule(look['rows'])}; overflow-wrap: break-word }}")
    if look["cols"]:
        out.append(f"table.plan td, table.plan th {{ border-left: {rule(look['cols'])}; border-right: {rule(look['cols'])}; }}")
    head = f"background: {look['head_fill']};" if look["head_fill"] else ""
    out.append(f"table.plan th {{ padding: {max(pv, look.get('head_pad', 0))}pt {ph}pt; text-align: left; vertical-align: {look.get('head_valign', 'middle')}; font-weight: {'bold' if look['head_bold'] else 'normal'}; color: {look['head_ink']}; {head} border-bottom: {rule(look['under_head'])}; border-top: {rule(look['over_head'])}; hyphens: manual }}")
    out.append("table.plan th.group { text-align: center }")
    if not look["repeat"]:
        out.append("table.plan thead { display: table-row-group }")
    if not look["split"]:
        out.append("table.plan tr { break-inside: avoid }")
    elif not look.get("widows"):
        out.append("table.plan { orphans: 1; widows: 1 }")
    if look["tint"]:
        out.append(f"table.plan tr > :nth-child(even) {{ background: {look['tint']} }}")
    if look["band"]:
        out.append(f"tr.odd td {{ background: {look['band']} }}")
    if look.get("closing"):
        out.append(f"table.plan {{ border-bottom: {rule(look['closing'])} }}")
    if look.get("step"):
        out.append(f"table.plan td {{ padding-top: 0; padding-bottom: {look['step']}pt }}")
    fill = f"background: {look['area_fill']};" if look["area_fill"] else ""
    out.append(f"tr.area td {{ font-weight: bold; {fill} hyphens: manual }}")
    out.append(f"td.status {{ text-align: {look['status_align']} }}")
    out.append(f".pill {{ border-radius: {look['size']}pt; padding: 1pt 5pt; white-space: nowrap; {'font-weight: bold' if look['head_bold'] else ''} }}")
    out.append(f".disc {{ display: inline-block; width: {look['size']}pt; height: {look['size']}pt; border-radius: 50% }}")
    out.append("table.key { border-collapse: collapse; margin: 4pt 0 10pt } table.key td { padding: 2pt 6pt; border: %s }" % look.get("key_border", "none"))
    whole = "" if look.get("card_cut") else "break-inside: avoid; "
    out.append(f"div.card {{ {whole}margin-bottom: 12pt }}")
    out.append("div.card tr { break-inside: avoid }")
    if look.get("upright"):
        out.append(f"table.plan td.upright {{ vertical-align: middle; text-align: center; font-weight: bold; border: {rule(look['rows'] or 'solid')}; {'background: ' + look['upright_fill'] if look.get('upright_fill') else ''} }}")
        out.append("td.upright div { writing-mode: vertical-rl; transform: rotate(180deg); margin: 0 auto }")
    return "\n".join(out)


def legend(look, plan, heading):
    rows = []
    if look.get("key_form") == "line":
        parts = "&ensp; ".join(f"{mark(look, plan, colour)[0]} {esc(plan['meanings'][colour])}" for colour in plan["palette"])
        return f"<p><b>{esc(heading)}</b></p><p>{parts}</p>"
    if look.get("key_form") == "named":
        rows = ["<tr><th>Rating</th><th>What it means</th></tr>"]
        for colour in plan["palette"]:
            parts = [mark(look, plan, colour)[0], colour.upper()]
            parts = parts if look["key_order"] == "sign name" else parts[::-1]
            rows.append(f"<tr><td>{' '.join(parts)}</td><td>{esc(plan['meanings'][colour])}</td></tr>")
        return f"<p><b>{esc(heading)}</b></p><table class=\"key\">{''.join(rows)}</table>"
    for colour in plan["palette"]:
        inside, back = mark(look, plan, colour)
        if look["status"] in ("fill", "disc", "icon"):
            name = colour.capitalize() if look["status"] == "fill" else ""
        else:
            name = None
        style = f' style="background:{back}"' if back else ""
        if name and back:
            ink = "#000" if colour == "amber" else "#fff"
            inside = f'<span style="color:{ink}">{name}</span>'
        rows.append(f"<tr><td{style}>{inside}</td><td>{esc(plan['meanings'][colour])}</td></tr>")
    return f"<p><b>{esc(heading)}</b></p><table class=\"key\">{''.join(rows)}</table>"


def row_html(look, plan, row, band):
    cells = []
    for key in look["order"]:
        span = ""
        if key == "lead" and look.get("merge", True):
            if row["inherited"]:
                continue
            span = f' rowspan="{row["span"]}"' if row["span"] > 1 else ""
        shown = looks.rated(look, row, key)
        if shown:
            inside, back = mark(look, plan, shown)
            style = f' style="background:{back}"' if back else ""
            cells.append(f'<td class="status"{style}>{inside}</td>')
        else:
            text = looks.cell_text(look, row, key)
            if key == "lead" and not look.get("merge", True) and row["inherited"]:
                text = look["lead_sep"].join(row["lead"])
            inside = lines(text)
            if look["raised"] and key in ("due", "original"):
                inside = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1<sup>\2</sup>", inside)
            cells.append(f"<td{span}>{inside}</td>")
    return f'<tr class="{"odd" if band else "even"}">{"".join(cells)}</tr>'


def table_open(look):
    beside = 100 * look["size"] * look["upright"] / (700 if look["landscape"] else 480) if look.get("upright") else 0
    cols = (f'<col style="width:{beside:.2f}%">' if beside else "") + "".join(f'<col style="width:{w * (1 - beside / 100):.2f}%">' for w in looks.widths(look))
    scope = ' scope="col"' if look["tagged"] else ""
    over, under, group = f"<th{scope}>{esc(look.get('upright_head') or '')}</th>" if beside else "", "", look.get("head_group")
    for k in look["order"]:
        cell = esc(looks.head(look, k))
        if not group or k not in group[1]:
            over += f"<th{scope}{' rowspan=2' if group else ''}>{cell}</th>"
            continue
        if k == group[1][0]:
            over += f'<th class="group"{scope.replace("col", "colgroup")} colspan="{len(group[1])}">{esc(group[0])}</th>'
        under += f"<th{scope}>{cell}</th>"
    under = f"<tr>{under}</tr>" if group else ""
    return f'<table class="plan"><colgroup>{cols}</colgroup><thead><tr>{over}</tr>{under}</thead><tbody>'


def card(look, plan, row):
    """An action as a small table of labels and values."""
    inside, back = mark(look, plan, row["status"])
    label = lambda key: f"<th>{esc(looks.head(look, key))}</th>"

    def value(key, span=1):
        style = f' style="background:{back}"' if key == "status" and back else ""
        wide = f' colspan="{span}"' if span > 1 else ""
        return f"<td{style}{wide}>{inside if key == 'status' else lines(looks.cell_text(look, row, key))}</td>"

    width = look.get("label_width", 22)
    rows, order = "", list(look["order"])
    if look["card_form"] == "pairs":
        columns = f'<col style="width:{width * 0.7:.0f}%"><col><col style="width:{width * 0.7:.0f}%"><col>'
        short = [k for k in order if k not in ("action", "comment")]
        for key in order:
            if key in ("action", "comment"):
                rows += f"<tr>{label(key)}{value(key, 3)}</tr>"
            elif key in short[::2]:
                at = short.index(key)
                if at + 1 < len(short):
                    rows += f"<tr>{label(key)}{value(key)}{label(short[at + 1])}{value(short[at + 1])}</tr>"
                else:
                    rows += f"<tr>{label(key)}{value(key, 3)}</tr>"
    else:
        columns = f'<col style="width:{width}%"><col>'
        if look["card_form"] == "titled":
            rows = f'<tr class="area"><td colspan="2">{esc(row["ref"] + " " + row["action"])}</td></tr>'
            order = [k for k in order if k not in ("ref", "action")]
        rows += "".join(f"<tr>{label(k)}{value(k)}</tr>" for k in order)
    return f'<div class="card"><table class="plan"><colgroup>{columns}</colgroup>{rows}</table></div>'


def page(plan, look, heading="Key"):
    body, n, opened, beside = [], 0, False, None

    def end_beside():
        """Puts the section's name before the first of its rows, merged down all of them."""
        if beside and len(body) > beside[1]:
            held = body[beside[1]]
            cell = f'<td class="upright" rowspan="{len(body) - beside[1]}"><div>{esc(beside[0])}</div></td>'
            body[beside[1]] = held.replace(">", ">" + cell, 1)

    for kind, what in flow.blocks(plan, look):
        if kind in ("upright", "banner", "rows") and not opened and not look.get("cards"):
            body.append(table_open(look))
            opened, n = True, 0
        if kind == "title":
            body.append(f"<h1>{esc(what)}</h1>")
        elif kind in ("text", "lead-in"):
            body.append(f"<p>{esc(what)}</p>")
        elif kind == "legend":
            body.append(legend(look, plan, heading))
        elif kind in ("section", "area"):
            tag = "h2" if kind == "section" else "h3"
            body.append(f"<{tag}>{esc(what)}</{tag}>")
        elif kind == "upright":
            end_beside()
            beside = (what, len(body))
        elif kind == "banner":
            body.append(f'<tr class="area"><td colspan="{len(look["order"])}">{"<br>".join(map(esc, what))}</td></tr>')
        elif kind == "rows" and look.get("cards"):
            body += [card(look, plan, row) for row in what[0]]
        elif kind == "rows":
            for row in what[0]:
                body.append(row_html(look, plan, row, n % 2 == look.get("band_first", 0)))
                n += 1
        elif kind == "close" and opened:
            end_beside()
            body.append("</tbody></table>")
            opened = False
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{esc(plan["title"])}</title><style>{css(look, plan)}{look.get("css", "")}</style></head><body>{"".join(body)}</body></html>'


def weasyprint(source, path, tagged=False):
    import weasyprint as w
    w.HTML(string=source).write_pdf(str(path), **({"pdf_variant": "pdf/ua-1"} if tagged else {}))


def chromium(source, path, tagged=False):
    with tempfile.TemporaryDirectory() as folder:
        page_file = pathlib.Path(folder, "plan.html")
        page_file.write_text(source, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={path}",
                   *([] if tagged else ["--disable-pdf-tagging"]), page_file.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
