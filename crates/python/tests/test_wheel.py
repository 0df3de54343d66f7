"""The installed wheel, used as its users do; run by `scripts/check-wheel`, which counts what failed."""

import concurrent.futures
import functools
import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from datetime import date
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.compute as pc

import tablemend

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PLAN = ROOT / "fixtures" / "plan" / "2024-01.md"
PDF = ROOT / "fixtures" / "pdf" / "2024-01-libreoffice-tagged.pdf"
RISKS = ROOT / "fixtures" / "risk" / "register.md"
LOCKED = ROOT / "fixtures" / "pdf" / "encrypted-password.pdf"
PROGRAM = Path(sys.executable).parent / "tablemend"
DOCUMENTS = [PLAN, PDF, RISKS, LOCKED]


def run(*arguments, **more):
    return subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, **more)


def paths(documents=DOCUMENTS):
    return pa.table({"path": [str(d) for d in documents]})


class OneDocument(unittest.TestCase):
    def test_the_module_gives_what_the_program_writes(self):
        for document in [PLAN, PDF, RISKS]:
            for verb, own in [("convert", tablemend.convert), ("tables", tablemend.tables)]:
                written = run(PROGRAM, verb, document, "--format", "json", "-q")
                self.assertEqual(written.returncode, 0, written.stderr)
                self.assertEqual(own(document), json.loads(written.stdout), (document, verb))

    def test_bytes_and_paths_read_the_same(self):
        self.assertEqual(tablemend.convert(PDF.read_bytes(), name=PDF.name), tablemend.convert(str(PDF)))
        self.assertEqual(tablemend.tables(bytearray(b"|a|\n|-|\n|1|\n"))["document"]["name"], "-")

    def test_what_changed_is_what_the_program_says(self):
        later = ROOT / "fixtures" / "plan" / "2024-02.md"
        written = run(PROGRAM, "diff", PLAN, later, "--format", "json")
        self.assertEqual(written.returncode, 0, written.stderr)
        told = json.loads(written.stdout)
        self.assertTrue(told["changes"])
        self.assertEqual(tablemend.diff(PLAN, later), told)
        self.assertEqual(tablemend.diff(tablemend.convert(PLAN), tablemend.convert(later)), told)
        only = tablemend.diff(PLAN, later, fields=["status"])["changes"]
        kinds = {change["field"] for change in only if change["kind"] == "changed"}
        self.assertEqual(kinds, {"status"})
        with self.assertRaises(tablemend.Error):
            tablemend.diff(PLAN, later, fields=["no such field"])

    def test_corrections_change_what_is_read(self):
        read = tablemend.convert(PLAN)
        action = next(a for a in read["actions"] if a["completion"]["printed"])
        line = {
            "v": 1, "at": "2026-01-01T00:00:00Z", "by": "A. Clerk", "document": read["document"]["sha256"],
            "period": read["document"]["period"], "item": None, "id": action["id"], "field": "completion",
            "op": "set", "printed": action["completion"]["printed"], "read": action["completion"]["edtf"],
            "value": "2031-05-06", "place": None, "why": "", "undoes": None,
        }  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "corrections.jsonl"
            file.write_text(json.dumps(line) + "\n", encoding="utf-8")
            corrected = tablemend.convert(PLAN, corrections=file)
            rows = tablemend.convert_batch(paths([PLAN]), corrections=file)
        now = next(a for a in corrected["actions"] if a["id"] == action["id"])
        self.assertEqual(now["completion"]["end"], "2031-05-06")
        ends = [str(end) for end in rows["completion_end"].to_pylist()]
        self.assertIn("2031-05-06", ends)

    def test_scans_are_read_as_the_program_is_told(self):
        scan = ROOT / "fixtures" / "scans" / "plan.pdf"
        with self.assertRaises(tablemend.Error) as raised:
            tablemend.convert(scan, ocr="never")
        self.assertIn(".", raised.exception.code)
        with self.assertRaises(ValueError):
            tablemend.convert(PLAN, ocr="sometimes")
        with self.assertRaises(ValueError):
            tablemend.tables(PLAN, tracked="both")
        with self.assertRaises(tablemend.Error):
            tablemend.convert(PLAN, ocr_language="--psm 3")

    def test_profiles_by_name_and_by_file(self):
        self.assertIn("risk-register", tablemend.profiles())
        self.assertEqual(tablemend.convert(PLAN, profile="table")["document"]["profile"], "table")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "ours.toml"
            shown = run(PROGRAM, "profile", "show", "action-plan")
            file.write_text(shown.stdout.replace('name = "action-plan"', 'name = "ours"', 1))
            self.assertEqual(tablemend.convert(PLAN, profile=file)["document"]["profile"], "ours")
        with self.assertRaises(tablemend.Error) as told:
            tablemend.convert(PLAN, profile="action-plann")
        self.assertIn("risk-register", str(told.exception))

    def test_the_period_can_be_said(self):
        self.assertEqual(tablemend.convert(PLAN, period="2031-07")["document"]["period"], "2031-07")

    def test_pages_can_be_left_apart(self):
        apart, whole = tablemend.tables(PLAN, stitch=False), tablemend.tables(PLAN)
        self.assertGreater(len(apart["tables"]), len(whole["tables"]))

    def test_errors_have_a_code_and_words(self):
        for source, code in [(b"", "input.empty"), (b"GIF89a", "input.unsupported"),
                             (b"# Words", "profile.unclear"), (LOCKED, "input.unreadable")]:
            with self.assertRaises(tablemend.Error) as told:
                tablemend.convert(source)
            self.assertEqual(told.exception.code, code)
            self.assertGreater(len(str(told.exception)), 15)
            again = pickle.loads(pickle.dumps(told.exception))
            self.assertEqual((again.code, str(again)), (code, str(told.exception)))
        with self.assertRaises(FileNotFoundError):
            tablemend.convert("nowhere.pdf")

    def test_other_threads_run_while_a_document_is_read(self):
        big = PLAN.read_text().replace("# ", "## ") * 60
        counted, stop = 0, threading.Event()

        def count():
            nonlocal counted
            while not stop.is_set():
                counted += 1
                time.sleep(0.001)

        other = threading.Thread(target=count)
        other.start()
        begin = time.perf_counter()
        tablemend._native.convert_json(big.encode(), "big.md", tablemend._Settings(None, None, None))
        took, seen = time.perf_counter() - begin, counted
        stop.set()
        other.join()
        # With the interpreter's lock held, the other thread would count once or twice.
        self.assertGreater(seen, took * 1000 / 20, f"{seen} in {took:.2f} s")


