// The left side: the page of the PDF as a picture, with the boxes of the record over it; the lines of a
// text; the rows of the table around it for Word documents and sheets.
import { h, lines, svg } from "./dom.js";
import { Broken } from "./engine.js";
import { Columns, tablesOf } from "./columns.js";

const KEPT_PICTURES = 12;

export class Source {
  // `draws`, where columns can be drawn, has `tried` and `kept` of `Columns`.
  constructor(doc, engine, onField, draws = null) {
    this.doc = doc;
    this.draws = draws;
    this.drawing = null;
    this.engine = engine;
    this.onField = onField;
    this.pictures = new Map();
    this.undrawable = new Set();
    this.shown = 0;
    this.element = h("section", { class: "source", "aria-label": "The document" });
  }

  // Shows where a record or a note is: `areas` are { at, kind, label, field }.
  async show(areas) {
    // What is being drawn stays until it is kept or left.
    if (this.drawing) {
      this.waiting = areas;
      return;
    }
    const turn = ++this.shown;
    const first = areas.findLast((a) => a.kind === "query" && a.at.length > 0)
      ?? areas.find((a) => a.at.length > 0);
    const place = first?.at[0];
    let made;
    if (place?.page) made = await this.#page(place.page, areas, turn);
    else if (place?.lines) made = await this.#lines(areas);
    else made = await this.#table(areas);
    if (turn === this.shown && made) {
      this.#put(made);
      this.#reveal();
    }
  }

  // Brings what is marked into the middle of its own box; the page itself stays where it is.
  #reveal() {
    const target = this.element.querySelector(".target");
    const box = this.element.querySelector(".text") ?? this.element;
    if (!target) return;
    const [a, b] = [target.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += a.top + a.height / 2 - b.top - b.height / 2;
    box.scrollLeft += a.left + a.width / 2 - b.left - b.width / 2;
  }

