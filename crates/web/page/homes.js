// Where the page is at home: by itself in a browser, served by the program on this computer, or one file
// to read. Each has its own way to ask the library and to keep corrections.
import { Engine, Trouble } from "./engine.js";
import { Store } from "./store.js";

// What was put into the page: nothing, `served` with a token, or `still` with everything to show.
export const home = JSON.parse(document.getElementById("embedded").textContent || "null") ?? {};

// The program, behind requests to this computer; one question at a time is answered, many may wait.
class Program {
  restore = async () => {};
  async start() {}
  stop() {}

  async ask(request) {
    let response;
    try {
      response = await fetch("/ask", { method: "POST", body: JSON.stringify(request), cache: "no-store",
        headers: { "content-type": "application/json", "x-tablemend-token": home.served.token } });
    } catch {
      throw new Trouble({ kind: "ended", message: "tablemend does not answer: it was ended. What it confirmed as saved is saved; start the review again to go on." });
    }
    if (!response.ok) throw new Trouble({ kind: "refused", message: await response.text() });
    const buffer = await response.arrayBuffer();
    const length = new DataView(buffer).getUint32(0, true);
    const answer = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    if (answer.error) throw new Trouble(answer.error);
    return { answer, bytes: new Uint8Array(buffer, 4 + length) };
  }
}

// The corrections that the program keeps: what it said last of each document.
class Ledger {
  keeps = true;
  place = "";
  #lines = new Map();
  #name = home.served?.name ?? "";

  name(given) {
    if (given !== undefined) this.#name = given;
    return this.#name;
  }

  of(sha256) {
    return this.#lines.get(sha256) ?? [];
  }

  put(sha256, lines) {
    this.#lines.set(sha256, lines);
  }

  lines(sha256) {
    return this.of(sha256).map((line) => `${JSON.stringify(line)}\n`).join("");
  }

  changed() {}
}

// What was put into the page: it answers what it holds and changes nothing.
class Book {
  restore = async () => {};
  async start() {}
  stop() {}

  async ask({ do: what, page }) {
    const { tables, text, pictures } = home.still;
    const nothing = new Uint8Array();
    if (what === "tables") return { answer: { tables }, bytes: nothing };
    if (what === "text") return { answer: text, bytes: nothing };
    if (what === "picture" && pictures[page]) {
      return { answer: { type: "image/png" }, bytes: Uint8Array.from(atob(pictures[page]), (c) => c.charCodeAt(0)) };
    }
    throw new Trouble({ kind: "failed", message: "this page is for reading only" });
  }
}

export const engine = home.served ? new Program() : home.still ? new Book() : new Engine();
export const store = home.served || home.still ? new Ledger() : new Store();