class Batches(unittest.TestCase):
    def test_the_schema_is_the_same_whatever_comes_in(self):
        empty = pa.table({"path": pa.array([], pa.string())})
        for output in ["records", "tables", "json"]:
            schema = tablemend.schema(output)
            self.assertEqual(schema.names[:3], ["doc_id", "path", "record_id"])
            self.assertEqual(schema.names[-2:], ["flags", "error"])
            self.assertEqual(schema.field("flags").type, pa.list_(pa.field("item", pa.string())))
            for given in [empty, paths(), paths([LOCKED]), paths([RISKS])]:
                self.assertEqual(tablemend.convert_batch(given, output=output).schema, schema)

    def test_records_are_those_of_the_single_documents(self):
        got = tablemend.convert_batch(paths()).to_pylist()
        plan = tablemend.convert(PLAN)
        rows = [row for row in got if row["path"] == str(PLAN)]
        self.assertEqual([r["record_id"] for r in rows], [a["id"] for a in plan["actions"]])
        areas = {area["ref"]: area for area in plan["priority_areas"]}
        sections = {section["ref"]: section for section in plan["sections"]}
        for row, action in zip(rows, plan["actions"]):
            self.assertEqual(row["doc_id"], hashlib.sha256(PLAN.read_bytes()).hexdigest())
            self.assertEqual(row["action"], action["action"])
            self.assertEqual(row["leads"], action["leads"]["people"])
            self.assertEqual(row["leads_inherited"], action["leads"]["inherited"])
            self.assertEqual(row["status"], action["status"]["value"])
            self.assertEqual(row["status_state"], action["status"]["state"])
            self.assertEqual(row["flags"], action["flags"])
            self.assertEqual(row["commentary"], action["commentary"])
            self.assertEqual(row["completion_edtf"], action["completion"]["edtf"])
            end = action["completion"]["end"]
            self.assertEqual(row["completion_end"], end and date.fromisoformat(end))
            self.assertEqual(row["priority_area"], action["priority_area"])
            area = areas[action["priority_area"]]
            self.assertEqual(row["priority_area_title"], area["title"])
            self.assertEqual(row["accountable_officers"], area["accountable_officers"])
            self.assertEqual(row["section_title"], sections[action["section"]]["title"])
            self.assertIsNone(row["error"])

    def test_items_of_other_profiles_have_all_their_fields(self):
        risks = tablemend.convert(RISKS)["risks"]
        rows = tablemend.convert_batch(paths([RISKS])).to_pylist()
        self.assertEqual([r["record_id"] for r in rows], [r["id"] for r in risks])
        for row, risk in zip(rows, risks):
            self.assertEqual((row["profile"], row["entity"]), ("risk-register", "risks"))
            self.assertEqual(row["action"], risk["risk"])
            fields = {pair["name"]: pair["value"] for pair in row["fields"]}
            self.assertEqual(fields["likelihood"], risk["likelihood"]["printed"])

    def test_tables_and_json(self):
        rows = tablemend.convert_batch(paths([PDF]), output="tables").to_pylist()
        tables = tablemend.tables(PDF)["tables"]
        self.assertEqual([r["record_id"] for r in rows], [str(t["id"]) for t in tables])
        for row, table in zip(rows, tables):
            self.assertEqual((row["title"], row["pages"], row["row_count"]),
                             (table["title"], table["pages"], table["row_count"]))
            self.assertEqual([c["text"] for c in row["cells"]], [c["text"] for c in table["cells"]])
            for cell, told in zip(row["cells"], table["cells"]):
                self.assertEqual(cell["fill"], told.get("fill"))
                self.assertTrue(all(abs(a - b) < 0.1 for a, b in zip(cell["bbox"], told["bbox"])))
        [row] = tablemend.convert_batch(paths([PLAN]), output="json").to_pylist()
        self.assertEqual(json.loads(row["json"]), tablemend.convert(PLAN))

    def test_what_cannot_be_read_is_a_row_or_an_exception(self):
        bad = pa.table({"path": ["a.md", str(LOCKED), "b.gif", "c.md", "d.md"],
                        "bytes": [b"", LOCKED.read_bytes(), b"GIF89a", None, PLAN.read_bytes()]})
        rows = tablemend.convert_batch(bad).to_pylist()
        codes = [row["error"] and row["error"]["code"] for row in rows]
        self.assertEqual(codes[:4], ["input.empty", "input.unreadable", "input.unsupported",
                                     "input.unreadable"])
        self.assertEqual(set(codes[4:]), {None})
        self.assertEqual(rows[0]["doc_id"], hashlib.sha256(b"").hexdigest())
        self.assertIsNone(rows[3]["doc_id"])
        missing = tablemend.convert_batch(paths([ROOT / "nowhere.md"])).to_pylist()
        self.assertIn("No such file", missing[0]["error"]["message"])
        with self.assertRaises(tablemend.Error) as told:
            tablemend.convert_batch(bad.slice(1), on_error="raise")
        self.assertIn("encrypted-password.pdf", str(told.exception))
        opened = tablemend.convert_batch(bad.slice(1, 1), password="wrong").to_pylist()
        self.assertIn("password", opened[0]["error"]["message"])
        for mistake in [dict(output="rows"), dict(on_error="ignore")]:
            with self.assertRaises(ValueError):
                tablemend.convert_batch(paths(), **mistake)
        for table in [pa.table({"url": ["x"]}), pa.table({"bytes": [1]}), pa.table({"path": [1.5]})]:
            with self.assertRaises(ValueError):
                tablemend.convert_batch(table)

    def test_a_document_without_records_has_its_row(self):
        words = pa.table({"bytes": [b"| Ref | Action | Lead |\n|---|---|---|\n"]})
        [row] = tablemend.convert_batch(words, profile="action-plan").to_pylist()
        self.assertEqual((row["record_id"], row["error"]), (None, None))
        self.assertIsNotNone(row["doc_id"])

    def test_any_number_of_threads_gives_the_same(self):
        many = paths([PLAN, PDF, RISKS, LOCKED] * 40)
        answers = []
        for threads in ["1", "2", "5", ""]:
            os.environ["TABLEMEND_THREADS"] = threads
            answers.append(tablemend.convert_batch(many))
        self.assertTrue(all(answer.equals(answers[0]) for answer in answers))
        os.environ["TABLEMEND_THREADS"] = "many"
        with self.assertRaises(ValueError):
            tablemend.convert_batch(paths())
        del os.environ["TABLEMEND_THREADS"]

    def test_processes_that_are_forked_and_threads_read_too(self):
        one = functools.partial(tablemend.convert_batch, profile="action-plan", output="json")
        pickle.loads(pickle.dumps(one))
        expected = one(paths([PLAN]))
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            self.assertTrue(all(a.equals(expected) for a in threads.map(one, [paths([PLAN])] * 8)))
        if hasattr(os, "fork"):
            child = os.fork()
            if child == 0:
                os._exit(0 if one(paths([PLAN])).equals(expected) else 1)
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)


