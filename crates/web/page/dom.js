// Elements from plain values. Words of documents only ever become text nodes.

export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  return fill(made, attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return fill(made, attributes, children);
}

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "max" || name === "checked" || name === "hidden") made[name] = value;
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

// Text with its line ends.
export function lines(text) {
  return (text ?? "").split("\n").flatMap((line, i) => (i ? [h("br"), line] : [line]));
}

export function say(words) {
  document.getElementById("said").replaceChildren(h("span", {}, words));
}

export function save(bytes, name, type) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];

// "2024-04" as "April 2024"; intervals as "April 2024 to June 2024".
export function inWords(edtf) {
  if (!edtf) return "";
  const one = (part) => {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)$/.exec(part);
    if (!match) return part;
    const [, year, month, day, sure] = match;
    if (month && !MONTHS[Number(month) - 1]) return part;
    const words = [day && String(Number(day)), month && MONTHS[Number(month) - 1], year];
    return (sure ? "about " : "") + words.filter(Boolean).join(" ");
  };
  const [from, to] = edtf.split("/");
  if (to === undefined) return one(from);
  if (from === ".." || from === "") return `until ${one(to)}`;
  if (to === ".." || to === "") return `from ${one(from)}`;
  return `${one(from)} to ${one(to)}`;
}
