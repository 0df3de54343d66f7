"""The engines' functions on two workers: the rows of the plain loop, none lost or doubled when a worker is
killed or a run is taken up again. Run by `scripts/check-engines`; an engine that is not installed is
skipped, in words. `test_engines.py measure FOLDER` prints times instead."""

import functools
import glob
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")

import pyarrow as pa

import tablemend
from tablemend import engines

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WORKERS = 2


def documents(folder):
    """Thirty documents: plans of several months, a register, PDFs, one that cannot be read."""
    sources = sorted((ROOT / "fixtures" / "plan").glob("*.md"))
    sources += [ROOT / "fixtures/risk/register.md", ROOT / "fixtures/pdf/encrypted-password.pdf",
                ROOT / "fixtures/pdf/2024-01-libreoffice-tagged.pdf"]
    for number in range(30):
        source = sources[number % len(sources)]
        target = Path(folder) / f"{number:02d}-{source.name}"
        data = source.read_bytes()
        if source.suffix == ".md":
            # Each document has bytes of its own, and so an id.
            data += f"\nNote {number}.\n".encode()
        else:
            data += b"\n%" + str(number).encode() + b"\n"
        target.write_bytes(data)


def table_of(folder):
    paths = sorted(glob.glob(f"{folder}/*"))
    return pa.table({"path": paths, "content": [Path(p).read_bytes() for p in paths]})


def rows(table, output="records"):
    """The rows in an order of their own: engines give them in any."""
    names = tablemend.schema(output).names
    assert set(names) <= set(table.schema.names), table.schema.names
    plain = table.select(names).to_pylist()
    return sorted(repr({**row, "path": os.path.basename(row["path"])}) for row in plain)


class Killing(engines._Work):
    """Ends its own process in the middle of the work, once."""

    marker = ""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.own_marker = Killing.marker

    def __call__(self, table):
        given = super().__call__(table)
        try:
            os.close(os.open(self.own_marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return given
        os.kill(os.getpid(), signal.SIGKILL)


class Daft:
    name, needs = "daft", ["daft"]
    # Its workers are threads of this process: one that is killed takes all with it.
    survives = False

    def start(self):
        import daft

        self.daft = daft

    def convert(self, folder, **more):
        frame = self.daft.from_glob_path(f"{folder}/*")
        frame = frame.with_column("content", self.daft.col("path").download())
        return engines.on_daft(frame, batch_size=8, **more).to_arrow()


class Ray:
    name, needs = "ray", ["ray"]
    survives = True

    def start(self):
        import ray

        self.ray = ray
        ray.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False,
                 logging_level="ERROR", runtime_env={"env_vars": {"TABLEMEND_THREADS": "1"}})
        import logging

        logging.getLogger("ray.data").setLevel(logging.ERROR)

    def convert(self, folder, **more):
        dataset = self.ray.data.read_binary_files(str(folder), include_paths=True)
        got = engines.on_ray(dataset, batch_size=8, **more)
        return pa.concat_tables(self.ray.get(got.to_arrow_refs()))


class Spark:
    name, needs = "spark", ["pyspark"]
    survives = True

    def start(self):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(f"local[{WORKERS},4]")
        settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
                    "spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false",
                    "spark.executorEnv.TABLEMEND_THREADS": "1"}
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()

    def convert(self, folder, **more):
        frame = self.session.read.format("binaryFile").load(f"{folder}/*")
        if "done" in more:
            ids = [(one,) for one in more["done"]]
            more["done"] = self.session.createDataFrame(ids, "doc_id string")
        return engines.on_spark(frame, **more).toArrow()


ALL = [Daft, Ray, Spark]


def why_not(engine):
    """Why an engine is left out, or nothing."""
    for package in engine.needs:
        if importlib.util.find_spec(package) is None:
            return f"{package} is not installed"
    if engine is Spark and shutil.which("java") is None:
        return "Spark needs Java 17, which is missing"
    return None


@functools.cache
def started(engine):
    begin = time.perf_counter()
    one = engine()
    one.start()
    print(f"-- {engine.name}: started in {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    return one


class OnEngines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        documents(cls.folder.name)
        cls.table = table_of(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self, only=lambda engine: True):
        for engine in filter(only, ALL):
            reason = why_not(engine)
            if reason:
                print(f"skip: {engine.name}: {reason}", file=sys.stderr)
                continue
            with self.subTest(engine=engine.name):
                yield started(engine)

    def test_rows_are_those_of_the_plain_loop(self):
        for engine in self.each():
            for output in ["records", "tables", "json"]:
                expected = rows(tablemend.convert_batch(self.table, output=output), output)
                got = rows(engine.convert(self.folder.name, output=output), output)
                self.assertEqual(got, expected)

    def test_a_profile_file_goes_with_the_work(self):
        text = tablemend._native.profile_names()
        self.assertIn("table", text)
        for engine in self.each():
            got = engine.convert(self.folder.name, profile="table", output="records")
            self.assertEqual(set(got.column("profile").drop_null().to_pylist()), {"table"})

    def test_what_is_done_is_left_out(self):
        expected = tablemend.convert_batch(self.table)
        first = tablemend.convert_batch(self.table.slice(0, 13))
        done = sorted(set(first.column("doc_id").to_pylist()))
        for engine in self.each():
            rest = engine.convert(self.folder.name, done=done)
            self.assertEqual(sorted(rows(first) + rows(rest)), rows(expected))
            everything = sorted(set(expected.column("doc_id").to_pylist()))
            self.assertEqual(engine.convert(self.folder.name, done=everything).num_rows, 0)

    def test_a_worker_that_is_killed_loses_and_doubles_nothing(self):
        expected = rows(tablemend.convert_batch(self.table))
        own = engines._Work
        for engine in self.each(lambda engine: engine.survives):
            with tempfile.TemporaryDirectory() as folder:
                Killing.marker = f"{folder}/killed"
                engines._Work = Killing
                try:
                    got = rows(engine.convert(self.folder.name))
                finally:
                    engines._Work = own
                self.assertTrue(os.path.exists(Killing.marker), "nothing was killed")
                self.assertEqual(got, expected)


def measure(folder):
    """Prints how long each takes for the same documents, the second time, when all is warm."""
    count = len(glob.glob(f"{folder}/*"))

    def loop(threads):
        os.environ["TABLEMEND_THREADS"] = str(threads)
        return tablemend.convert_batch(table_of(folder)).num_rows

    def timed(name, work):
        times = []
        for _ in range(2):
            begin = time.perf_counter()
            number = work()
            times.append(time.perf_counter() - begin)
        print(f"{name:14} {times[0]:7.2f} s {times[1]:7.2f} s {count / times[1]:8.0f} documents a second, "
              f"{number} rows", flush=True)

    timed("loop, 1 thread", lambda: loop(1))
    timed("loop, 2", lambda: loop(2))
    os.environ["TABLEMEND_THREADS"] = "1"
    for engine in ALL:
        reason = why_not(engine)
        if reason:
            print(f"skip: {engine.name}: {reason}")
            continue
        one = started(engine)
        timed(engine.name, lambda: one.convert(folder).num_rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2])
    else:
        unittest.main(verbosity=1)