class OtherPrograms(unittest.TestCase):
    """The same documents from each library, and the answer read by it."""

    def setUp(self):
        self.table = pa.table({"path": [str(PLAN), str(RISKS)],
                               "content": [PLAN.read_bytes(), RISKS.read_bytes()]})
        self.expected = tablemend.convert_batch(self.table)

    def same(self, given):
        self.assertTrue(tablemend.convert_batch(given).equals(self.expected))

    def test_pyarrow(self):
        self.same(self.table)
        self.same(pa.RecordBatchReader.from_batches(self.table.schema, self.table.to_batches()))
        [batch] = self.table.to_batches()
        self.same(batch)
        large = [pa.large_string(), pa.large_binary()]
        views = [pa.string_view(), pa.binary_view()]
        for types in [large, views]:
            fields = list(zip(self.table.column_names, types))
            columns = [self.table[name].combine_chunks().cast(kind) for name, kind in fields]
            self.same(pa.table(columns, names=self.table.column_names))
        reds = pc.sum(pc.equal(self.expected["status"], "red")).as_py()
        told = [a["status"]["value"] for a in tablemend.convert(PLAN)["actions"]]
        told += [r["status"]["value"] for r in tablemend.convert(RISKS)["risks"]]
        self.assertEqual(reds, told.count("red"))

    def test_pandas(self):
        self.same(self.table.to_pandas())
        frame = self.expected.to_pandas()
        self.assertEqual(len(frame), self.expected.num_rows)
        self.assertEqual(int((frame["entity"] == "actions").sum()),
                         len(tablemend.convert(PLAN)["actions"]))

    def test_polars(self):
        self.same(polars.from_arrow(self.table))
        frame = polars.from_arrow(self.expected)
        late = frame.filter(polars.col("completion_end") < date(2024, 1, 31))
        ends = [a["completion"]["end"] for a in tablemend.convert(PLAN)["actions"]]
        self.assertGreaterEqual(len(late), sum(1 for end in ends if end and end < "2024-01-31"))
        self.assertEqual(frame.explode("flags")["flags"].drop_nulls().len(),
                         sum(len(flags) for flags in self.expected["flags"].to_pylist()))

    def test_duckdb(self):
        documents = self.table
        self.assertIsNotNone(documents)
        self.same(duckdb.sql("SELECT path, content FROM documents").to_arrow_table())
        records = self.expected
        self.assertIsNotNone(records)
        count = duckdb.sql(
            "SELECT count(*) FROM records "
            "WHERE entity = 'actions' AND list_contains(flags, 'leads.inherited')").fetchall()
        told = tablemend.convert(PLAN)["actions"]
        self.assertEqual(count[0][0], sum("leads.inherited" in a["flags"] for a in told))
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/records.parquet"
            duckdb.sql(f"COPY records TO '{file}' (FORMAT parquet)")
            back = duckdb.sql(f"SELECT error.code, fields[1].name FROM '{file}'").fetchall()
            self.assertEqual(len(back), records.num_rows)


