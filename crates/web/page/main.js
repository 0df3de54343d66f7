// The page: files come in, documents stand side by side, each with its review, records, tables,
// comparison and files to save.
import { h, say, count } from "./dom.js";
import { Broken, Engine } from "./engine.js";
import { Compare, saving } from "./others.js";
import { Records, tablesOf } from "./lists.js";
import { Review, sentence } from "./review.js";
import { Store, standing } from "./store.js";

const engine = new Engine();
const store = new Store();
const work = document.getElementById("work");
const TABS = { review: "Review", records: "Records", tables: "Tables", compare: "Compare", save: "Save" };

let lastNumber = 0;

class Doc {
  constructor(name, file) {
    this.name = name;
    this.file = file;
    this.stem = name.replace(/\.[^.]*$/, "") || name;
    this.number = ++lastNumber;
    this.isOpen = false;
    this.view = null;
    this.trouble = null;
    this.password = null;
    this.open = "review";
    this.given = []; // corrections from files
  }

  get label() {
    const { title, period } = this.view?.document ?? {};
    const month = period && /^\d{4}-\d\d$/.test(period)
      ? new Date(`${period}-01T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }) : period;
    return month ?? title ?? this.name;
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
  }

  // The view as it would be with one more.
  async tried(line) {
    const lines = `${store.lines(this.sha256, this.given)}${JSON.stringify(line)}\n`;
    return (await engine.ask({ do: "correct", doc: this.number, lines })).answer;
  }

  async tables() {
    this.made ??= (await engine.ask({ do: "tables", doc: this.number })).answer.tables;
    return this.made;
  }
}

const app = {
  engine, store, documents: [], current: null, review: null,
  tab(name) {
    this.current.open = name;
    render();
  },
  choose(entity, id) {
    this.current.open = "review";
    render();
    this.review.choose(entity, id);
    work.focus();
  },
  changed() {
    tabs();
  },
};

function progress(words, stop = null) {
  const place = document.getElementById("progress");
  place.replaceChildren(...(words ? [words] : []), ...(stop ? [" ", h("button", { type: "button", onclick: stop }, "Stop")] : []));
}

// A worker that broke has lost all documents: those that were read are read again.
engine.restore = async () => {
  for (const doc of app.documents.filter((d) => d.isOpen)) {
    await doc.read(() => {}, (...asked) => engine.direct(...asked));
  }
};

async function take(files) {
  const list = [...files];
  const lines = list.filter((f) => /\.jsonl$/i.test(f.name));
  const documents = list.filter((f) => !lines.includes(f));
  const given = await corrections(lines);
  // Corrections by themselves are for the document that is looked at.
  if (!documents.length && app.current?.view && given.length) {
    app.current.given.push(...given);
    await app.current.correct();
    await render();
    say(`${count(given.length, "decision")} taken over. What became of each is among the notes.`);
  }
  for (const [i, file] of documents.entries()) {
    const doc = new Doc(file.name, file);
    doc.given = given;
    await reading(doc, documents.length > 1 ? ` (${i + 1} of ${documents.length})` : "");
    app.documents.push(doc);
    app.current = doc;
    if (doc.view) store.changed(doc.sha256, async () => { await doc.correct(); if (app.current === doc) render(); });
    await render();
  }
  if (documents.length) {
    const doc = app.current;
    progress("");
    say(doc.view ? `${doc.name} is open: ${summary(doc)}` : `${doc.name}: ${doc.trouble?.message}`);
    work.focus({ preventScroll: true });
  }
}

async function reading(doc, which = "") {
  await doc.read((step) => progress(`${doc.name}${which}: ${step}…`, () => engine.stop()));
}

// The lines of files of corrections; what is wrong with one is said.
async function corrections(files) {
  const all = [];
  for (const file of files) {
    try {
      const { answer } = await engine.ask({ do: "check", lines: await file.text() });
      all.push(...answer.lines.split("\n").filter(Boolean).map((line) => JSON.parse(line)));
    } catch (error) {
      progress(`${file.name}: ${sentence(error.message)}`);
    }
  }
  return all;
}

const queries = (doc) => doc.view.notes.filter((n) => n.level !== "info").length;

function summary(doc) {
  const item = doc.view.entities.find((e) => e.is_item);
  const n = item?.records.length ?? 0;
  const [one, many] = [item?.one.replaceAll("_", " ") ?? "record", item?.title.toLowerCase() ?? "records"];
  const made = standing(store.of(doc.sha256)).length;
  return [count(n, one, many), count(queries(doc), "query", "queries"), doc.pages && count(doc.pages, "page"), made > 0 && count(made, "decision")].filter(Boolean).join(", ");
}

function welcome() {
  return h("div", { class: "welcome" },
    h("p", { class: "drop" }, "Drop documents here, or use “Open documents…”."),
    h("p", {}, "Action plans, trackers, risk registers and other tables in PDF, Word (.docx, .odt), Excel (.xlsx, .xls, .ods), CSV, HTML or Markdown. ",
      "You get their rows as a workbook, CSV or JSON, see every reading that is uncertain beside the page it comes from, and can put it right."),
    h("ul", {}, h("li", {}, "Open two months together to see what changed."),
      h("li", {}, "Open last month's saved corrections (.jsonl) with the new document to use them again."),
      h("li", {}, "Scanned pages have no text: run text recognition (OCR) on them first.")));
}

function tabs() {
  const nav = document.getElementById("documents");
  nav.hidden = app.documents.length === 0;
  nav.replaceChildren(...app.documents.map((doc) => h("span", { class: `document${doc === app.current ? " current" : ""}` },
    h("button", { type: "button", class: "plain", "aria-current": doc === app.current ? "true" : null, onclick: () => { app.current = doc; render(); } },
      h("strong", {}, doc.name), " ", h("span", { class: "quiet" }, doc.view ? summary(doc) : !doc.isOpen ? "could not be read" : "tables only")),
    h("button", { type: "button", class: "plain close", "aria-label": `Close ${doc.name}`, onclick: () => close(doc) }, "×"))));
}

function close(doc) {
  if (doc.isOpen) engine.ask({ do: "close", doc: doc.number }).catch(() => {});
  app.documents = app.documents.filter((d) => d !== doc);
  if (app.current === doc) app.current = app.documents.at(-1) ?? null;
  render();
}

async function render() {
  tabs();
  const doc = app.current;
  app.review = null;
  document.title = doc ? `${doc.label} – tablemend` : "tablemend";
  if (!doc) return work.replaceChildren(welcome());
  if (!doc.isOpen) return work.replaceChildren(...trouble(doc));
  const names = Object.keys(TABS).filter((name) => doc.view || ["tables", "save"].includes(name));
  if (!names.includes(doc.open)) [doc.open] = names;
  const bar = h("nav", { class: "tabs", "aria-label": "What to show" }, names.map((name) => h("button", {
    type: "button", "aria-current": name === doc.open ? "page" : null, onclick: () => app.tab(name) }, TABS[name])));
  const head = doc.view && h("p", { class: "head" }, h("strong", {}, doc.view.document.title ?? doc.name),
    h("span", { class: "quiet" }, ` ${doc.view.document.kind}`));
  const body = h("div", { class: "body" });
  work.replaceChildren(...(head ? [head] : []), ...(doc.view ? [] : trouble(doc)), bar, body);
  try {
    if (doc.open === "review") {
      app.review = new Review(doc, app);
      body.append(app.review.element);
    } else if (doc.open === "records") body.append(new Records(doc, app).element);
    else if (doc.open === "tables") body.append(await tablesOf(doc));
    else if (doc.open === "compare") body.append(new Compare(doc, app).element);
    else body.append(saving(doc, app));
  } catch (error) {
    body.append(h("p", { class: "wrong" }, error.message));
  }
}

function trouble(doc) {
  const { message, help, kind, notes } = doc.trouble;
  const words = {
    broken: "tablemend stopped while reading this document: it was stopped by you, is too large for the browser, or shows a bug. The other documents are not affected.",
  }[kind] ?? sentence(message) + (/[.!?]$/.test(message) ? "" : ".");
  const password = kind === "password" && h("form", { class: "edit", onsubmit: async (event) => {
    event.preventDefault();
    doc.password = document.getElementById("password").value;
    await reading(doc);
    progress("");
    render();
  } }, h("label", { for: "password" }, "Password of the document"), h("input", { id: "password", type: "password", autocomplete: "off" }),
  h("button", { type: "submit", class: "strong" }, "Open it"));
  return [h("div", { class: "trouble", role: "alert" }, h("h2", {}, doc.name), h("p", {}, words), help && !password && h("p", { class: "quiet" }, sentence(help)), password,
    notes?.length > 0 && h("ul", {}, notes.slice(0, 10).map((n) => h("li", {}, sentence(n.message)))))];
}

document.getElementById("files").addEventListener("change", ({ target }) => {
  take(target.files).finally(() => { target.value = ""; });
});
const name = document.getElementById("name");
name.value = store.name();
name.addEventListener("change", () => store.name(name.value.trim()));
addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("over");
});
addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || document.body.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  take(event.dataTransfer.files);
});
addEventListener("keydown", (event) => app.review?.key(event));
render();
engine.start().catch((error) => progress(`This browser cannot run tablemend: ${error.message}. A current Firefox, Chrome, Edge or Safari can.`));
