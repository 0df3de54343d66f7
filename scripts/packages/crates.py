"""What is compiled into the program: its crates, with their licences, hashes and licence texts."""
import json
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Files that hold a licence, or what must be told with it.
LICENCES = re.compile(r"^(un)?licen[sc]e|^copying|^copyright|^notice|^ofl", re.IGNORECASE)
# Folders of a crate that are no part of the program.
ASIDE = {"tests", "test", "benches", "examples", "fuzz", "doc", "docs", "target", "programs", "contrib"}


def compiled(package, target):
    """The crates that a package is compiled from for a target, itself first, and what each of them needs."""
    told = json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", target))
    # Metadata has every feature that any package of the workspace asks for; the tree has those of this one. What only builds
    # or tests a crate, and macros that the compiler runs, are not in the program.
    tree = cargo("tree", "-p", package, "-e", "normal,no-proc-macro", "--target", target, "--prefix", "none",
                 "-f", "{p}")
    there = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    chosen = [one for one in told["packages"] if (one["name"], "v" + one["version"]) in there]
    chosen.sort(key=lambda one: (one["name"] != package, one["name"], one["version"]))
    ids = {one["id"] for one in chosen}
    needs = {node["id"]: [need["pkg"] for need in node["deps"] if need["pkg"] in ids
                          and any(kind["kind"] is None for kind in need["dep_kinds"])]
             for node in told["resolve"]["nodes"] if node["id"] in ids}
    return chosen, needs


def cargo(command, *more):
    return subprocess.run(["cargo", command, "--locked", *more], cwd=ROOT, check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def checksums():
    """The SHA-256 of each crate's archive, as Cargo.lock has it, by name and version."""
    text = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    found = {}
    for block in text.split("[[package]]")[1:]:
        fields = dict(re.findall(r'^(name|version|checksum) = "([^"]*)"', block, re.MULTILINE))
        if "checksum" in fields:
            found[fields["name"], fields["version"]] = fields["checksum"]
    return found


def licence_files(crate):
    """The licence texts in a crate, also those of C sources that it brings."""
    folder = pathlib.Path(crate["manifest_path"]).parent
    found = []
    for place in sorted(folder.rglob("*")):
        inside = place.relative_to(folder)
        if len(inside.parts) <= 4 and not ASIDE & set(inside.parts[:-1]) and LICENCES.match(place.name):
            if place.is_file() and place.suffix not in {".rs", ".c", ".h", ".html", ".py", ".sh"}:
                found.append((str(inside), place.read_text(encoding="utf-8", errors="replace").strip()))
    return found
