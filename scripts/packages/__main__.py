"""Packs a built program: an archive, a Debian package, an image for containers, notices, a bill of materials,
manifests of package managers, checksums.

usage: python3 scripts/packages --bin PROGRAM -o FOLDER [--windows PROGRAM] [--macos PROGRAM] [--url URL] [FILE...]

PROGRAM is a `tablemend` for Linux; it is run for its manual pages and completions. Where it is not static, its
libraries go into the image. FILEs (a wheel, a program for an older system) are taken into the folder too. What is
made is the same for the same program and commit: its times are those of the commit, or of SOURCE_DATE_EPOCH.
`scripts/release` builds the programs and calls this; `scripts/check-packages` runs what it made.
"""
import argparse
import datetime
import gzip
import hashlib
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import debian
import image
import manifests
from crates import ROOT, compiled
from notices import notices
from sbom import sbom

TARGET = "x86_64-unknown-linux-musl"
COMPLETIONS = {"bash": "tablemend.bash", "zsh": "_tablemend", "fish": "tablemend.fish", "powershell": "tablemend.ps1"}
PAPERS = ["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-MIT", "LICENSE-APACHE"]


def when():
    """The time that everything carries."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told:
        told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True,
                              stdout=subprocess.PIPE, text=True).stdout.strip()
    return datetime.datetime.fromtimestamp(int(told), datetime.timezone.utc)


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def libraries(program):
    """The shared libraries of a program, by the place where its loader looks for them; none of a static one."""
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
    found = re.findall(r"(?:=> )?(/\S+) \(0x", told.stdout) if told.returncode == 0 else []
    return {path.lstrip("/"): (pathlib.Path(path).read_bytes(), 0o755) for path in found}


def parts_of_c():
    """The C library of a static program, where the compiler that links it brings its notice."""
    places = [os.environ.get("MUSL_COPYRIGHT", "")]
    places += [str(p) for p in pathlib.Path(sys.prefix).glob("lib/*/site-packages/ziglang/lib/libc/musl/COPYRIGHT")]
    for place in places:
        if place and os.path.isfile(place):
            return [("musl (the C library of the static program)", "MIT", pathlib.Path(place).read_text(encoding="utf-8"))]
    return []


def glibc_of(program):
    """The oldest version of the C library that a program asks for."""
    needed = re.findall(rb"GLIBC_(\d+)\.(\d+)", pathlib.Path(program).read_bytes())
    return ".".join(map(str, max((int(a), int(b)) for a, b in needed)))


def beside(program):
    """What goes beside the program: manual pages and completions, which it writes itself."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        run(program, "man", "-o", folder, "-q")
        for page in sorted(pathlib.Path(folder).iterdir()):
            files[f"share/man/man1/{page.name}"] = page.read_bytes()
    for shell, name in COMPLETIONS.items():
        files[f"share/completions/{name}"] = run(program, "completions", shell)
    return files


def of_debian(files, papers):
    """The same files where Debian has them."""
    out = {}
    for path, data in files.items():
        name = path.rpartition("/")[2]
        if path.startswith("share/man/"):
            out[f"usr/{path}.gz"] = gzip.compress(data, 9, mtime=0)
        elif name == "tablemend.bash":
            out["usr/share/bash-completion/completions/tablemend"] = data
        elif name == "_tablemend":
            out["usr/share/zsh/vendor-completions/_tablemend"] = data
        elif name == "tablemend.fish":
            out["usr/share/fish/vendor_completions.d/tablemend.fish"] = data
    for name, data in papers.items():
        if not name.startswith("LICENSE"):
            out[f"usr/share/doc/tablemend/{name}.gz"] = gzip.compress(data, 9, mtime=0)
    licences = b"\n\n".join(data for name, data in papers.items() if name.startswith("LICENSE"))
    out["usr/share/doc/tablemend/copyright"] = (
        b"tablemend is under one of these two licences, as you choose. Those of the libraries that it is\n"
        b"compiled from are in NOTICES.gz beside this file.\n\n" + licences)
    return out


def zipped(folder, files, time):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, (data, _) in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{path}", time.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--windows", type=pathlib.Path)
    parser.add_argument("--macos", type=pathlib.Path)
    parser.add_argument("--url", help="where the files will be downloaded from")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    typed = parser.parse_args()
    out, time = typed.output, when()
    out.mkdir(parents=True, exist_ok=True)
    crates, needs = compiled("tablemend-cli", TARGET)
    version, homepage = crates[0]["version"], crates[0]["repository"]
    url = typed.url or f"{homepage}/releases/download/v{version}"

    papers = {name: (ROOT / name).read_bytes() for name in PAPERS}
    papers["NOTICES"] = notices(crates, parts_of_c()).encode()
    (out / "NOTICES").write_bytes(papers["NOTICES"])
    (out / f"tablemend-{version}.cdx.json").write_text(sbom(crates, needs, time), encoding="utf-8")

    program, needed = typed.bin.read_bytes(), libraries(typed.bin)
    shared = beside(typed.bin)
    plain = {path: (data, 0o644) for path, data in {**shared, **papers}.items()}
    made = {}

    def add(system, name, data):
        (out / name).write_bytes(data)
        made[system] = (name, hashlib.sha256(data).hexdigest())

    def archive(system, built):
        folder = f"tablemend-{version}-{system}"
        files = {**plain, "bin/tablemend": (built, 0o755)}
        tar = image.tarred({f"{folder}/{path}": file for path, file in files.items()}, time)
        add(system, f"{folder}.tar.gz", gzip.compress(tar, image.LEVEL, mtime=0))

    archive("linux-x86_64", program)
    if typed.macos:
        archive("macos-aarch64", typed.macos.read_bytes())
    if typed.windows:
        folder = f"tablemend-{version}-windows-x86_64"
        files = {**plain, "bin/tablemend.exe": (typed.windows.read_bytes(), 0o755)}
        add("windows-x86_64", f"{folder}.zip", zipped(folder, files, time))

    in_image = {"usr/bin/tablemend": (program, 0o755), **needed,
                **{f"usr/share/doc/tablemend/{name}": (data, 0o644) for name, data in papers.items()}}
    (out / f"tablemend-{version}-image.tar").write_bytes(image.image(in_image, version, "amd64", time))
    depends = f"libc6 (>= {glibc_of(typed.bin)}), libgcc-s1" if needed else ""
    if shutil.which("dpkg-deb"):
        debian.debian(out, program, of_debian(shared, papers), version, "amd64", depends, homepage, time)
    else:
        print("skipped: dpkg-deb is not here, so there is no Debian package", file=sys.stderr)

    told = out / "manifests"
    told.mkdir(exist_ok=True)
    (told / "tablemend.rb").write_text(manifests.homebrew(version, homepage, url, made), encoding="utf-8")
    if typed.windows:
        name, digest = made["windows-x86_64"]
        (told / "tablemend.json").write_text(manifests.scoop(version, homepage, url, name, digest), encoding="utf-8")
        for name_of, text in manifests.winget(version, homepage, url, name, digest).items():
            (told / name_of).write_text(text, encoding="utf-8")
    for file in typed.files:
        shutil.copy(file, out / file.name)
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(out)}\n"
            for file in sorted(out.rglob("*")) if file.is_file() and file.name != "SHA256SUMS"]
    (out / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    for file in sorted(out.iterdir()):
        if file.is_file():
            print(f"{file.stat().st_size / 1e6:8.2f} MB  {file.name}")


if __name__ == "__main__":
    main()
