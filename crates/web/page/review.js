// The right side of the review: one query after another, the record it speaks of, and what a person
// says of it.
import { h, say, inWords, count, lines } from "./dom.js";
import { Filter } from "./filter.js";
import { Source } from "./source.js";
import { moment, standing } from "./store.js";

export class Review {
  constructor(doc, app) {
    this.doc = doc;
    this.app = app;
    this.withRepairs = false;
    this.at = 0;
    this.chosen = null; // a record that was picked from the list, in place of a query
    this.editing = null;
    this.source = new Source(doc, app.engine, (field) => this.edit(field), app.isStill ? null
      : { tried: (drawn) => this.#tried(drawn), kept: (drawn, answer) => this.#kept(drawn, answer) });
    this.busy = false; // while a decision is on its way
    this.filter = new Filter(doc, () => { this.at = 0; this.chosen = null; this.editing = null; this.render(); });
    this.card = h("section", { class: "card", "aria-label": "The reading" });
    this.list = h("details", { class: "queue" });
    this.element = h("div", { class: "review" }, this.source.element, h("div", { class: "side" }, this.filter.element, this.card, this.list));
    this.done = new Set();
    this.render();
  }

  // All that could be gone through, whatever the filter says.
  get all() {
    const least = this.withRepairs ? () => true : ({ level }) => level !== "info";
    return this.doc.view.notes.filter((n) => least(n) && !n.code.startsWith("correction.ap")
      && !["correction.confirmed", "correction.retired"].includes(n.code));
  }

  get queue() {
    return this.all.filter((n) => this.filter.fits(n));
  }

  get note() {
    return this.chosen ? null : this.queue[this.at] ?? null;
  }

  record() {
    if (this.chosen) return this.find(this.chosen.entity, this.chosen.id);
    const note = this.note;
    if (note?.near) return this.find(note.near.entity, note.near.id);
    return note?.record ? this.find(note.entity, note.record) : null;
  }

  find(name, id) {
    const entity = this.doc.view.entities.find((e) => e.name === name);
    const record = entity?.records.find((r) => r.id === id);
    return record ? { entity, record } : null;
  }

  // Whether something is being typed that a new drawing of the card would lose.
  get isTyped() {
    return this.card.querySelector("form") !== null;
  }

  go(step) {
    this.editing = null;
    if (this.chosen) this.chosen = null;
    else {
      const n = this.queue.length;
      if (n) this.at = (this.at + step + n) % n;
    }
    this.render();
  }

  choose(entity, id) {
    this.chosen = { entity, id };
    this.editing = null;
    this.render();
  }

  // What others decided is there now: the same query stays on the screen, if it is still one.
  refresh() {
    const shown = this.shown;
    const at = this.queue.findIndex((n) => key(n) === shown);
    if (at >= 0) this.at = at;
    else if (this.at >= this.queue.length) this.at = 0;
    this.render();
  }

  edit(field) {
    if (this.app.isStill) return undefined;
    const found = this.record();
    if (!found) return say("This query is about the document as a whole: there is no field to edit.");
    this.editing = field ?? this.note?.field ?? (this.note?.near && "ref") ?? found.entity.fields[1]?.name ?? "ref";
    this.render();
    this.card.querySelector(".edit [name=value]")?.focus();
  }

  render() {
    // A record that was picked may be gone: joined to another, dropped, here or in another window.
    if (this.chosen && !this.record()) this.chosen = null;
    const found = this.record();
    const note = this.note;
    const held = this.#held();
    this.card.replaceChildren(...(note || found ? this.#card(note, found) : this.#empty()));
    this.shown = note && key(note);
    this.filter.render(this.all);
    this.#list();
    this.#show(note, found);
    if (held && !this.editing) (this.card.querySelector(held) ?? this.#heading())?.focus();
  }

  // What has the focus, as a selector, if it is in here: a control that is drawn again keeps it. Where it
  // is gone, the heading gets it and never another button, so that Enter means what the page says.
  #held() {
    const at = document.activeElement;
    if (!this.card.contains(at) && !this.list.contains(at)) return null;
    return at.dataset.stays ? `[data-stays="${at.dataset.stays}"]` : "h2, h3";
  }

  #heading() {
    return this.card.querySelector("h2, h3");
  }

  // A step by the mouse leaves the focus on the reading, for Enter; one by the keyboard, on its button.
  #step(event, step) {
    if (event.detail > 0) this.#heading()?.focus();
    this.go(step);
  }

  #empty() {
    if (this.filter.isOn && this.all.length) {
      return [h("h2", { tabindex: -1 }, "No queries of this choice left"), h("p", {}, `${count(this.all.length, "query is", "queries are")} left besides; change the filter above to see them.`)];
    }
    const total = this.doc.view.notes.length;
    return [h("h2", { tabindex: -1 }, "No queries left"),
      h("p", {}, total ? "Every reading that was uncertain has been settled. " : "No reading of this document was uncertain.",
        total ? `${count(total, "note")} say what was repaired or settled; all are in the files you save.` : null),
      this.#repairs(),
      !this.app.isStill && h("p", { class: "does" }, h("button", { type: "button", class: "strong", onclick: () => this.app.tab("save") }, "Save the results"), this.#undo())].filter(Boolean);
  }

  #repairs() {
    const box = h("input", { type: "checkbox", id: "repairs", "data-stays": "repairs", checked: this.withRepairs,
      onchange: () => { this.withRepairs = box.checked; this.at = 0; this.chosen = null; this.render(); } });
    return h("p", { class: "check" }, box, h("label", { for: "repairs" }, "Also go through what was repaired"));
  }

  #card(note, found) {
    const n = this.queue.length;
    const where = note ? `Query ${this.at + 1} of ${n}` : "Picked from the list";
    const steps = h("div", { class: "steps" },
      h("button", { type: "button", "data-stays": "previous", onclick: (event) => this.#step(event, -1), title: "Previous query (p)" }, "‹ Previous"),
      h("button", { type: "button", "data-stays": "next", onclick: (event) => this.#step(event, 1), title: "Next query (n)" }, this.chosen ? "Back to the queries" : "Next ›"),
      h("span", { class: "where" }, where));
    const isStill = this.app.isStill;
    const does = !isStill && h("div", { class: "does" },
      note && h("button", { type: "button", class: "strong", onclick: () => this.confirm(), title: "The reading is right (Enter)" },
        note.field || note.used ? "It is right (Enter)" : "Nothing is wrong here (Enter)"),
      note?.near && found && h("button", { type: "button", onclick: () => this.#missing(found.entity, found.record) }, "A row is missing below"),
      found && h("button", { type: "button", onclick: () => this.edit(), title: "Correct a field (e)" }, "Correct it (e)"),
      this.#undo());
    return [steps, this.#progress(n), note && this.#note(note), does, found && this.#record(found, note), found && !isStill && this.#rows(found),
      this.#repairs(), this.#keys()].filter(Boolean);
  }

  #undo() {
    return this.#last() && h("button", { type: "button", onclick: () => this.undo(), title: "Undo the last decision (u)" }, "Undo last (u)");
  }

  // How many of the queries are settled.
  #progress(left) {
    const settled = standing(this.app.store.of(this.doc.sha256)).length;
    if (!settled) return null;
    return h("p", { class: "settled quiet" }, h("progress", { max: settled + left, value: settled, "aria-label": "Settled" }), ` ${settled} settled, ${left} left`);
  }

  #note(note) {
    const facts = [["Printed", note.printed], ["Read as", reading(note.used)]].filter(([, v]) => v);
    return h("div", { class: `note ${note.level}` },
      h("h2", { tabindex: -1 }, sentence(note.message)),
      facts.length > 0 && h("dl", {}, facts.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, lines(v))])),
      note.help && h("p", { class: "quiet" }, sentence(note.help)),
      h("p", { class: "quiet" }, placeInWords(note.at[0]), " ", h("code", {}, note.code)));
  }

  #record({ entity, record }, note) {
    const groups = record.parents.map((p) => [p.ref, p.title].filter(Boolean).join(" ")).join(" › ");
    const rows = entity.fields.map((field, i) => {
      const value = record.fields[i];
      const is = note?.field === field.name;
      if (this.editing === field.name) return h("tr", { class: "open" }, h("td", { colspan: 3 }, this.#form(entity, record, field, value)));
      if (!value.printed && !value.now && !is && field.kind === "text" && !value.corrected) return null;
      const settled = value.corrected
        ? [h("ins", {}, lines(shown(field, value.now) || "(nothing)")), h("span", { class: "was" }, "was read as ", h("del", {}, lines(shown(field, value.read) || "(nothing)")))]
        : lines(shown(field, value.now));
      const same = field.kind === "text" && value.printed === value.now;
      return h("tr", { class: is ? "query" : null },
        h("th", { scope: "row" }, this.app.isStill ? field.title
          : h("button", { type: "button", class: "plain", title: `Correct “${field.title}”`, onclick: () => this.edit(field.name) }, field.title)),
        h("td", {}, lines(value.printed), !value.printed && value.inherited && h("span", { class: "quiet" }, "from a merged cell")),
        h("td", {}, same && !value.corrected ? h("span", { class: "quiet" }, "as printed") : settled));
    });
    return h("div", { class: "record" },
      h("h3", { tabindex: -1 }, `${note?.near ? "Above the gap: " : ""}${name(entity.one)} ${record.fields[0].now ?? record.id}`),
      groups && h("p", { class: "quiet" }, groups),
      h("table", {}, h("thead", {}, h("tr", {}, ["Field", "As printed", record.fields.some((f) => f.corrected) ? "As read, or corrected" : "As read"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows)));
  }

  #form(entity, record, field, value) {
    const current = value.now ?? "";
    const long = field.kind === "text" && (current.length > 60 || current.includes("\n") || !current);
    const id = "value";
    const input = long
      ? h("textarea", { name: "value", id, rows: 4, value: current })
      : h("input", { name: "value", id, value: current, list: field.kind === "status" ? "statuses" : null, autocomplete: "off" });
    const why = h("input", { name: "why", id: "why", autocomplete: "off" });
    const wrong = h("p", { class: "wrong", role: "alert" });
    const hint = {
      dates: "For example 2024-04-30, 30 April 2024, April 2024, April to June 2024",
      people: "Separate several with a semicolon",
      number: "A number, or the word of the scale",
    }[field.kind];
    const form = h("form", {
      class: "edit", novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const text = input.value.trim();
        if (text === current.trim()) {
          wrong.textContent = "That is what it is now. To say that it is right, use “It is right”.";
          return;
        }
        wrong.textContent = "";
        const told = await this.add({ ...this.#about(entity, record, field), op: "set", value: text || null, why: why.value.trim() || null }, true);
        if (told) wrong.textContent = told;
      },
      onkeydown: (event) => {
        if (event.key === "Escape") { this.editing = null; this.render(); }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      },
    },
    h("label", { for: id }, field.title), input, hint && h("p", { class: "quiet" }, hint),
    field.kind === "status" && h("datalist", { id: "statuses" }, this.doc.view.statuses.map((s) => h("option", { value: s }))),
    h("label", { for: "why" }, "Why (optional)"), why, wrong,
    h("p", { class: "does" }, h("button", { type: "submit", class: "strong" }, "Save the correction"),
      h("button", { type: "button", onclick: () => { this.editing = null; this.render(); } }, "Cancel (Esc)")));
    return form;
  }

  // What is wrong with the row as a whole.
  #rows({ entity, record }) {
    if (!entity.is_item) return null;
    const at = entity.records.indexOf(record);
    const above = entity.records[at - 1];
    const line = { id: record.id, field: null, printed: record.text, read: null, text: record.text, place: record.place, why: null };
    return h("details", { class: "rows" }, h("summary", {}, "Something is wrong with the row as a whole"),
      h("p", { class: "does" },
        h("button", { type: "button", onclick: () => this.add({ ...line, op: "drop", value: null }) }, "It is not a record"),
        above && h("button", { type: "button", onclick: () => this.add({ ...line, op: "join", value: above.id }) }, `It belongs to ${above.fields[0].now ?? above.id} above`),
        h("button", { type: "button", onclick: () => this.#split(entity, record, line) }, "It is two records"),
        h("button", { type: "button", onclick: () => this.#missing(entity, record) }, "A row is missing below")));
  }

  #split(entity, record, line) {
    const field = main(entity);
    const text = record.fields[entity.fields.indexOf(field)].now ?? "";
    this.#ask(`Where does the second record begin? Put the cursor there in “${field.title}” and save.`, text, (input) => {
      const cut = input.selectionStart;
      const [a, b] = [input.value.slice(0, cut).trim(), input.value.slice(cut).trim()];
      if (!a || !b) return "Put the cursor between the two records.";
      return this.add({ ...line, op: "split", value: [{ [field.name]: a }, { [field.name]: b }] });
    });
  }

  #missing(entity, record) {
    const field = main(entity);
    this.#ask(`What does the missing row say (“${field.title}”)? Its other fields can be corrected afterwards.`, "", (input) => {
      const text = input.value.trim();
      if (!text) return "Type what the row says.";
      return this.add({ id: null, field: null, printed: null, read: null, text, place: record.place, why: null,
        op: "add", value: { after: record.id, [field.name]: text } });
    });
  }

  #ask(question, text, then) {
    const input = h("textarea", { rows: 5, id: "asked", value: text });
    const wrong = h("p", { class: "wrong", role: "alert" });
    const form = h("form", { class: "edit", onsubmit: async (event) => {
      event.preventDefault();
      const told = await then(input);
      if (typeof told === "string") wrong.textContent = told;
    }, onkeydown: (event) => event.key === "Escape" && this.render() }, h("label", { for: "asked" }, question), input, wrong,
    h("p", { class: "does" }, h("button", { type: "submit", class: "strong" }, "Save"), h("button", { type: "button", onclick: () => this.render() }, "Cancel (Esc)")));
    const rows = this.card.querySelector(".rows");
    rows?.replaceChildren(rows.querySelector("summary"), form);
    if (rows) rows.open = true;
    input.focus();
  }

  #keys() {
    return h("p", { class: "keys quiet" }, h("kbd", {}, "n"), " next  ", h("kbd", {}, "p"), " previous  ",
      !this.app.isStill && [h("kbd", {}, "Enter"), " right as it is  ", h("kbd", {}, "e"), " correct  ", h("kbd", {}, "u"), " undo"]);
  }

  #list() {
    const queue = this.queue;
    const open = this.list.open;
    this.list.replaceChildren(h("summary", {}, `All queries (${queue.length})`),
      h("ol", {}, queue.map((note, i) => h("li", {},
        h("button", { type: "button", class: "plain", "aria-current": !this.chosen && i === this.at ? "true" : null,
          onclick: () => { this.chosen = null; this.editing = null; this.at = i; this.render(); } },
        [note.record && h("strong", {}, note.record), note.record && " ", sentence(note.message)])))));
    this.list.open = open;
  }

  #show(note, found) {
    const areas = [];
    if (found) {
      const { entity, record } = found;
      areas.push({ at: record.at, kind: "row", label: `${entity.one} ${record.id}`, table: record.table, row: record.row });
      entity.fields.forEach((field, i) => areas.push({ at: record.fields[i].at, kind: "field",
        label: `${field.title}: ${record.fields[i].now ?? "nothing"}`, field: field.name }));
    }
    if (note) areas.push({ at: note.at, kind: "query", label: note.message, table: note.table, row: note.row, field: note.field });
    else if (found) areas[0].kind = "query";
    this.source.show(areas).then(() => {
      const next = this.queue[this.at + 1]?.at[0]?.page;
      if (next) this.source.ahead(next);
    }).catch((error) => say(error.message));
  }

  #about(entity, record, field) {
    const value = record.fields[entity.fields.indexOf(field)];
    return { id: record.id, field: field.name, printed: value.printed, read: value.read, text: record.text,
      place: value.at[0] ?? record.place };
  }

