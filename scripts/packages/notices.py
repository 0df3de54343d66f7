"""The notices: every crate in the program with its licence, and each licence text once."""
from crates import licence_files

HEAD = """What is in tablemend
====================

tablemend is under the MIT or the Apache-2.0 licence, as you choose (LICENSE-MIT, LICENSE-APACHE). It is
compiled from the libraries below and from the Rust standard library (MIT or Apache-2.0). Each of their
licence texts is printed once, under the names of those that it belongs to.
"""


def notices(crates, more=()):
    """The text. `more` are further parts: a name, a licence and its text."""
    lines, texts, without = [HEAD], {}, []
    for crate in crates:
        if crate["source"] is None:
            continue
        name = f"{crate['name']} {crate['version']}"
        licence = crate["license"] or "see its licence text"
        lines.append(f"- {name}: {licence}" + (f", {crate['repository']}" if crate["repository"] else ""))
        found = licence_files(crate)
        for file, text in found:
            texts.setdefault(text, []).append(f"{name} ({file})")
        if not found:
            without.append(f"{name}: {licence}")
    for name, licence, text in more:
        lines.append(f"- {name}: {licence}")
        texts.setdefault(text.strip(), []).append(name)
    if without:
        lines.append("\nThese bring no licence text of their own; the licence that they name applies:\n")
        lines += [f"- {line}" for line in without]
    for text, names in texts.items():
        lines.append("\n" + "-" * 80 + "\n" + "\n".join(names) + "\n\n" + text)
    return "\n".join(lines) + "\n"
