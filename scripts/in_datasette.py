"""Asks Datasette, without a server, for every page of a database: used by check-outputs and check-archive."""

import asyncio


def pages(database, metadata=None):
    """Opens the database page and that of each table and view; gives the rows of each that Datasette counts,
    the JSON of the database page, and what else can be asked (`ask(path)` gives status, JSON or None, text)."""
    from datasette.app import Datasette

    async def all_of_it():
        datasette = Datasette([str(database)], metadata=metadata, settings={"num_sql_threads": 1})
        await datasette.invoke_startup()
        name = database.stem

        async def ask(path):
            answer = await datasette.client.get(path, follow_redirects=True)
            kind = answer.headers.get("content-type", "")
            return answer.status_code, answer.json() if "json" in kind else None, answer.text

        found = {}
        status, front, _ = await ask(f"/{name}.json")
        if status != 200:
            raise AssertionError(f"/{name}: {status}")
        names = [t["name"] for t in front["tables"] if not t["hidden"]]
        names += [v["name"] for v in front["views"]]
        for one in names:
            status, _, text = await ask(f"/{name}/{one}")
            if status != 200:
                raise AssertionError(f"/{name}/{one}: {status}: {text[:300]}")
            status, rows, text = await ask(f"/{name}/{one}.json?_shape=objects&_size=max")
            if status != 200 or not rows.get("ok", True):
                raise AssertionError(f"/{name}/{one}.json: {status}: {text[:300]}")
            found[one] = rows["rows"]
        return found, front, ask, name

    # One loop for all: what is asked later goes through the same one.
    loop = asyncio.new_event_loop()
    found, front, ask, name = loop.run_until_complete(all_of_it())
    return found, front, lambda path: loop.run_until_complete(ask(f"/{name}{path}"))
