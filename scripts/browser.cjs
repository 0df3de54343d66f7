// What the checks in a browser have in common: what a page asks for and complains of, accessibility,
// pictures, times.
"use strict";
const { load } = require("./npm.cjs");
const path = require("node:path");

const axe = load("axe-core");
const check = (condition, told) => { if (!condition) throw new Error(told); };

// Anything that the page asks for but what `isOwn` allows, and whatever it complains of.
function watched(page, said, isOwn, isExpected = () => false) {
  page.on("request", (r) => {
    if (!isOwn(r.url()) && !/^(blob|data):/.test(r.url())) said.push(`asked for ${r.url()}`);
  });
  page.on("console", (m) => { if (m.type() === "error" && !isExpected(m.text())) said.push(m.text()); });
  page.on("pageerror", (e) => said.push(String(e)));
}

// Gives a way to take pictures into a folder; `-` for none.
const camera = (folder) => (page, name) => folder === "-" ? null : page.screenshot({ path: path.join(folder, `${name}.png`) });

async function accessible(page, name) {
  // As a person's tool would look at it: whatever the page's policy says.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  check(found.violations.length === 0, `axe-core, ${name}: ` + found.violations
    .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].failureSummary}`).join("; "));
  check(found.passes.length > 10, `axe-core looked at nothing: ${found.passes.length} rules`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(over <= 0, `${name}: the page is ${over} px too wide`);
}

// Milliseconds from a key until the screen has been drawn twice, the most of several times.
async function keyed(page, key, times) {
  const all = [];
  for (let i = 0; i < times; i++) {
    all.push(await page.evaluate(async (pressed) => {
      const begun = performance.now();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - begun;
    }, key));
  }
  return Math.round(Math.max(...all));
}

module.exports = { accessible, camera, check, keyed, watched };
