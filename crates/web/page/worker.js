// Runs the library away from the page's own thread, so that a long document does not freeze it.
"use strict";

let module = null;
let engine = null;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// What libraries in the module ask of a browser. The time is asked for by the writer of workbooks,
// which does not use the answer; nothing else is called.
function imports(of) {
  const made = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(of)) {
    if (kind !== "function") continue;
    made[from] ??= {};
    made[from][name] = name.includes("_now_") ? () => Date.now() : () => {
      throw new Error(`the module asked for ${name}, which this page does not give`);
    };
  }
  return made;
}

async function start(bytes) {
  module ??= await WebAssembly.compile(bytes);
  engine = (await WebAssembly.instantiate(module, imports(module))).exports;
}

function put(part, bytes) {
  const address = engine.tm_room(part, bytes.length);
  new Uint8Array(engine.memory.buffer, address, bytes.length).set(bytes);
}

function got(part) {
  const length = engine.tm_length(part);
  return new Uint8Array(engine.memory.buffer, engine.tm_address(part), length);
}

function call(request, file) {
  put(0, encoder.encode(JSON.stringify(request)));
  put(1, file ?? new Uint8Array());
  engine.tm_call();
  return { answer: JSON.parse(decoder.decode(got(0))), bytes: got(1).slice() };
}

addEventListener("message", async ({ data }) => {
  const { number, wasm, request, file } = data;
  try {
    if (wasm) {
      await start(wasm);
      postMessage({ number, answer: {} });
    } else {
      const { answer, bytes } = call(request, file);
      postMessage({ number, answer, bytes }, [bytes.buffer]);
    }
  } catch (error) {
    // What stopped in the middle cannot go on: the page starts a new one.
    postMessage({ number, broken: String(error) });
  }
});
