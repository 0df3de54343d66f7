"""The Debian package, built by `dpkg-deb`."""
import gzip
import os
import pathlib
import subprocess
import tempfile

from image import LEVEL

CONTROL = """Package: tablemend
Version: {version}
Architecture: {architecture}
Maintainer: tablemend developers <tablemend@example.org>
Installed-Size: {size}
{depends}Suggests: tesseract-ocr
Section: text
Priority: optional
Homepage: {homepage}
Description: tables in documents as clean, typed, linked data
 Turns the tables of public bodies' documents (PDF, Word, workbooks, CSV,
 Markdown, HTML) into records with dates, statuses and people, says every
 repair and every query, and compares one month with the next.
"""


def packed(text):
    return gzip.compress(text if isinstance(text, bytes) else text.encode(), 9, mtime=0)


def debian(out, program, shared, version, architecture, depends, homepage, when):
    """Builds the package from the program and `{path: bytes}` of other files; gives its path."""
    files = {"usr/bin/tablemend": program, **shared}
    files["usr/share/doc/tablemend/changelog.Debian.gz"] = packed(
        f"tablemend ({version}) stable; urgency=medium\n\n  * See CHANGELOG of the project.\n\n"
        f" -- tablemend developers <tablemend@example.org>  {when.strftime('%a, %d %b %Y %H:%M:%S +0000')}\n")
    target = out / f"tablemend_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch) / "root"
        for path, data in files.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            place.chmod(0o755 if path.startswith("usr/bin/") else 0o644)
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN/control").write_text(CONTROL.format(
            version=version, architecture=architecture, homepage=homepage,
            depends=f"Depends: {depends}\n" if depends else "",
            size=(sum(map(len, files.values())) + 1023) // 1024), encoding="utf-8")
        for folder, _, _ in os.walk(root):
            os.chmod(folder, 0o755)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{LEVEL // 3}", "--build", root, target], check=True,
                       stdout=subprocess.DEVNULL,
                       env={**os.environ, "SOURCE_DATE_EPOCH": str(int(when.timestamp()))})
    return target
