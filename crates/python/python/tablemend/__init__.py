"""Tables of documents (PDF, Word, workbooks, CSV, Markdown, HTML) as clean, typed, linked data.

``convert`` reads the records of one document, ``tables`` its tables as they are there, ``diff`` what
changed between two; ``convert_batch`` does so for a table of documents, on all cores, and gives an Arrow table whose
columns ``schema`` tells. The environment variable ``TABLEMEND_THREADS`` says how many threads read;
by default one a core.

While a document is read, other threads of the interpreter run.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Literal, Union

from . import _native
from ._native import Error, __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow

__all__ = ["Error", "__version__", "convert", "convert_batch", "diff", "profiles", "schema", "tables"]

#: A path, or the document itself.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]
#: Which state of a Word document with tracked changes is read.
Tracked = Literal["accept", "original"]
#: Which pages are read by text recognition: pictures without text, none, or all.
Ocr = Literal["auto", "never", "always"]
#: What ``convert_batch`` gives.
Output = Literal["records", "tables", "json"]


def convert(
    source: Source,
    *,
    name: str | None = None,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    period: str | None = None,
    tracked: Tracked = "accept",
    ocr: Ocr = "auto",
    ocr_language: str = "eng",
    corrections: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Read the records of a document.

    Args:
        source: A path, or the bytes of a document (PDF, Word, a workbook, CSV, Markdown, HTML, a
            picture of a page).
        name: What the document is called in the answer; by default the file's name.
        profile: A built-in profile (``profiles()``) or the path of a profile file (TOML); by default
            the built-in one that fits.
        password: Password of an encrypted PDF.
        period: Of which month the document is (``2024-06``), where it does not say so itself.
        tracked: Of a Word document with tracked changes: as it will be, or as it was before them.
        ocr: Which pages are read by the program ``tesseract``, where it is installed.
        ocr_language: Languages of these pages, as tesseract names them: ``eng``, ``eng+cym``.
        corrections: A file of corrections that people made in the review (JSON Lines).

    Returns:
        The document, its groups, records, notes, text outside the rows and diagnostics, as
        ``tablemend convert`` writes them as JSON.

    Raises:
        Error: The bytes are not a document that can be read, or hold no table with a header.
        OSError: The file cannot be read.
    """
    data, called = _document(source, name)
    settings = _Settings(
        profile,
        password,
        period,
        tracked=tracked,
        ocr=ocr,
        ocr_language=ocr_language,
        corrections=corrections,
    )
    return json.loads(_native.convert_json(data, called, settings))


def tables(
    source: Source,
    *,
    name: str | None = None,
    password: str | None = None,
    stitch: bool = True,
    tracked: Tracked = "accept",
    ocr: Ocr = "auto",
    ocr_language: str = "eng",
) -> dict[str, Any]:
    """Read every table of a document, without knowing what it means.

    Args:
        source: A path, or the bytes of a document (PDF, Word, a workbook, CSV, Markdown, HTML, a
            picture of a page).
        name: What the document is called in the answer; by default the file's name.
        password: Password of an encrypted PDF.
        stitch: Whether tables that go on over pages are joined.
        tracked, ocr, ocr_language: As for ``convert``.

    Returns:
        The document, its tables with all cells, spans, fills and places, and diagnostics, as
        ``tablemend tables`` writes them as JSON.

    Raises:
        Error: The bytes are not a document that can be read.
        OSError: The file cannot be read.
    """
    data, called = _document(source, name)
    settings = _Settings(
        None,
        password,
        None,
        stitch=stitch,
        tracked=tracked,
        ocr=ocr,
        ocr_language=ocr_language,
    )
    return json.loads(_native.tables_json(data, called, settings))


def diff(
    before: Source | dict[str, Any],
    after: Source | dict[str, Any],
    *,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    key: str = "likeness",
    ignore: Iterable[str] = (),
    fields: Iterable[str] | None = None,
    tracked: Tracked = "accept",
    ocr: Ocr = "auto",
    ocr_language: str = "eng",
) -> dict[str, Any]:
    """What changed from one edition of a document to the next.

    Args:
        before: The earlier edition: a path, the bytes of a document, or what ``convert`` gave of it.
        after: The later one.
        profile, password, tracked, ocr, ocr_language: As for ``convert``, for both.
        key: How items are paired: ``"likeness"`` (ref and text), ``"ref"``, ``"id"`` or the name of a field.
        ignore: Fields that are left out.
        fields: The only fields that are compared.

    Returns:
        Both documents, the changes and their counts, as ``tablemend diff --format json`` writes them.

    Raises:
        Error: One of the documents cannot be read, or neither has a field that is named.
        OSError: A file cannot be read.
    """
    settings = _Settings(
        profile, password, None, tracked=tracked, ocr=ocr, ocr_language=ocr_language
    )
    how = _Comparing(key, list(ignore), None if fields is None else list(fields))
    return json.loads(_native.diff_json(_Side(before), _Side(after), settings, how))


