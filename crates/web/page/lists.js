// All records and all tables of a document, to look through.
import { h, count } from "./dom.js";
import { grid, lines } from "./source.js";
import { shown } from "./review.js";

const AT_ONCE = 200;

export class Records {
  constructor(doc, app) {
    this.doc = doc;
    this.app = app;
    this.limit = AT_ONCE;
    const choose = (id, label, options) => {
      const made = h("select", { id, onchange: () => this.fill() }, h("option", { value: "" }, "All"),
        options.map(([value, text]) => h("option", { value }, text)));
      return options.length ? [h("label", { for: id }, label), made] : [null, made];
    };
    const item = doc.view.entities.find((e) => e.is_item);
    const groups = doc.view.entities.find((e) => !e.is_item);
    const [groupLabel, group] = choose("group", groups?.title ?? "", (groups?.records ?? [])
      .map((r) => [r.id, `${r.fields[0].now ?? r.id} ${(r.text ?? "").slice(0, 60)}`]));
    const status = item?.fields.findIndex((f) => f.kind === "status") ?? -1;
    const [statusLabel, statuses] = choose("status", "Status", status < 0 ? [] : doc.view.statuses.map((s) => [s, s]));
    const leads = item?.fields.findIndex((f) => f.kind === "people") ?? -1;
    const people = leads < 0 ? [] : [...new Set(item.records.flatMap((r) => (r.fields[leads].now ?? "").split("; ")).filter(Boolean))].sort();
    const [leadLabel, lead] = choose("lead", item?.fields[leads]?.title ?? "Lead", people.map((p) => [p, p]));
    this.words = h("input", { id: "words", type: "search", oninput: () => this.fill() });
    this.doubtful = h("input", { id: "doubtful", type: "checkbox", onchange: () => this.fill() });
    this.filters = { item, group, statuses, status, lead, leads };
    this.found = h("p", { class: "quiet", role: "status" });
    this.table = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Records" });
    const tool = (label, control) => label && h("p", {}, label, control);
    this.element = h("div", { class: "records" }, h("form", { class: "tools", role: "search", onsubmit: (e) => e.preventDefault() },
      tool(h("label", { for: "words" }, "Containing"), this.words), tool(groupLabel, group), tool(statusLabel, statuses), tool(leadLabel, lead),
      h("p", { class: "check" }, this.doubtful, h("label", { for: "doubtful" }, "Only with queries"))), this.found, this.table);
    this.fill();
  }

  fill() {
    const { item, group, statuses, status, lead, leads } = this.filters;
    if (!item) return;
    const doubts = new Set(this.doc.view.notes.filter((n) => n.level !== "info").map((n) => n.record));
    const words = this.words.value.trim().toLowerCase();
    const is = (r) => (!group.value || r.parents.some((p) => p.id === group.value))
      && (!statuses.value || r.fields[status].now === statuses.value)
      && (!lead.value || (r.fields[leads].now ?? "").split("; ").includes(lead.value))
      && (!this.doubtful.checked || doubts.has(r.id))
      && (!words || r.fields.some((f) => (f.now ?? "").toLowerCase().includes(words)));
    const all = item.records.filter(is);
    this.found.textContent = `${all.length} of ${count(item.records.length, item.one.replaceAll("_", " "))} shown. Choose a reference to see it on the page.`;
    const rows = all.slice(0, this.limit).map((r) => h("tr", {}, item.fields.map((field, i) => {
      const value = r.fields[i];
      if (i === 0) {
        return h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => this.app.choose(item.name, r.id) }, value.now ?? r.id),
          doubts.has(r.id) && h("span", { class: "flag", title: "Has a query" }, " ●", h("span", { class: "hidden" }, " has a query")));
      }
      const text = lines(shown(field, value.now));
      return h("td", { class: field.kind }, value.corrected ? h("ins", { title: `Corrected; was read as ${value.read ?? "nothing"}` }, text) : text);
    })));
    const more = all.length > this.limit && h("p", {}, h("button", { type: "button", onclick: () => { this.limit = Infinity; this.fill(); } }, `Show all ${all.length}`));
    this.table.replaceChildren(h("table", { class: "grid" }, h("thead", {}, h("tr", {}, item.fields.map((f) => h("th", { scope: "col" }, f.title)))),
      h("tbody", {}, rows)), ...(more ? [more] : []));
  }
}

export async function tablesOf(doc) {
  const all = await doc.tables();
  const one = (table) => {
    const box = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Table ${table.id}` }, grid(table, 0, AT_ONCE));
    const where = table.pages?.length ? ` · ${table.pages.length > 1 ? `pages ${table.pages[0]} to ${table.pages.at(-1)}` : `page ${table.pages[0]}`}` : "";
    const more = table.row_count > AT_ONCE && h("button", { type: "button", onclick: ({ target }) => { box.replaceChildren(grid(table, 0, Infinity)); target.remove(); } }, "Show all rows");
    return h("details", { open: all.length === 1 }, h("summary", {}, `${table.id}. ${table.title ?? "Table without a title"}`,
      h("span", { class: "quiet" }, ` · ${count(table.row_count, "row")}, ${count(table.column_count, "column")}${where}`)), box, more);
  };
  return h("div", { class: "tables" }, all.length ? all.map(one) : h("p", {}, "No table was found in this document."));
}
