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
    """The crates that a package is compiled from for a target, itself first; `cargo metadata` knows them."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    by_id = {one["id"]: one for one in told["packages"]}
    needs = {node["id"]: node["deps"] for node in told["resolve"]["nodes"]}
    first = next(one["id"] for one in told["packages"] if one["name"] == package)
    seen, todo = [], [first]
    while todo:
        at = todo.pop()
        if at in seen or is_run_by_the_compiler(by_id[at]):
            continue
        seen.append(at)
        # What only builds or tests a crate is not in the program.
        todo += [d["pkg"] for d in needs[at] if any(kind["kind"] is None for kind in d["dep_kinds"])]
    rest = sorted(seen[1:], key=lambda at: (by_id[at]["name"], by_id[at]["version"]))
    return [by_id[at] for at in [first, *rest]], {at: needs[at] for at in seen}


def is_run_by_the_compiler(crate):
    """Macros that are procedures run while the program is compiled and are not in it."""
    return any("proc-macro" in target["kind"] for target in crate["targets"])


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
