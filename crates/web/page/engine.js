// The library, behind messages: one worker, one question at a time, started anew when it breaks.

export class Broken extends Error {}

export class Trouble extends Error {
  constructor({ kind, message, help }) {
    super(message);
    this.kind = kind;
    this.help = help;
  }
}

async function unpacked(id) {
  const packed = atob(document.getElementById(id).textContent.trim());
  const bytes = Uint8Array.from(packed, (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export class Engine {
  #worker = null;
  #waiting = new Map();
  #number = 0;
  #wasm = null;
  #ready = null;
  #lost = null;
  // Opens the documents again, by `direct`, in a library that was started anew.
  restore = async () => {};

  // Begins to unpack the library before anyone asks.
  start() {
    this.#ready ??= this.#begin();
    return this.#ready;
  }

  async #begin() {
    this.#wasm ??= await unpacked("engine");
    const source = document.getElementById("worker").textContent;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.#worker = new Worker(address);
    this.#worker.addEventListener("message", ({ data }) => this.#answered(data));
    this.#worker.addEventListener("error", () => this.stop());
    await this.#send({ wasm: this.#wasm });
    URL.revokeObjectURL(address);
  }

  #send(message, transfer = []) {
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ ...message, number }, transfer);
    });
  }

  #answered({ number, answer, bytes, broken }) {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (broken !== undefined) {
      console.error(broken);
      waiting?.reject(new Broken(broken));
      this.stop();
    } else if (answer.error) {
      waiting?.reject(new Trouble(answer.error));
    } else {
      waiting?.resolve({ answer, bytes });
    }
  }

  // Ends the worker, whatever it does, and with it all documents it had: before the next question is
  // asked, they are opened in another.
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    this.#lost = () => this.restore();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Broken("the library stopped"));
  }

  async ask(request, file) {
    if (typeof this.#lost === "function") this.#lost = this.#lost();
    await this.#lost;
    return this.direct(request, file);
  }

  async direct(request, file) {
    await this.start();
    return this.#send({ request, file }, file ? [file.buffer] : []);
  }
}