class TheReadme(unittest.TestCase):
    def test_its_examples_run_as_they_are_printed(self):
        text = (ROOT / "crates" / "python" / "README.md").read_text()
        blocks = [b.split("```")[0] for b in text.split("```python\n")[1:]]
        # Those of the engines are run by scripts/check-engines, in another environment.
        blocks = [b for b in blocks if "engines" not in b]
        self.assertEqual(len(blocks), 2)
        with tempfile.TemporaryDirectory() as folder:
            for name in ["plan", "2024-01", "2024-02"]:
                (Path(folder) / f"{name}.pdf").write_bytes(PDF.read_bytes())
            before, found = os.getcwd(), {}
            os.chdir(folder)
            try:
                for block in blocks:
                    exec(compile(block, "README.md", "exec"), found)
            finally:
                os.chdir(before)
        self.assertEqual(found["plan"], tablemend.convert(PDF, name="plan.pdf"))
        self.assertEqual(found["tables"], tablemend.tables(PDF, name="plan.pdf"))
        self.assertEqual(len(found["records"]), 2 * len(found["plan"]["actions"]))
        self.assertIsInstance(found["records"], polars.DataFrame)


class TheCommand(unittest.TestCase):
    def test_it_is_the_program(self):
        shown = run(PROGRAM, "--version")
        self.assertEqual(shown.stdout.strip(), f"tablemend {tablemend.__version__}")
        self.assertIn("Usage: tablemend", run(PROGRAM, "--help").stdout)
        module = run(sys.executable, "-m", "tablemend", "convert", PLAN, "-f", "csv", "-q")
        self.assertEqual(module.stdout, run(PROGRAM, "convert", PLAN, "-f", "csv", "-q").stdout)
        self.assertEqual(run(PROGRAM, "convert", "nowhere.md").returncode, 3)
        self.assertEqual(run(PROGRAM, "convert", PLAN, "-p", "nope").returncode, 2)

    def test_a_batch_has_its_workers(self):
        with tempfile.TemporaryDirectory() as folder:
            for program in [[PROGRAM], [sys.executable, "-m", "tablemend"]]:
                file = Path(folder) / "all.json"
                done = run(*program, "convert", "fixtures/plan", LOCKED, "-o", file)
                self.assertEqual(done.returncode, 3, done.stderr)
                # The locked one is read by a worker, and it alone could not be.
                self.assertIn("needs a password", done.stderr)
                self.assertEqual(len(json.loads(file.read_text())), 6)
                file.unlink()


if __name__ == "__main__":
    unittest.main(verbosity=1)
