"""The native part of the package; use the functions of ``tablemend``."""

from typing import Any, Protocol

import pyarrow

__version__: str

class Error(Exception):
    """Why a document could not be read."""

    code: str
    """``family.case``, as in diagnostics: ``input.unsupported``."""
    help: str | None
    """What can be done about it, where there is something."""

class _Settings(Protocol):
    profile: str | None
    profile_toml: str | None
    password: str | None
    period: str | None
    stitch: bool
    original: bool
    ocr: str
    ocr_language: str
    corrections: str | None

class _Side(Protocol):
    bytes: bytes
    name: str | None

class _Comparing(Protocol):
    key: str
    ignore: list[str]
    fields: list[str] | None

def convert_json(bytes: bytes, name: str, settings: _Settings) -> str: ...
def tables_json(bytes: bytes, name: str, settings: _Settings) -> str: ...
def diff_json(before: _Side, after: _Side, settings: _Settings, how: _Comparing) -> str: ...
def convert_table(
    table: Any, output: str, settings: _Settings, raises: bool
) -> pyarrow.Table: ...
def schema_of(output: str) -> pyarrow.Schema: ...
def profile_names() -> list[str]: ...
def main(leading: int, interpreter: str | None) -> int: ...
