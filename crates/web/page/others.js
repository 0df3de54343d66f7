// Comparing two open documents, and saving what was made of one.
import { h, count, save, say, inWords, lines } from "./dom.js";
import { standing } from "./store.js";

export class Compare {
  constructor(doc, app) {
    this.doc = doc;
    this.app = app;
    const others = app.documents.filter((d) => d !== doc && d.view);
    this.result = h("div");
    this.element = h("div", { class: "compare" });
    if (!others.length) {
      this.element.append(h("p", {}, "Open the document of another month as well: then you can see here what changed between the two."));
      return;
    }
    const choice = h("select", { id: "other", onchange: () => this.run(others[Number(choice.value)]) },
      others.map((d, i) => h("option", { value: String(i) }, d.label)));
    this.element.append(h("p", {}, h("label", { for: "other" }, "Compare with "), choice), this.result);
    this.run(others[0]);
  }

  async run(other) {
    // The earlier one comes first, where both say of which month they are.
    const period = (d) => d.view.document.period ?? "";
    const [before, after] = period(other) <= period(this.doc) ? [other, this.doc] : [this.doc, other];
    try {
      const { answer } = await this.app.engine.ask({ do: "compare", before: before.number, after: after.number });
      this.result.replaceChildren(...this.told(answer, before, after));
    } catch (error) {
      this.result.replaceChildren(h("p", { class: "wrong" }, error.message));
    }
  }

  told(changes, before, after) {
    const titles = new Map(after.view.entities.flatMap((e) => e.fields.map((f) => [f.name, f.title])));
    const value = (v) => (v === null || v === undefined ? "nothing"
      : typeof v === "string" ? v : Array.isArray(v) ? v.join("; ") : inWords(v.edtf) || v.printed || "nothing");
    const kinds = { added: "New", removed: "No longer there", renumbered: "Renumbered", changed: "Changed", not_found: "Not found" };
    const ways = { slipped: "slipped", earlier: "brought forward", better: "improved", worse: "worsened" };
    const text = (c) => {
      const view = c.after_id ? after.view : before.view;
      const kind = c.entity ?? changes.entities?.[0];
      const kinds = view.entities.filter((e) => !kind || e.one === kind);
      return kinds.flatMap((e) => e.records).find((r) => r.id === (c.after_id ?? c.before_id))?.text ?? "";
    };
    const rows = changes.changes.map((c) => h("tr", { class: c.direction === "slipped" || c.direction === "worse" ? "worse" : null },
      h("th", { scope: "row" }, c.after_id ?? c.before_id), h("td", {}, text(c).slice(0, 120)),
      h("td", {}, kinds[c.kind] ?? c.kind, c.field && c.kind === "changed" && `: ${titles.get(c.field) ?? c.field}`),
      h("td", {}, c.kind === "added" ? "" : lines(c.kind === "renumbered" ? c.before_id : value(c.before))),
      h("td", {}, c.kind === "removed" ? "" : lines(c.kind === "renumbered" ? c.after_id : value(c.after))),
      h("td", {}, c.direction && `${ways[c.direction]}${c.days ? ` by ${count(Math.abs(c.days), "day")}` : ""}`)));
    return [h("h2", {}, `${before.label} → ${after.label}`),
      h("p", {}, changes.totals.length ? `${changes.totals.join(", ")}.` : "Nothing changed."),
      rows.length > 0 && h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Changes" }, h("table", { class: "grid" },
        h("thead", {}, h("tr", {}, ["Reference", "Item", "Change", "Before", "After", "Direction"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, rows))),
      rows.length > 0 && h("p", { class: "does" }, this.#saving("xlsx", "Save as a workbook (.xlsx)", before, after), this.#saving("csv", "Save as CSV", before, after),
        h("button", { type: "button", onclick: () => save(changes.text, "changes.txt", "text/plain") }, "Save as text"))].filter(Boolean);
  }

  // Each kind of items is in it, as in the table above.
  #saving(format, label, before, after) {
    return h("button", { type: "button", class: format === "xlsx" ? "strong" : null, onclick: async () => {
      try {
        const { answer, bytes } = await this.app.engine.ask({ do: "compare", before: before.number, after: after.number, format });
        save(bytes, answer.name, answer.type);
        say(`${answer.name} was saved.`);
      } catch (error) {
        say(error.message);
      }
    } }, label);
  }
}

export function saving(doc, app) {
  const button = (format, label, about) => h("li", {}, h("button", { type: "button", class: format === "xlsx" ? "strong" : null, onclick: async () => {
    try {
      const { answer, bytes } = await app.engine.ask({ do: "write", doc: doc.number, format });
      save(bytes, answer.name, answer.type);
      say(`${answer.name} was saved.`);
    } catch (error) {
      say(error.message);
    }
  } }, label), h("span", { class: "quiet" }, about));
  if (!doc.view) {
    return h("div", { class: "saving" }, h("ul", {}, button("tables-xlsx", "Tables as a workbook (.xlsx)", "each table as it is printed"),
      button("tables-csv", "Tables as CSV", "one below the other"), button("tables-json", "Tables as JSON", "with spans, colours and places")));
  }
  const sha256 = doc.view.document.sha256;
  const own = app.store.of(sha256);
  const counting = standing(own).length;
  const kept = app.isServed ? `They are kept in ${app.store.place} as you make them.` : app.store.keeps ? "They are kept in this browser until you remove them." : "This browser does not keep them: save them before you close the page.";
  return h("div", { class: "saving" },
    h("h2", {}, "Results"),
    h("p", {}, counting ? `With ${count(counting, "decision")} of yours.` : "As read; nothing has been corrected yet."),
    h("ul", {}, button("xlsx", "Workbook (.xlsx)", "for Excel and LibreOffice; its queries are on a sheet of their own"),
      button("csv", "CSV files (.zip)", "one file per table, with a data package that describes them"),
      button("json", "JSON", "everything, for programs"), button("html", "Web page", "to read and to print"),
      doc.pages && button("marked", "The PDF with its queries marked", "an outline and a note on each"),
      button("tables-xlsx", "All tables as they are printed (.xlsx)", "without knowing what they mean")),
    h("h2", {}, "Corrections"),
    h("p", {}, app.isServed ? "They count for later editions in which the item is the same and the same words are printed. "
      : "Save them to use them again: next month, open the new document and the saved file together on this page, or use “tablemend convert --corrections FILE”. ", kept),
    h("p", { class: "does" },
      h("button", { type: "button", disabled: own.length === 0, onclick: () => save(app.store.lines(sha256, doc.given), `${doc.stem}-corrections.jsonl`, "application/jsonl") }, "Save corrections (.jsonl)"),
      !app.isServed && h("button", { type: "button", disabled: own.length === 0, onclick: async () => {
        if (confirm(`Remove all ${count(own.length, "decision")} on this document from this browser? What was saved to a file is not touched.`)) {
          app.store.forget(sha256);
          await doc.correct();
          app.changed();
          app.tab("save");
        }
      } }, "Remove them from this browser")));
}
