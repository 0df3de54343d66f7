// Packages of npm for the scripts beside this: from NODE_PATH, the folder at hand, or theirs. What is missing
// is named on standard error, with exit code 3.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");

function load(name) {
  for (const from of [...(process.env.NODE_PATH ?? "").split(":"), process.cwd(), __dirname]) {
    try {
      return createRequire(path.join(from.replace(/node_modules\/?$/, "") || "/", "x.cjs"))(name);
    } catch { /* the next place */ }
  }
  console.error(`npm package ${name}`);
  process.exit(3);
}

module.exports = { load };
