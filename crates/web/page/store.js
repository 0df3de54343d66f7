// Corrections: lines of the data contract, kept in the browser until they are saved to a file.
//
// Each line is an entry of its own, so that two windows never write over each other's.

const PREFIX = "tablemend:correction:";

export class Store {
  // Where the browser keeps nothing (private windows, locked-down machines), they live with the page.
  #own = [];
  keeps = true;

  name(given) {
    try {
      if (given !== undefined) localStorage.setItem("tablemend:name", given);
      return localStorage.getItem("tablemend:name") ?? "";
    } catch {
      return given ?? "";
    }
  }

  // In the order in which they were made.
  of(sha256) {
    const all = [...this.#own];
    try {
      for (let i = 0; i < localStorage.length; i++) {
        const key = localStorage.key(i);
        if (key.startsWith(`${PREFIX}${sha256}:`)) all.push(JSON.parse(localStorage.getItem(key)));
      }
    } catch {
      this.keeps = false;
    }
    const own = all.filter((line) => line.document === sha256);
    return own.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  add(line) {
    const key = `${PREFIX}${line.document}:${line.at}:${Math.random().toString(36).slice(2, 8)}`;
    try {
      localStorage.setItem(key, JSON.stringify(line));
    } catch {
      this.keeps = false;
      this.#own.push(line);
    }
  }

  forget(sha256) {
    this.#own = this.#own.filter((line) => line.document !== sha256);
    try {
      const keys = Object.keys(localStorage).filter((k) => k.startsWith(`${PREFIX}${sha256}:`));
      for (const key of keys) localStorage.removeItem(key);
    } catch {
      this.keeps = false;
    }
  }

  // All that count for a document: its own, and those that were opened with it from files.
  lines(sha256, given = []) {
    const seen = new Set();
    const all = [...given, ...this.of(sha256)].map((line) => JSON.stringify(line));
    return all.filter((line) => !seen.has(line) && seen.add(line)).map((line) => `${line}\n`).join("");
  }

  changed(sha256, then) {
    addEventListener("storage", ({ key }) => {
      if (key?.startsWith(`${PREFIX}${sha256}:`)) then();
    });
  }
}

// A moment after all that are there, so that no two corrections of a document share one.
export function moment(lines) {
  const last = lines.reduce((latest, { at }) => (at > latest ? at : latest), "");
  let now = new Date();
  while (now.toISOString() <= last) now = new Date(Math.max(now.getTime(), Date.parse(last)) + 1);
  return now.toISOString();
}

// The corrections that nobody took back.
export function standing(lines) {
  const key = ({ id, field }, at) => JSON.stringify([id ?? null, field ?? null, at]);
  const undone = new Set(lines.filter((l) => l.undoes).map((l) => key(l, l.undoes)));
  return lines.filter((l) => !l.undoes && !undone.has(key(l, l.at)));
}