def convert_batch(
    table: Any,
    *,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    output: Output = "records",
    on_error: Literal["row", "raise"] = "row",
    tracked: Tracked = "accept",
    ocr: Ocr = "auto",
    ocr_language: str = "eng",
    corrections: str | os.PathLike[str] | None = None,
) -> pyarrow.Table:
    """Read many documents on all cores.

    Args:
        table: Any object with ``__arrow_c_stream__`` or ``__arrow_c_array__``: a table, record batch
            or reader of pyarrow, a data frame of pandas or polars, a relation of DuckDB. It has a
            column ``bytes`` or ``content`` with the documents, or ``path`` with files to read, or
            both; its other columns are left out.
        profile: As for ``convert``, for all documents; by default each gets the one that fits.
        password: Of those that are encrypted.
        output: ``"records"``: a row for each record; ``"tables"``: a row for each table;
            ``"json"``: a row for each document, with its records as JSON.
        on_error: ``"row"``: a document that cannot be read is one row with ``error``; ``"raise"``:
            the first one raises ``Error``.
        tracked, ocr, ocr_language, corrections: As for ``convert``, for all documents.

    Returns:
        A table with the columns ``schema(output)``, in the order of the documents. ``doc_id`` is the
        SHA-256 of a document's bytes. A document without a single record or table has one row too,
        without ``record_id``, so that no document is missing in the answer.

    Raises:
        ValueError: The table has no column of documents, or an argument is none of its values.
        Error: A document cannot be read, with ``on_error="raise"``; a profile is unknown or unsound.
    """
    _need_pyarrow()
    if on_error not in ("row", "raise"):
        raise ValueError(f'on_error={on_error!r} is none of "row", "raise"')
    settings = _Settings(
        profile,
        password,
        None,
        tracked=tracked,
        ocr=ocr,
        ocr_language=ocr_language,
        corrections=corrections,
    )
    return _native.convert_table(table, output, settings, on_error == "raise")


def schema(output: Output = "records") -> pyarrow.Schema:
    """The columns that ``convert_batch`` gives for this output, whatever comes in."""
    _need_pyarrow()
    return _native.schema_of(output)


def profiles() -> list[str]:
    """Names of the built-in profiles."""
    return _native.profile_names()


class _Settings:
    """How documents are read, as the native part takes it."""

    __slots__ = (
        "corrections",
        "ocr",
        "ocr_language",
        "original",
        "password",
        "period",
        "profile",
        "profile_toml",
        "stitch",
    )

    def __init__(
        self,
        profile: str | os.PathLike[str] | None,
        password: str | None,
        period: str | None,
        *,
        stitch: bool = True,
        tracked: Tracked = "accept",
        ocr: Ocr = "auto",
        ocr_language: str = "eng",
        corrections: str | os.PathLike[str] | None = None,
    ) -> None:
        _one_of("tracked", tracked, ("accept", "original"))
        _one_of("ocr", ocr, ("auto", "never", "always"))
        self.profile, self.profile_toml = _profile(profile)
        self.password = password
        self.period = period
        self.stitch = stitch
        self.original = tracked == "original"
        self.ocr = ocr
        self.ocr_language = ocr_language
        self.corrections = None
        if corrections is not None:
            with open(corrections, encoding="utf-8") as file:
                self.corrections = file.read()


class _Side:
    """One of two documents that are compared, as the native part takes it."""

    __slots__ = ("bytes", "name")

    def __init__(self, source: Source | dict[str, Any]) -> None:
        if isinstance(source, dict):
            self.bytes, self.name = json.dumps(source).encode(), None
        else:
            self.bytes, self.name = _document(source, None)


class _Comparing:
    """How documents are compared, as the native part takes it."""

    __slots__ = ("fields", "ignore", "key")

    def __init__(self, key: str, ignore: list[str], fields: list[str] | None) -> None:
        self.key = key
        self.ignore = ignore
        self.fields = fields


def _one_of(name: str, value: str, values: tuple[str, ...]) -> None:
    """An error where an argument is none of its values."""
    if value not in values:
        raise ValueError(f"{name}={value!r} is none of {', '.join(map(repr, values))}")


def _profile(asked: str | os.PathLike[str] | None) -> tuple[str | None, str | None]:
    """A name, or the text of a file."""
    if asked is None:
        return None, None
    path = os.fspath(asked)
    is_name = isinstance(asked, str) and not any(c in path for c in "./\\")
    if is_name and not os.path.isfile(path):
        return path, None
    if is_name and path.split("+")[0] in profiles():
        return path, None
    with open(path, encoding="utf-8") as file:
        return None, file.read()


def _document(source: Source, name: str | None) -> tuple[bytes, str]:
    """The bytes of a document and what it is called."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source), name or "-"
    path = os.fspath(source)
    with open(path, "rb") as file:
        return file.read(), name or os.path.basename(path)


def _need_pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        message = "this needs pyarrow: pip install tablemend[arrow]"
        raise ImportError(message) from error
