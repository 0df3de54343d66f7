// The columns of a table, drawn over the picture of its page: edges to drag or to move by the keyboard, what the table
// reads as in them, and keeping them.
import { h, svg, count, lines } from "./dom.js";

const STEP = 1; // points for an arrow key; ten with the shift key
const SLIM = 4; // the narrowest column, in points
const GRIP = 4; // how far from a line it can be grasped, in points

// The tables of a page as they were read: area, and edges between columns.
export function tablesOf(tables, page) {
  const found = [];
  for (const { id, column_count: columns, cells: all, header_rows: heads } of tables) {
    const cells = all.filter((c) => c.page === page && c.bbox);
    if (!cells.length) continue;
    const side = (n, of) => of(...cells.map((c) => c.bbox[n]));
    const area = [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)];
    const edges = [];
    const last = Math.max(columns ?? 0, ...cells.map((c) => c.col + c.colspan));
    for (let n = 1; n < last; n++) {
      const lefts = cells.filter((c) => c.col === n).map((c) => c.bbox[0]).sort((a, b) => a - b);
      if (lefts.length) edges.push(lefts[Math.floor(lefts.length / 2)]);
    }
    const head = cells.filter((c) => c.row + c.rowspan <= heads).map((c) => c.bbox[3]);
    found.push({ id, area, edges: edges.filter((x) => x > area[0] && x < area[2]).sort((a, b) => a - b), header: head.length ? Math.max(...head) : null });
  }
  return found;
}

