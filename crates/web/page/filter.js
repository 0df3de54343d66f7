// Which queries are gone through: of one kind, one section, one lead.
import { h } from "./dom.js";

const MOST_WORDS = 60;

export class Filter {
  constructor(doc, changed) {
    this.doc = doc;
    this.changed = changed;
    this.kept = { code: "", group: "", lead: "" };
    this.element = h("details", { class: "filter" });
  }

  get isOn() {
    return Object.values(this.kept).some(Boolean);
  }

  // Whether a note is gone through.
  fits(note) {
    const { code, group, lead } = this.kept;
    if (code && note.code !== code) return false;
    if (!group && !lead) return true;
    const record = this.#record(note);
    if (!record) return false;
    if (group && !record.parents.some((p) => `${p.entity}/${p.id}` === group) && `${note.entity}/${note.record}` !== group) return false;
    return !lead || this.#people(note.entity, record).includes(lead);
  }

  // The choices that these notes leave, with how many there are of each.
  render(notes) {
    const codes = new Map();
    for (const { code, message } of notes) {
      const known = codes.get(code) ?? { message, n: 0 };
      codes.set(code, { ...known, n: known.n + 1 });
    }
    const groups = this.doc.view.entities.filter((e) => !e.is_item).flatMap((e) => e.records.map((r) => [
      `${e.name}/${r.id}`, short([r.fields[0].now ?? r.id, r.text].filter(Boolean).join(" "))]));
    const people = new Set(notes.flatMap((note) => {
      const record = this.#record(note);
      return record ? this.#people(note.entity, record) : [];
    }));
    const choices = [
      ["code", "Kind of query", [...codes].map(([code, { message, n }]) => [code, `${short(message)} (${n})`])],
      ["group", "Section", groups],
      ["lead", "Lead", [...people].sort().map((p) => [p, short(p)])],
    ].filter(([, , options]) => options.length > 1);
    const open = this.element.open || this.isOn;
    this.element.hidden = choices.length === 0;
    this.element.replaceChildren(h("summary", {}, this.isOn ? "Filter (on)" : "Filter"),
      h("div", { class: "tools" }, choices.map(([name, label, options]) => this.#choice(name, label, options))));
    this.element.open = open;
  }

  #choice(name, label, options) {
    const id = `filter-${name}`;
    const select = h("select", { id, onchange: () => { this.kept[name] = select.value; this.changed(); document.getElementById(id)?.focus(); } },
      h("option", { value: "" }, "All"), options.map(([value, text]) => h("option", { value }, text)));
    select.value = this.kept[name];
    return h("p", {}, h("label", { for: id }, label), select);
  }

  #record({ entity, record }) {
    return this.doc.view.entities.find((e) => e.name === entity)?.records.find((r) => r.id === record);
  }

  #people(name, record) {
    const at = this.doc.view.entities.find((e) => e.name === name)?.fields.findIndex((f) => f.kind === "people") ?? -1;
    return at < 0 ? [] : (record.fields[at].now ?? "").split("; ").filter(Boolean);
  }
}

const short = (text) => {
  const line = text.replaceAll("\n", " ").replace(/^./u, (c) => c.toUpperCase());
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS - 1)}…` : line;
};
