// All records and all tables of a document, to look through.
import { h, count, lines } from "./dom.js";
import { grid } from "./source.js";
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
    // The items of each kind: actions, and in the same document risks or indicators.
    const all = doc.view.entities.filter((e) => e.is_item);
    const filled = all.filter((e) => e.records.length > 0);
    const items = filled.length ? filled : all.slice(0, 1);
    const at = (item, kind) => item.fields.findIndex((f) => f.kind === kind);
    const kinds = items.map((item) => ({ item, status: at(item, "status"), leads: at(item, "people") }));
    // Before each kind of items are its groups, the outermost first.
    const isOutermost = (e, i) => !e.is_item && (i === 0 || doc.view.entities[i - 1].is_item);
    const groups = doc.view.entities.filter(isOutermost).filter((e) => e.records.length > 0);
    const [groupLabel, group] = choose("group", groups[0]?.title ?? "", groups.flatMap((e) => e.records
      .map((r) => [`${e.name}/${r.id}`, `${r.fields[0].now ?? r.id} ${(r.text ?? "").slice(0, 60)}`])));
    const [statusLabel, statuses] = choose("status", "Status", kinds.every((k) => k.status < 0) ? [] : doc.view.statuses.map((s) => [s, s]));
    const names = kinds.filter((k) => k.leads >= 0).flatMap((k) => k.item.records.flatMap((r) => (r.fields[k.leads].now ?? "").split("; ")));
    const people = [...new Set(names.filter(Boolean))].sort();
    const led = kinds.find((k) => k.leads >= 0);
    const [leadLabel, lead] = choose("lead", led ? led.item.fields[led.leads].title : "Lead", people.map((p) => [p, p]));
    this.words = h("input", { id: "words", type: "search", oninput: () => this.fill() });
    this.doubtful = h("input", { id: "doubtful", type: "checkbox", onchange: () => this.fill() });
    this.filters = { kinds, group, statuses, lead };
    this.found = h("p", { class: "quiet", role: "status" });
    this.table = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Records" });
    const tool = (label, control) => label && h("p", {}, label, control);
    this.element = h("div", { class: "records" }, h("form", { class: "tools", role: "search", onsubmit: (e) => e.preventDefault() },
      tool(h("label", { for: "words" }, "Containing"), this.words), tool(groupLabel, group), tool(statusLabel, statuses), tool(leadLabel, lead),
      h("p", { class: "check" }, this.doubtful, h("label", { for: "doubtful" }, "Only with queries"))), this.found, this.table);
    this.fill();
  }

  fill() {
    const { kinds, group, statuses, lead } = this.filters;
    if (!kinds.length) return;
    const doubts = new Set(this.doc.view.notes.filter((n) => n.level !== "info").map((n) => `${n.entity}/${n.record}`));
    const words = this.words.value.trim().toLowerCase();
    const is = ({ item, status, leads }) => (r) => (!group.value || r.parents.some((p) => `${p.entity}/${p.id}` === group.value))
      && (!statuses.value || (status >= 0 && r.fields[status].now === statuses.value))
      && (!lead.value || (leads >= 0 && (r.fields[leads].now ?? "").split("; ").includes(lead.value)))
      && (!this.doubtful.checked || doubts.has(`${item.name}/${r.id}`))
      && (!words || r.fields.some((f) => (f.now ?? "").toLowerCase().includes(words)));
    const parts = kinds.map((kind) => ({ item: kind.item, all: kind.item.records.filter(is(kind)) }));
    const told = parts.map(({ item, all }) => `${all.length} of ${count(item.records.length, item.one.replaceAll("_", " "), item.title.toLowerCase())}`);
    this.found.textContent = `${told.join(", ")} shown. Choose a reference to see it on the page.`;
    this.table.replaceChildren(...parts.flatMap(({ item, all }) => [parts.length > 1 && h("h2", {}, item.title), ...this.#rows(item, all, doubts)]).filter(Boolean));
  }

  #rows(item, all, doubts) {
    const rows = all.slice(0, this.limit).map((r) => h("tr", {}, item.fields.map((field, i) => {
      const value = r.fields[i];
      if (i === 0) {
        const doubtful = doubts.has(`${item.name}/${r.id}`);
        return h("th", { scope: "row" }, h("button", { type: "button", class: "plain", onclick: () => this.app.choose(item.name, r.id) }, value.now ?? r.id),
          doubtful && h("span", { class: "flag", title: "Has a query" }, " ●", h("span", { class: "hidden" }, " has a query")));
      }
      const text = lines(shown(field, value.now));
      return h("td", { class: field.kind }, value.corrected ? h("ins", { title: `Corrected; was read as ${value.read ?? "nothing"}` }, text) : text);
    })));
    const more = all.length > this.limit && h("p", {}, h("button", { type: "button", onclick: () => { this.limit = Infinity; this.fill(); } }, `Show all ${all.length}`));
    return [h("table", { class: "grid" }, h("thead", {}, h("tr", {}, item.fields.map((f) => h("th", { scope: "col" }, f.title)))),
      h("tbody", {}, rows)), more];
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
