// Opens a page in Chromium and uses it: node check-outputs-page.cjs PAGE CHROMIUM [SCREENSHOTS]
"use strict";
const { load } = require("./npm.cjs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { chromium } = load("playwright-core");
const axe = load("axe-core");
const [page_path, executablePath, shots] = process.argv.slice(2);
const url = pathToFileURL(path.resolve(page_path)).href;
const check = (condition, told) => { if (!condition) { throw new Error(told); } };

async function main() {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const said = [];
  try {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 360]) {
        // Scripts of the page itself are held to its own policy; axe-core is put in past it.
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        const page = await context.newPage();
        page.on("console", (m) => { if (m.type() === "error") { said.push(m.text()); } });
        page.on("pageerror", (e) => said.push(String(e)));
        page.on("request", (r) => { if (r.url() !== url) { said.push(`asked for ${r.url()}`); } });
        await page.goto(url);
        await page.evaluate(axe.source);
        for (const open of [false, true]) {
          await page.evaluate((open) => document.querySelectorAll("details").forEach((d) => { d.open = open; }), open);
          const found = await page.evaluate(() => axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          }));
          check(found.violations.length === 0, `axe-core, ${colorScheme}, ${width} px: ` + found.violations
            .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].failureSummary}`).join("; "));
        }
        if (shots) {
          await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = false; }));
          await page.screenshot({ path: `${shots}/${colorScheme}-${width}.png` });
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(overflow <= 0, `at ${width} px the page is ${overflow} px too wide`);
        await context.close();
      }
    }
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("pageerror", (e) => said.push(String(e)));
    page.on("console", (m) => { if (m.type() === "error") { said.push(m.text()); } });
    await page.goto(url);
    const rows = page.locator(".items > tbody > tr");
    const shown = () => page.locator(".items > tbody > tr:visible").count();
    const all = await rows.count();
    check(all > 0 && await shown() === all, `${all} rows, ${await shown()} of them shown`);
    const first = (await rows.first().locator("td").first().innerText()).split(/\s+/).slice(0, 4).join(" ");
    await page.fill("#find", first);
    const found = await shown();
    check(found >= 1 && await rows.first().isVisible(), `search for “${first}” shows ${found} rows`);
    await page.fill("#find", "no row has these words xyzzy");
    check(await shown() === 0, "a search for nothing that is there shows rows");
    check((await page.locator("#found").innerText()).startsWith("0 of "), "the number found is not told");
    await page.click("button[type=reset]");
    await page.waitForFunction((n) => document.querySelector("#found").textContent.startsWith(`${n} of`), all);
    if (await page.locator("#status").count() > 0) {
      const option = await page.locator("#status option").nth(1).getAttribute("value");
      await page.selectOption("#status", option);
      const of_status = await rows.evaluateAll((list, s) => list.filter((r) => r.dataset.status === s).length, option);
      check(await shown() === of_status, `filter by ${option}: ${await shown()} rows, not ${of_status}`);
      await page.click("button[type=reset]");
      await page.waitForFunction((n) => document.querySelector("#found").textContent.startsWith(`${n} of`), all);
    }
    await page.selectOption("#layout", "list");
    check(await shown() === all, "one list does not show all rows");
    // Sorting by the keyboard alone.
    const dates = page.locator("#list th.c-date button");
    if (await dates.count() > 0) {
      await dates.first().focus();
      await page.keyboard.press("Enter");
      check(await page.locator("#list th.c-date").first().getAttribute("aria-sort") === "ascending", "not told as sorted");
      const keys = await page.locator("#list td.c-date").evaluateAll((c) => c.map((x) => x.dataset.sort ?? "").filter((k) => k));
      check(keys.every((k, i) => i === 0 || keys[i - 1] <= k), "not sorted by date");
    }
    if (shots) { await page.screenshot({ path: `${shots}/list.png` }); }
    await page.selectOption("#layout", "groups");
    check(await shown() === all, "back in groups, rows are missing");
    if (shots) { await page.emulateMedia({ media: "print" }); await page.pdf({ path: `${shots}/print.pdf`, preferCSSPageSize: true }); }
    const silent = await browser.newContext({ javaScriptEnabled: false });
    const still = await silent.newPage();
    await still.goto(url);
    check(await still.locator(".items > tbody > tr:visible").count() === all, "without scripts rows are missing");
    check(!await still.locator("#tools").isVisible(), "without scripts there are tools that do nothing");
    check(said.length === 0, said.join("; "));
    console.log(`${all} rows; filter, search, sort and reading without scripts work; axe-core found nothing, light and dark, wide and narrow`);
  } finally {
    await browser.close();
  }
}

main().catch((error) => { console.error(error.message); process.exit(1); });