  confirm() {
    const note = this.note;
    if (this.app.isStill) return undefined;
    if (!note) return say("Nothing to confirm here.");
    const found = note.near ? null : this.record();
    const field = found && note.field && found.entity.fields.find((f) => f.name === note.field);
    const about = field ? this.#about(found.entity, found.record, field)
      : { id: note.record, field: null, printed: note.printed, read: note.used, text: found?.record.text ?? null, place: note.place };
    return this.add({ ...about, op: "confirm", value: null, why: null, code: note.code });
  }

  // What a table reads as in columns that were drawn.
  async #tried(drawn) {
    try {
      return { answer: await this.doc.inColumns(this.#line({ ...drawn, op: "layout" })) };
    } catch (error) {
      return { told: error.message };
    }
  }

  #kept(drawn, answer) {
    return this.add({ ...drawn, op: "layout", printed: answer.printed || null });
  }

  // A decision as it is kept.
  #line(line) {
    const store = this.app.store;
    const { document: info } = this.doc.view;
    return { v: 1, at: moment(store.of(info.sha256)), by: store.name() || "not given", document: info.sha256,
      period: info.period, item: null, ...order(line), undoes: null };
  }

  // Adds a decision; gives in words why the library refuses it, else nothing.
  async add(line, checks = false) {
    const full = this.#line(line);
    if (this.busy) return null;
    this.busy = true;
    const note = this.note;
    let told;
    try {
      told = await this.doc.decide(full, checks);
    } catch (error) {
      told = `Not saved: ${error.message}`;
    } finally {
      this.busy = false;
    }
    if (told) {
      if (!checks) {
        this.render();
        say(told);
      }
      return told;
    }
    this.editing = null;
    // The query that was settled is gone, so that the next one is in its place.
    if (note && this.queue[this.at] && key(this.queue[this.at]) === key(note)) this.at++;
    if (this.at >= this.queue.length) this.at = 0;
    this.app.changed();
    this.render();
    say({ confirm: "Confirmed.", layout: "The columns are kept; the document was read again in them." }[full.op] ?? "Corrected.");
    return null;
  }

  #last() {
    return standing(this.app.store.of(this.doc.view.document.sha256)).at(-1);
  }

  async undo() {
    const last = this.#last();
    if (this.app.isStill) return undefined;
    if (!last) return say("There is nothing to undo.");
    const store = this.app.store;
    const { op, id, field, document, period } = last;
    if (this.busy) return undefined;
    this.busy = true;
    const line = { v: 1, at: moment(store.of(document)), by: store.name() || "not given", document, period, item: null, id, field, op,
      printed: last.printed, read: last.read, value: last.value, place: last.place, why: null, undoes: last.at };
    let told;
    try {
      told = await this.doc.decide(line, false);
    } catch (error) {
      told = `Not undone: ${error.message}`;
    } finally {
      this.busy = false;
    }
    this.editing = null;
    if (told) {
      this.render();
      return say(told);
    }
    const back = this.queue.findIndex((n) => n.record === id && (field === null || n.field === field));
    if (back >= 0) { this.chosen = null; this.at = back; }
    this.app.changed();
    this.render();
    say("Undone.");
  }

  key(event) {
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
    // A key that is held down decides once.
    if (event.repeat && ["Enter", "u"].includes(event.key)) return event.preventDefault();
    const does = { n: () => this.go(1), p: () => this.go(-1), Enter: () => this.confirm(), e: () => this.edit(), u: () => this.undo() }[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  }
}

