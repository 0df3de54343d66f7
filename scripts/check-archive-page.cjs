// Opens reports in Chromium, light and dark, wide, narrow and printed, with axe-core:
// node check-archive-page.cjs CHROMIUM SCREENSHOTS|- PAGE…
"use strict";
const { load } = require("./npm.cjs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { chromium } = load("playwright-core");
const axe = load("axe-core");
const [executablePath, shots, ...pages] = process.argv.slice(2);
const check = (condition, told) => { if (!condition) { throw new Error(told); } };

async function look(browser, file) {
  const url = pathToFileURL(path.resolve(file)).href;
  const name = path.basename(file, ".html");
  const said = [];
  // Colours do not depend on the width, nor sizes on the colours.
  for (const colorScheme of ["light", "dark"]) {
    for (const width of shots === "-" ? [colorScheme === "light" ? 1280 : 360] : [1280, 360]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      page.on("console", (m) => { if (m.type() === "error") { said.push(m.text()); } });
      page.on("request", (r) => { if (r.url() !== url) { said.push(`asked for ${r.url()}`); } });
      await page.goto(url);
      await page.evaluate(axe.source);
      const found = await page.evaluate(() => axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      check(found.violations.length === 0, `axe-core, ${name}, ${colorScheme}, ${width} px: ` + found.violations
        .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].failureSummary}`).join("; "));
      check(found.passes.length > 10, `axe-core looked at nothing: ${found.passes.length} rules`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(overflow <= 0, `${name}: at ${width} px the page is ${overflow} px too wide`);
      if (width === 1280 && colorScheme === "light") {
        // A link that leads nowhere, and words of a drawing that lie over each other or outside it.
        const lost = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")]
          .map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
        check(lost.length === 0, `${name}: links to nowhere: ${lost.slice(0, 5)}`);
        const clipped = await page.evaluate(() => [...document.querySelectorAll("svg text")].filter((t) => {
          const [a, b] = [t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()];
          return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
        }).map((t) => t.textContent));
        check(clipped.length === 0, `${name}: words outside their drawing: ${clipped.slice(0, 5)}`);
        const over = await page.evaluate(() => [...document.querySelectorAll("svg")].flatMap((svg) => {
          const all = [...svg.querySelectorAll("text:not([transform])")].map((t) => [t.textContent, t.getBoundingClientRect()]);
          return all.flatMap(([x, a], i) => all.slice(i + 1).filter(([, b]) =>
            a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([y]) => `${x} | ${y}`));
        }));
        check(over.length === 0, `${name}: words of a drawing over each other: ${over.slice(0, 5)}`);
      }
      if (shots !== "-") {
        await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
      }
      if (shots !== "-" && width === 1280 && colorScheme === "light") {
        await page.emulateMedia({ media: "print" });
        await page.pdf({ path: `${shots}/${name}.pdf`, format: "A4", preferCSSPageSize: true, printBackground: true });
      }
      await page.close();
    }
  }
  check(said.length === 0, said.join("; "));
}

async function main() {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const page of pages) { await look(browser, page); }
    console.log(`${pages.length} pages: axe-core found nothing, light and wide, dark and narrow`);
  } finally {
    await browser.close();
  }
}

main().catch((error) => { console.error(error.message); process.exit(1); });