  async #page(page, areas, turn) {
    const [width, height] = this.doc.view.page_sizes[page - 1] ?? [595, 842];
    const boxes = areas.flatMap(({ at, kind, label, field }) => at.filter((p) => p.page === page && p.bbox)
      .map(({ bbox: [x0, y0, x1, y1] }) => {
        const box = svg("rect", { x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 1.5,
          class: `box ${kind}${kind === "query" ? " target" : ""}` }, svg("title", {}, label));
        if (field) box.addEventListener("click", () => this.onField(field));
        return box;
      }));
    const over = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "over", role: "img",
      "aria-label": `Page ${page}, with the place marked` });
    const sheet = h("div", { class: "sheet" });
    let note = null;
    try {
      sheet.append(h("img", { src: await this.#picture(page, width), alt: "", draggable: false }));
    } catch (error) {
      note = h("p", { class: "quiet" }, `No picture of this page (${error.message}); the words are drawn where they are.`);
      over.append(svg("rect", { x: 0, y: 0, width, height, class: "paper" }), ...await this.#words(page));
    }
    if (turn !== this.shown) return null;
    over.append(...boxes);
    sheet.append(over);
    const pages = this.doc.view.document.pages;
    const go = (to) => this.#leaf(to);
    const bar = h("p", { class: "pages" },
      h("button", { type: "button", "aria-label": "Previous page", disabled: page <= 1, onclick: () => go(page - 1) }, "‹"),
      h("span", {}, pages ? `Page ${page} of ${pages}` : `Page ${page}`),
      h("button", { type: "button", "aria-label": "Next page", disabled: page >= pages, onclick: () => go(page + 1) }, "›"),
      this.draws && !note && h("button", { type: "button", class: "draw", onclick: () => this.#draw(page) }, "Columns of a table"));
    this.areas = areas;
    return [bar, ...(note ? [note] : []), sheet];
  }

  // The columns of a table of this page, to be drawn anew.
  async #draw(page) {
    const size = this.doc.view.page_sizes[page - 1] ?? [595, 842];
    const picture = h("img", { src: await this.#picture(page, size[0]), alt: "", draggable: false });
    const tables = tablesOf(await this.doc.tables(), page);
    // The one with what is marked on the page comes first.
    const marked = this.areas?.flatMap((a) => a.at).find((p) => p.page === page && p.bbox)?.bbox;
    const holds = ({ area: [x0, y0, x1, y1] }) => marked && marked[0] < x1 && marked[2] > x0 && marked[1] < y1 && marked[3] > y0;
    tables.sort((a, b) => Number(Boolean(holds(b))) - Number(Boolean(holds(a))));
    const left = () => {
      this.drawing = null;
      const areas = this.waiting ?? this.areas;
      this.waiting = null;
      return this.show(areas).then(() => this.element.querySelector(".draw")?.focus());
    };
    const kept = async (drawn, answer) => {
      const told = await this.draws.kept(drawn, answer);
      if (!told) await left();
      return told;
    };
    this.drawing = new Columns(page, size, tables, picture, { tried: this.draws.tried, kept, left });
    this.shown++;
    this.element.replaceChildren(...this.drawing.element);
    this.element.scrollTop = 0;
    this.element.querySelector(".handle")?.focus();
  }

  // Another page than the one where the record is.
  async #leaf(page) {
    const turn = ++this.shown;
    const made = await this.#page(page, this.areas, turn);
    if (made && turn === this.shown) this.#put(made);
  }

  // The button that had the focus keeps it, or the other one at the last page: an Enter more turns over or
  // does nothing, and never falls to the query.
  #put(made) {
    const label = this.element.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
    this.element.replaceChildren(...made);
    const buttons = [...this.element.querySelectorAll(".pages button:not(:disabled)")];
    if (label) (buttons.find((b) => b.getAttribute("aria-label") === label) ?? buttons[0])?.focus();
  }

  async #picture(page, width) {
    const there = Math.max(this.element.clientWidth, 480);
    const scale = Math.min(3, Math.max(1.2, (there / width) * Math.min(devicePixelRatio, 2)));
    const key = `${page}:${scale.toFixed(1)}`;
    if (this.undrawable.has(page)) throw new Error("it cannot be drawn");
    if (!this.pictures.has(key)) {
      const { bytes } = await this.engine.ask({ do: "picture", doc: this.doc.number, page, scale }).catch((error) => {
        // Asking again would break the library again.
        if (error instanceof Broken) this.undrawable.add(page);
        throw error;
      });
      this.pictures.set(key, URL.createObjectURL(new Blob([bytes], { type: "image/png" })));
      if (this.pictures.size > KEPT_PICTURES) {
        const [oldest, address] = this.pictures.entries().next().value;
        URL.revokeObjectURL(address);
        this.pictures.delete(oldest);
      }
    }
    return this.pictures.get(key);
  }

  // The pictures of the pages beside this one, before anyone asks.
  ahead(page) {
    const size = this.doc.view.page_sizes[page - 1];
    if (size) this.#picture(page, size[0]).catch(() => {});
  }

  // Where there is no picture: the words of the tables, in their boxes.
  async #words(page) {
    const tables = await this.doc.tables();
    const cells = tables.flatMap((t) => t.cells).filter((c) => c.page === page && c.bbox);
    return cells.flatMap(({ bbox: [x0, y0, x1, y1], text, fill }) => {
      const box = svg("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: "cell", fill: fill ?? "none" });
      const room = Math.max(4, Math.floor((x1 - x0) / 4));
      const lines = wrapped(text, room).slice(0, Math.max(1, Math.floor((y1 - y0) / 8)));
      return [box, ...lines.map((line, i) => svg("text", { x: x0 + 2, y: y0 + 8 + i * 8, class: "word" }, line))];
    });
  }

  async #lines(areas) {
    const { answer } = await this.engine.ask({ do: "text", doc: this.doc.number });
    const marked = new Map();
    for (const { at, kind } of areas) {
      for (const { lines } of at) {
        for (let n = lines?.[0]; n <= lines?.[1]; n++) if (kind === "query" || !marked.has(n)) marked.set(n, kind);
      }
    }
    const first = Math.min(...marked.keys());
    const [from, to] = [Math.max(1, first - 40), first + 120];
    let target = false;
    const rows = (answer.lines ?? []).slice(from - 1, to).map((text, i) => {
      const kind = marked.get(from + i);
      const is = kind && !target;
      target ||= Boolean(kind);
      return h("div", { class: `line ${kind ?? ""}${is ? " target" : ""}` },
        h("span", { class: "number" }, String(from + i)), h("code", {}, text || " "));
    });
    return [h("p", { class: "pages" }, `Lines ${from} to ${Math.min(to, answer.lines?.length ?? to)}`),
      h("div", { class: "text", tabindex: 0, role: "region", "aria-label": "The text" }, rows)];
  }

  async #table(areas) {
    const tables = await this.doc.tables();
    const of = areas.find((a) => a.table) ?? within(tables, areas.findLast((a) => a.at.length > 0));
    const table = of && tables.find((t) => t.id === of.table);
    if (!table) return [h("p", { class: "quiet" }, this.doc.view?.notes.length ? "This note is about the document as a whole; it has no place in it." : "There is no note to show the place of.")];
    const row = (of.row ?? 1) - 1;
    const where = of.at[0]?.cells ? `Sheet ${of.at[0].sheet}, cells ${of.at[0].cells}` : `Table ${table.id}, row ${row + 1}`;
    return [h("p", { class: "pages" }, where),
      h("div", { class: "text", tabindex: 0, role: "region", "aria-label": "The table" },
        grid(table, Math.max(0, row - 6), row + 12, row))];
  }
}

// The table and row of a place that names none: the row of the sheet, the cell with the paragraph.
function within(tables, area) {
  const [place] = area?.at ?? [];
  const line = (cells) => Number(/\d+/.exec(cells ?? "")?.[0]);
  for (const { id, cells } of place ? tables : []) {
    const is = (c) => (place.cells ? c.sheet === place.sheet && line(c.cells) === line(place.cells)
      : c.paragraph <= place.paragraph && cells.at(-1).paragraph >= place.paragraph);
    const cell = cells.findLast(is);
    if (cell) return { at: area.at, table: id, row: cell.row + 1 };
  }
  return null;
}

function wrapped(text, room) {
  const lines = [];
  for (const part of text.split("\n")) {
    let line = "";
    for (const word of part.split(" ")) {
      if (line && line.length + word.length + 1 > room) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    lines.push(line);
  }
  return lines;
}

// Rows of a table as they are, spans and fills too; header rows always.
export function grid(table, from, to, marked = -1) {
  const rows = [];
  const shown = (row) => row < table.header_rows || (row >= from && row < to);
  for (let row = 0; row < table.row_count; row++) if (shown(row)) rows.push(row);
  const body = rows.map((row) => {
    const cells = table.cells.filter((c) => c.row === row || (c.row < row && c.row + c.rowspan > row && c.row < from && row === from));
    return h("tr", { class: row === marked ? "query target" : null }, cells.map((cell) => {
      const left = cell.rowspan - (row - cell.row);
      const made = h(row < table.header_rows ? "th" : "td",
        { colspan: cell.colspan, rowspan: Math.min(left, rows.filter((r) => r >= row && r < row + left).length) },
        lines(cell.text));
      if (cell.fill) {
        made.style.backgroundColor = cell.fill;
        made.style.color = isDark(cell.fill) ? "#fff" : "#000";
      }
      return made;
    }));
  });
  return h("table", { class: "grid" }, h("tbody", {}, body));
}

function isDark(fill) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(fill.slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}