export class Columns {
  // `does` has `tried(drawn)`, `kept(drawn, answer)` and `left()`; the first two give what went wrong, in words.
  constructor(page, size, tables, picture, does) {
    Object.assign(this, { page, size, tables, does });
    const [width, height] = size;
    this.over = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "over drawing", role: "group", "aria-label": `Columns on page ${page}`,
      ondblclick: (event) => this.#add(this.#at(event)[0]) });
    this.sheet = h("div", { class: "sheet" }, picture, this.over);
    this.wrong = h("p", { class: "wrong", role: "alert" });
    this.result = h("div", { class: "text", tabindex: 0, role: "region", "aria-label": "The table in these columns" });
    this.headed = h("input", { type: "checkbox", id: "headed", onchange: () => this.#header() });
    this.save = h("button", { type: "button", class: "strong", disabled: true, onclick: () => this.#keep() }, "Keep these columns");
    const which = tables.length > 1 && h("label", {}, "Table ", h("select", { onchange: (event) => this.#take(tables[event.target.selectedIndex]) },
      tables.map((t, i) => h("option", {}, `${i + 1} of ${tables.length}`))));
    this.element = [
      h("p", { class: "quiet" }, "Drag the edges to where the columns end, or move to one with Tab and use the arrow keys (Shift for larger steps, Delete to remove it). Double-click to add one."),
      h("div", { class: "does" }, which,
        h("button", { type: "button", onclick: () => this.#add() }, "Add an edge"),
        h("span", { class: "check" }, this.headed, h("label", { for: "headed" }, "It has a header")),
        h("button", { type: "button", onclick: () => this.#try() }, "Try it"), this.save,
        h("button", { type: "button", onclick: () => this.does.left() }, "Cancel")),
      this.wrong, this.sheet, this.result];
    this.#take(tables[0] ?? { area: [36, 36, width - 36, height - 36], edges: [], header: null });
  }

  #take({ area, edges, header }) {
    [this.area, this.edges, this.header] = [[...area], [...edges], header];
    this.headed.checked = header !== null;
    this.#changed();
  }

  #changed() {
    this.answer = null;
    this.save.disabled = true;
    this.result.replaceChildren();
    this.#draw();
  }

  #header() {
    this.header = this.headed.checked ? this.area[1] + Math.min(24, (this.area[3] - this.area[1]) / 4) : null;
    this.#changed();
  }

  // An edge more: where it was asked for, else in the middle of the widest column.
  #add(at) {
    const sides = [this.area[0], ...this.edges, this.area[2]];
    const gaps = sides.slice(1).map((x, i) => [x - sides[i], (x + sides[i]) / 2]);
    const x = at ?? gaps.reduce((a, b) => (b[0] > a[0] ? b : a))[1];
    if (sides.some((s) => Math.abs(s - x) < SLIM) || x < this.area[0] || x > this.area[2]) return;
    this.edges = [...this.edges, x].sort((a, b) => a - b);
    this.#changed();
    this.over.querySelector(`[data-edge="edge ${this.edges.indexOf(x)}"]`)?.focus();
  }

  // A point of the page under the pointer.
  #at({ clientX, clientY }) {
    const box = this.over.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * this.size[0], ((clientY - box.top) / box.height) * this.size[1]];
  }

  // Everything that can be moved: its name, what it is now, within which bounds, and how it is set.
  #handles() {
    const [x0, y0, x1, y1] = this.area;
    const sides = [x0, ...this.edges, x1];
    const side = (name, n, least, most, isLevel) => ({ key: `side ${n}`, name, now: this.area[n], least, most, isLevel, set: (v) => { this.area[n] = v; } });
    const list = this.edges.map((x, i) => ({ key: `edge ${i}`, name: `Edge between columns ${i + 1} and ${i + 2}`, now: x,
      least: sides[i] + SLIM, most: sides[i + 2] - SLIM, isEdge: true, set: (v) => { this.edges[i] = v; }, remove: () => this.edges.splice(i, 1) }));
    list.unshift(side("Left side of the table", 0, 0, sides[1] - SLIM, false));
    list.push(side("Right side of the table", 2, sides.at(-2) + SLIM, this.size[0], false),
      side("Top of the table", 1, 0, y1 - 8, true), side("Foot of the table", 3, y0 + 8, this.size[1], true));
    if (this.header !== null) list.push({ key: "header", name: "Lower edge of the header", now: this.header, least: y0 + 2, most: y1 - 2, isLevel: true, isHeader: true, set: (v) => { this.header = v; } });
    return list;
  }

  #draw() {
    const held = document.activeElement?.dataset?.edge;
    const [x0, y0, x1, y1] = this.area;
    this.over.replaceChildren(...this.#handles().map((of) => {
      const [a, b] = of.isLevel ? [[x0, of.now], [x1, of.now]] : [[of.now, y0], [of.now, y1]];
      // A box around the line can be grasped, and has a width for whoever looks for it.
      const grip = svg("rect", { x: a[0] - (of.isLevel ? 0 : GRIP), y: a[1] - (of.isLevel ? GRIP : 0), width: of.isLevel ? x1 - x0 : 2 * GRIP, height: of.isLevel ? 2 * GRIP : y1 - y0, class: "grip" });
      const line = svg("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1], class: "line" });
      return svg("g", { role: "slider", tabindex: 0, class: `handle ${of.isHeader ? "header" : of.isEdge ? "edge" : "side"}${of.isLevel ? " level" : ""}`, "data-edge": of.key,
        "aria-label": of.name, "aria-orientation": of.isLevel ? "vertical" : "horizontal", "aria-valuemin": Math.round(of.least), "aria-valuemax": Math.round(of.most),
        "aria-valuenow": Math.round(of.now), "aria-valuetext": `${Math.round(of.now)} points`,
        onkeydown: (event) => this.#key(event, of), onpointerdown: (event) => this.#drag(event, of) }, grip, line);
    }));
    if (held) this.over.querySelector(`[data-edge="${held}"]`)?.focus();
  }

  #move(of, to) {
    of.set(Math.round(Math.min(of.most, Math.max(of.least, to)) * 10) / 10);
    if (this.header !== null) this.header = Math.min(this.area[3] - 2, Math.max(this.area[1] + 2, this.header));
    this.#changed();
  }

  #key(event, of) {
    const by = (event.shiftKey ? 10 : 1) * STEP;
    const step = (of.isLevel ? { ArrowUp: -by, ArrowDown: by } : { ArrowLeft: -by, ArrowRight: by })[event.key];
    if (step === undefined && !(of.remove && ["Delete", "Backspace"].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (step !== undefined) return void this.#move(of, of.now + step);
    of.remove();
    this.#changed();
    (this.over.querySelector(".edge") ?? this.over.querySelector(".handle")).focus();
  }

  #drag(event, of) {
    event.preventDefault();
    const moved = (e) => this.#move(of, this.#at(e)[of.isLevel ? 1 : 0]);
    const end = () => {
      removeEventListener("pointermove", moved);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      this.over.querySelector(`[data-edge="${of.key}"]`)?.focus();
    };
    addEventListener("pointermove", moved);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  // What a correction says of these columns.
  get drawn() {
    return { place: { page: this.page, bbox: this.area }, value: { columns: this.edges, header: this.headed.checked ? this.header : this.area[1] - 1 } };
  }

  async #try() {
    this.wrong.textContent = "";
    if (!this.edges.length) {
      this.wrong.textContent = "A table has two columns at least: add an edge between them.";
      return;
    }
    const asked = JSON.stringify(this.drawn);
    const { answer, told } = await this.does.tried(this.drawn);
    if (asked !== JSON.stringify(this.drawn)) return;
    this.wrong.textContent = told ?? "";
    if (!answer) return;
    this.answer = answer;
    this.save.disabled = false;
    const { rows, header_rows: heads, records } = answer;
    this.result.replaceChildren(
      h("p", { class: "quiet" }, `${count(rows.length, "row")} in ${count(this.edges.length + 1, "column")} on this page`,
        records === null ? "; no records can be read from the document then." : `; ${count(records, "record")} in the document then.`),
      h("table", { class: "grid" }, h("tbody", {}, rows.slice(0, 40).map((row, i) => h("tr", {}, row.map((text) => h(i < heads ? "th" : "td", {}, lines(text))))))));
  }

  async #keep() {
    this.save.disabled = true;
    const told = await this.does.kept(this.drawn, this.answer);
    if (told) {
      this.wrong.textContent = told;
      this.save.disabled = false;
    }
  }
}
