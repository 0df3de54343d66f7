"""The same conversion on an engine that spreads documents over processes or machines.

A function for each engine, all over ``convert_batch``: a table of documents goes in, a row for each
record comes out (or for each table, or document), with the columns ``tablemend.schema(output)``. A
document that cannot be read is a row with ``error`` and stops no other.

Each takes ``done``: the ``doc_id``s of documents that are finished already, which are left out. So a
run that was stopped is taken up again: read the ids that its output holds, and run it anew.

No engine is imported before its function is called.
"""

from __future__ import annotations

import functools
import hashlib
import os
from typing import TYPE_CHECKING, Any, Collection, Iterable, Iterator

from . import Output, convert_batch, schema

if TYPE_CHECKING:
    import daft
    import pyarrow
    import pyspark.sql
    import ray.data

__all__ = ["on_daft", "on_ray", "on_spark"]


def on_ray(
    dataset: ray.data.Dataset,
    *,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    output: Output = "records",
    done: Collection[str] = (),
    batch_size: int = 32,
    **options: Any,
) -> ray.data.Dataset:
    """Convert a Ray Dataset of documents.

    Args:
        dataset: As ``ray.data.read_binary_files(PLACE, include_paths=True)`` gives it: ``bytes`` and
            ``path``.
        profile: As for ``convert_batch``; a profile file is read where this is called.
        password: Of those that are encrypted.
        output: As for ``convert_batch``.
        done: The ``doc_id``s of documents that are left out.
        batch_size: Documents that a task reads at once.
        options: For ``Dataset.map_batches``, such as ``num_cpus`` or ``concurrency``.

    Returns:
        A Dataset of records. A task whose worker dies is run again by Ray.
    """
    work = _Work(profile, password, output, done)
    # A worker is one of as many as there are processors.
    options.setdefault("num_cpus", 1)
    return dataset.map_batches(work, batch_format="pyarrow", batch_size=batch_size, **options)


def on_spark(
    frame: pyspark.sql.DataFrame,
    *,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    output: Output = "records",
    done: pyspark.sql.DataFrame | Collection[str] = (),
) -> pyspark.sql.DataFrame:
    """Convert a Spark DataFrame of documents.

    Args:
        frame: As ``spark.read.format("binaryFile").load(PLACE)`` gives it: ``path`` and ``content``.
        profile: As for ``convert_batch``; a profile file is read where this is called.
        password: Of those that are encrypted.
        output: As for ``convert_batch``.
        done: A DataFrame with a column ``doc_id``, such as the output of an earlier run, or a
            collection of ids: these documents are left out, by an anti-join.

    Returns:
        A DataFrame of records. A task whose worker dies is run again by Spark.
    """
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import from_arrow_schema

    left = frame.select("path", "content")
    if not isinstance(done, Collection):
        finished = done.select("doc_id").distinct()
        hashed = left.withColumn("doc_id", functions.sha2(functions.col("content"), 256))
        left = hashed.join(finished, "doc_id", "left_anti").select("path", "content")
        done = ()
    work = _Work(profile, password, output, done)
    return left.mapInArrow(functools.partial(_batches, work), from_arrow_schema(schema(output)))


def on_daft(
    frame: daft.DataFrame,
    *,
    profile: str | os.PathLike[str] | None = None,
    password: str | None = None,
    output: Output = "records",
    done: Collection[str] = (),
    batch_size: int = 32,
) -> daft.DataFrame:
    """Convert a Daft DataFrame of documents.

    Args:
        frame: With the columns ``path`` and ``content``, as
            ``daft.from_glob_path(PLACE).with_column("content", daft.col("path").download())`` gives
            them.
        profile: As for ``convert_batch``; a profile file is read where this is called.
        password: Of those that are encrypted.
        output: As for ``convert_batch``.
        done: The ``doc_id``s of documents that are left out.
        batch_size: Documents that are read at once.

    Returns:
        A DataFrame of records.
    """
    import daft

    work = _Work(profile, password, output, done)
    columns = schema(output)
    of_one = daft.DataType.from_arrow_type(_rows_of_one(columns))

    @daft.func.batch(return_dtype=of_one, batch_size=batch_size)
    def records(path: daft.Series, content: daft.Series) -> Any:
        return work.nested(path.to_arrow(), content.to_arrow())

    rows = frame.select(records(frame["path"], frame["content"]).alias("rows"))
    # A document that is done already has no rows, and an empty list would leave one of nulls.
    rows = rows.where(rows["rows"].list_count() > 0).explode("rows")
    return rows.select(*(rows["rows"].get(name).alias(name) for name in columns.names))


class _Work:
    """What a worker does with a table of documents; it can be pickled, and holds no more than plain
    values."""

    def __init__(
        self,
        profile: str | os.PathLike[str] | None,
        password: str | None,
        output: Output,
        done: Collection[str],
    ) -> None:
        self.profile_name, self.profile_text = _profile(profile)
        self.password = password
        self.output = output
        # Half the size of their text, since every worker holds them all.
        self.done = frozenset(bytes.fromhex(one) for one in done)

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        from . import _Settings, _native

        settings = _Settings(self.profile_name, self.password, None)
        settings.profile_toml = self.profile_text or settings.profile_toml
        return _native.convert_table(self._left(table), self.output, settings, False)

    def _left(self, table: pyarrow.Table) -> pyarrow.Table:
        if not self.done:
            return table
        import pyarrow

        name = "bytes" if "bytes" in table.schema.names else "content"
        digest = (hashlib.sha256(one.as_py() or b"").digest() for one in table.column(name))
        return table.filter(pyarrow.array([one not in self.done for one in digest], pyarrow.bool_()))

    def nested(self, path: pyarrow.Array, content: pyarrow.Array) -> pyarrow.Array:
        """The rows of each document as one list: an engine's function of columns gives as many values
        as it got."""
        import pyarrow

        # Its number tells whose a row is; the name behind it is what the document is called.
        numbered = [f"{n}/{one.as_py() or ''}" for n, one in enumerate(path)]
        rows = self(pyarrow.table({"path": numbered, "content": content}))
        owner: list[int] = []
        names: list[str | None] = []
        for one in rows.column("path").to_pylist():
            number, _, name = one.partition("/")
            owner.append(int(number))
            names.append(name or None)
        ends, at = [0], 0
        for number in range(len(numbered)):
            while at < len(owner) and owner[at] == number:
                at += 1
            ends.append(at)
        column = rows.schema.get_field_index("path")
        rows = rows.set_column(column, rows.schema.field(column), pyarrow.array(names, pyarrow.string()))
        values = rows.to_struct_array().combine_chunks() if rows.num_rows else None
        if isinstance(values, pyarrow.ChunkedArray):
            values = pyarrow.concat_arrays(values.chunks)
        if values is None:
            values = pyarrow.array([], pyarrow.struct(list(rows.schema)))
        return pyarrow.LargeListArray.from_arrays(pyarrow.array(ends, pyarrow.int64()), values)


def _batches(
    work: _Work, batches: Iterable[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        yield from work(pyarrow.Table.from_batches([batch])).to_batches()


def _rows_of_one(columns: pyarrow.Schema) -> pyarrow.DataType:
    import pyarrow

    return pyarrow.large_list(pyarrow.struct(list(columns)))


def _profile(asked: str | os.PathLike[str] | None) -> tuple[str | None, str | None]:
    from . import _profile as read

    return read(asked)
