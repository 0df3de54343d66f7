"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const tools = byId("tools");
  const rows = Array.from(document.querySelectorAll(".items > tbody > tr"), (row, order) => ({
    row, order, home: row.parentNode, kind: row.closest("table").dataset.kind,
    text: row.textContent.toLowerCase(), keys: {},
  }));
  if (rows.length === 0) { return; }
  tools.hidden = false;
  const groups = byId("groups");
  const list = byId("list");
  const controls = ["find", "status", "group", "layout", "doubtful"].map(byId);
  const [find, status, group, layout, doubtful] = controls;
  let sort = null;

  // A first table for all rows of a kind, with the heads of its others.
  const whole = new Map();
  for (const table of document.querySelectorAll(".items")) {
    if (whole.has(table.dataset.kind)) { continue; }
    const copy = table.closest(".scroll").cloneNode(true);
    copy.setAttribute("aria-label", "All rows");
    const body = copy.querySelector("tbody");
    body.replaceChildren();
    whole.set(table.dataset.kind, body);
    list.append(copy);
  }

  const heads = Array.from(document.querySelectorAll(".items thead th"));
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.dataset.title = head.textContent;
    button.addEventListener("click", () => {
      const column = head.dataset.column;
      const kind = head.closest("table").dataset.kind;
      const down = isSorted(head) && !sort.down;
      sort = { kind, column, down };
      arrange();
    });
    head.replaceChildren(button);
  }

  const isSorted = (head) => sort !== null && head.dataset.column === sort.column
    && head.closest("table").dataset.kind === sort.kind;

  const key = (item, column) => {
    if (!(column in item.keys)) {
      const cell = item.row.cells[column];
      item.keys[column] = cell.dataset.sort ?? cell.textContent.trim().toLowerCase();
    }
    return item.keys[column];
  };
  const collator = new Intl.Collator("en-GB", { numeric: true });

  function arrange() {
    const order = rows.slice();
    if (sort !== null) {
      order.sort((a, b) => {
        // The rows of another kind have other columns: they stay as they are.
        if (a.kind !== sort.kind || b.kind !== sort.kind) {
          return (a.kind === sort.kind) - (b.kind === sort.kind) || a.order - b.order;
        }
        const x = key(a, sort.column), y = key(b, sort.column);
        // What has no value is last whichever way the rest is sorted.
        if ((x === "") !== (y === "")) { return x === "" ? 1 : -1; }
        return (sort.down ? collator.compare(y, x) : collator.compare(x, y)) || a.order - b.order;
      });
    }
    const flat = layout.value === "list";
    const into = new Map();
    for (const item of order) {
      const body = flat ? whole.get(item.kind) : item.home;
      if (!into.has(body)) { into.set(body, document.createDocumentFragment()); }
      into.get(body).append(item.row);
    }
    for (const [body, fragment] of into) { body.append(fragment); }
    for (const head of heads) {
      if (isSorted(head)) {
        head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    }
    list.hidden = !flat;
    groups.hidden = flat;
  }

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const item of rows) {
      const data = item.row.dataset;
      const fits = words.every((word) => item.text.includes(word))
        && (!status || status.value === "" || data.status === status.value)
        && (!group || group.value === "" || data.group === group.value)
        && (!doubtful || !doubtful.checked || "doubt" in data);
      item.row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    const filtered = shown < rows.length;
    for (const section of Array.from(groups.querySelectorAll("section")).reverse()) {
      section.hidden = filtered && section.querySelector(".items > tbody > tr:not([hidden])") === null;
    }
    byId("found").textContent = shown + " of " + rows.length + " shown";
  }

  find.addEventListener("input", filter);
  for (const control of [status, group, doubtful]) {
    if (control) { control.addEventListener("change", filter); }
  }
  layout.addEventListener("change", arrange);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("reset", () => {
    sort = null;
    // The controls are only reset after this event.
    setTimeout(() => { arrange(); filter(); }, 0);
  });
  // On paper nothing can be opened: what was read with a doubt is shown.
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details.warn:not([open])")) {
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) { details.open = false; }
  });
  filter();
})();
