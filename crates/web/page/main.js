// The page: files come in, documents are side by side, each with its review, records, tables,
// comparison and files to save. Served by the program, the documents are those of its desk; in a file to
// read there is the one that was put into it.
import { h, say, count } from "./dom.js";
import { engine, home, store } from "./homes.js";
import { FileDoc, ServedDoc, StillDoc } from "./doc.js";
import { Compare, saving } from "./others.js";
import { Records, tablesOf } from "./lists.js";
import { Review, sentence } from "./review.js";
import { standing } from "./store.js";

const work = document.getElementById("work");
const TABS = { review: "Review", records: "Records", tables: "Tables", compare: "Compare", save: "Save" };
// How often the program is asked whether others decided something, in milliseconds.
const OFTEN = 5000;

const app = {
  engine, store, documents: [], current: null, review: null, isServed: Boolean(home.served), isStill: Boolean(home.still),
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
    const doc = new FileDoc(file.name, file);
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
  const items = doc.view.entities.filter((e) => e.is_item);
  const filled = items.filter((e) => e.records.length > 0);
  const counts = (filled.length ? filled : items.slice(0, 1))
    .map((e) => count(e.records.length, e.one.replaceAll("_", " "), e.title.toLowerCase()));
  const made = standing(store.of(doc.sha256)).length;
  return [...(counts.length ? counts : [count(0, "record", "records")]), count(queries(doc), "query", "queries"), doc.pages && count(doc.pages, "page"), made > 0 && count(made, "decision")].filter(Boolean).join(", ");
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
      h("strong", {}, app.documents.length > 1 && app.isServed ? doc.label : doc.name), " ", h("span", { class: "quiet" }, doc.view ? summary(doc) : !doc.isOpen ? "could not be read" : "tables only")),
    !app.isServed && !app.isStill && h("button", { type: "button", class: "plain close", "aria-label": `Close ${doc.name}`, onclick: () => close(doc) }, "×"))));
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
  const names = Object.keys(TABS).filter((name) => (doc.view || ["tables", "save"].includes(name))
    && !(app.isStill && ["compare", "save"].includes(name)));
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

// Files come in by the button and by dropping them.
function takesFiles() {
  document.getElementById("files").addEventListener("change", ({ target }) => {
    take(target.files).finally(() => { target.value = ""; });
  });
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
}

const promise = (words) => document.querySelector(".promise").replaceChildren(words);

// The documents of the program's desk, and whether others decide on them meanwhile.
async function served() {
  promise("Served by tablemend on this computer, for this browser only.");
  document.querySelectorAll(".opening > label.button, #files").forEach((e) => e.remove());
  const end = h("button", { type: "button", onclick: async () => {
    await engine.ask({ do: "end" }).catch(() => {});
    clearInterval(timer);
    ended("The review is ended. You can close this window.");
  } }, "End the review");
  document.querySelector(".opening").append(end);
  const { answer } = await engine.ask({ do: "papers" });
  store.place = answer.place;
  for (const paper of answer.papers) {
    const doc = new ServedDoc(paper);
    await doc.read();
    app.documents.push(doc);
  }
  [app.current] = app.documents;
  await render();
  work.focus({ preventScroll: true });
  const timer = setInterval(async () => {
    try {
      const { answer: { counts } } = await engine.ask({ do: "state" });
      for (const doc of app.documents.filter((d) => d.view && store.of(d.sha256).length !== counts[d.number - 1])) {
        if (app.review?.busy || app.review?.isTyped) continue;
        await doc.correct();
        if (doc === app.current && app.review) app.review.refresh();
        else if (doc === app.current) await render();
        tabs();
        say("Somebody decided something in another window: it is shown here now.");
      }
    } catch (error) {
      clearInterval(timer);
      ended(error.message);
    }
  }, OFTEN);
}

function ended(words) {
  progress("");
  document.querySelector(".opening").replaceChildren();
  document.getElementById("documents").hidden = true;
  app.review = null;
  work.replaceChildren(h("div", { class: "trouble", role: "alert" }, h("h2", {}, "tablemend is not running any more"),
    h("p", {}, words), store.place && h("p", { class: "quiet" }, `Your decisions are kept in ${store.place}.`)));
}

function still() {
  promise("For reading: nothing can be changed here, and this page is not allowed to connect to anything.");
  document.querySelector(".opening").remove();
  app.current = new StillDoc(home.still);
  app.documents = [app.current];
  render();
}

addEventListener("keydown", (event) => app.review?.key(event));
const name = document.getElementById("name");
name.value = store.name();
name.addEventListener("change", () => store.name(name.value.trim()));
if (home.still) still();
else if (home.served) served().catch((error) => ended(error.message));
else {
  takesFiles();
  render();
  engine.start().catch((error) => progress(`This browser cannot run tablemend: ${error.message}. A current Firefox, Chrome, Edge or Safari can.`));
}