const key = ({ code, record, printed, at }) => JSON.stringify([code, record, printed, at]);

// The members in the order of the data contract.
function order({ id, field, op, printed, read, value, place, why, code, text }) {
  return { id: id ?? null, field: field ?? null, op, printed: printed ?? null, read: read ?? null, value: value ?? null, place: place ?? null, why: why ?? null,
    ...(code ? { code } : {}), ...(text ? { text } : {}) };
}

const main = (entity) => entity.fields.find((f) => f.kind === "text") ?? entity.fields[0];
const name = (one) => one.replaceAll("_", " ").replace(/^./, (c) => c.toUpperCase());
export const sentence = (text) => (text ? text.replace(/^./u, (c) => c.toUpperCase()) : "");
export const reading = (text) => (/^[\d.]{4}[-\d./?~]*$/.test(text ?? "") ? inWords(text) : text);
export const shown = (field, text) => (field.kind === "dates" ? inWords(text) : text);

export function placeInWords(place) {
  if (!place) return "About the document as a whole.";
  if (place.page) return `Page ${place.page}.`;
  if (place.lines) return place.lines[0] === place.lines[1] ? `Line ${place.lines[0]}.` : `Lines ${place.lines.join(" to ")}.`;
  if (place.cells) return `Sheet ${place.sheet}, ${place.cells}.`;
  return place.paragraph ? `Paragraph ${place.paragraph}.` : "";
}
