"""Uses of the package as a type checker sees them; `scripts/check-wheel` runs `mypy --strict` over this file.

What is wrong on purpose says so: where the types no longer found it, the comment would be unused, which is an
error too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

import tablemend


def sound(folder: Path) -> int:
    plan: dict[str, Any] = tablemend.convert(folder / "bells.md", profile="action-plan", ocr="never")
    tables: dict[str, Any] = tablemend.tables(b"|a|\n|-|\n|1|\n", stitch=False)
    changes: dict[str, Any] = tablemend.diff(plan, folder / "gates.md", ignore=["leads"])
    rows: pa.Table = tablemend.convert_batch(pa.table({"path": ["boats.md"]}), output="tables")
    names: list[str] = tablemend.profiles()
    try:
        tablemend.convert(bytearray())
    except tablemend.Error as error:
        code: str = error.code
        advice: str | None = error.help
        print(code, advice)
    return len(tables) + len(changes) + int(rows.num_rows) + len(names)


def unsound() -> None:
    tablemend.convert("bells.md", ocr="sometimes")  # type: ignore[arg-type]
    tablemend.convert_batch(None, output="rows")  # type: ignore[arg-type]
    tablemend.tables(1)  # type: ignore[arg-type]
    tablemend.convert("bells.md", profil="table")  # type: ignore[call-arg]
    names: int = tablemend.profiles()  # type: ignore[assignment]
    print(names)
