// A document that is open: how it is read, its view, and what is decided on it, in each home.
import { count } from "./dom.js";
import { Broken } from "./engine.js";
import { engine, store } from "./homes.js";

let lastNumber = 0;

class Doc {
  constructor(name, number) {
    this.name = name;
    this.stem = name.replace(/\.[^.]*$/, "") || name;
    this.number = number;
    this.isOpen = false;
    this.view = null;
    this.trouble = null;
    this.open = "review";
    this.given = []; // corrections from files
  }

  get label() {
    const { title, period } = this.view?.document ?? {};
    const month = period && /^\d{4}-\d\d$/.test(period)
      ? new Date(`${period}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }) : period;
    return month ?? title ?? this.name;
  }

  async tables() {
    this.made ??= (await engine.ask({ do: "tables", doc: this.number })).answer.tables;
    return this.made;
  }
}

// A file that was opened in the browser.
export class FileDoc extends Doc {
  constructor(name, file) {
    super(name, ++lastNumber);
    this.file = file;
    this.password = null;
  }

  // Reads the file, step by step.
  async read(told, ask = (...asked) => engine.ask(...asked)) {
    const bytes = new Uint8Array(await this.file.arrayBuffer());
    told("reading");
    this.trouble = null;
    try {
      const { answer } = await ask({ do: "open", doc: this.number, name: this.name, password: this.password }, bytes);
      Object.assign(this, { pages: answer.pages, sha256: answer.sha256 });
      told(answer.pages ? `${count(answer.pages, "page")} read; putting the tables together` : "putting the tables together");
      const { answer: understood } = await ask({ do: "understand", doc: this.number });
      this.tableCount = understood.tables;
      if (understood.trouble) this.trouble = { ...understood.trouble, notes: understood.notes };
      else await this.correct(ask);
      this.isOpen = true;
    } catch (error) {
      this.isOpen = false;
      this.trouble = { message: error.message, help: error.help, kind: error.kind ?? (error instanceof Broken ? "broken" : "failed") };
    }
  }

  // The view with all corrections that count.
  async correct(ask = (...asked) => engine.ask(...asked)) {
    const lines = store.lines(this.sha256, this.given);
    this.view = (await ask({ do: "correct", doc: this.number, lines })).answer;
    this.made = undefined; // columns that were drawn make other tables
  }

  // What a table reads as in columns that are not kept.
  async inColumns(line) {
    const lines = store.lines(this.sha256, this.given);
    return (await engine.ask({ do: "layout", doc: this.number, lines, line: JSON.stringify(line) })).answer;
  }

  // Keeps a decision; gives in words why the library refuses it, else nothing.
  async decide(line, checks) {
    if (checks) {
      const lines = `${store.lines(this.sha256, this.given)}${JSON.stringify(line)}\n`;
      const tried = (await engine.ask({ do: "correct", doc: this.number, lines })).answer;
      const refused = tried.notes.find((n) => n.code === "correction.unreadable" && n.record === line.id);
      if (refused) {
        await this.correct();
        return refused.message.replace(/^.* was not applied: /, "");
      }
    }
    store.add(line);
    await this.correct();
    return null;
  }
}

// A document on the program's desk.
export class ServedDoc extends Doc {
  constructor({ doc, name, pages, sha256 }) {
    super(name, doc);
    Object.assign(this, { pages, sha256 });
  }

  async read() {
    try {
      await this.correct();
      this.isOpen = true;
    } catch (error) {
      this.trouble = { message: error.message, help: error.help, kind: error.kind ?? "failed" };
    }
  }

  async correct() {
    this.#take((await engine.ask({ do: "view", doc: this.number })).answer);
  }

  #take({ view, lines }) {
    this.view = view;
    this.made = undefined;
    store.put(this.sha256, lines);
  }

  async inColumns(line) {
    return (await engine.ask({ do: "layout", doc: this.number, line: JSON.stringify(line) })).answer;
  }

  // The program keeps it, unless somebody else decided on the same field since this page looked.
  async decide(line) {
    const { answer } = await engine.ask({ do: "decide", doc: this.number, line, seen: store.of(this.sha256).length });
    if (answer.refused) return answer.refused;
    this.#take(answer);
    return answer.conflict ?? null;
  }
}

// A document that was put into the page, to read.
export class StillDoc extends Doc {
  constructor({ paper, view }) {
    super(paper.name, paper.doc);
    Object.assign(this, { pages: paper.pages, sha256: paper.sha256, view, isOpen: true });
  }

  async read() {}
  async correct() {}
}
