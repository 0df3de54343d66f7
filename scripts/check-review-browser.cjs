// Uses the served review and the page to read as a person would, in Chromium, mostly by the keyboard:
// node check-review-browser.cjs CHROMIUM ADDRESS STILL.html FOLDER SCREENSHOTS|-
// Leaves what the page saved in FOLDER and prints what it measured as JSON.
"use strict";
const { load } = require("./npm.cjs");
const { accessible, camera, check, keyed, watched } = require("./browser.cjs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { chromium } = load("playwright-core");
const [executablePath, address, still, folder, shots] = process.argv.slice(2);
const home = new URL("/", address).href;
const measured = {};
const shot = camera(shots);
const heading = (page) => page.locator(".note h2").textContent();
const left = async (page) => Number(/of (\d+)/.exec(await page.locator(".where").textContent())?.[1]);
const expects = (page, n) => page.locator(".where", { hasText: `of ${n}` }).waitFor({ timeout: 10_000 });

// The refused requests are what is looked for.
const isExpected = (text) => /Content Security Policy|violates the following|Failed to load resource/.test(text);
const own = (url) => url.startsWith(home);

// Milliseconds until a decision is on the disk and the next query on the screen.
async function decided(page, key, expected) {
  const begun = Date.now();
  await page.keyboard.press(key);
  await expects(page, expected);
  return Date.now() - begun;
}

async function impossible(page) {
  const n = await left(page);
  for (let i = 0; i < n && !/no such date/i.test(await heading(page)); i++) await page.keyboard.press("n");
  check(/no such date/i.test(await heading(page)), "the impossible date is among the queries");
}

async function reviewed(page) {
  const begun = Date.now();
  await page.goto(address);
  await page.locator(".card h2").waitFor();
  measured.first_record_ms = Date.now() - begun;
  await page.locator(".sheet img").waitFor();
  measured.first_picture_ms = Date.now() - begun;
  check(page.url() === home, `the token stays in the address: ${page.url()}`);
  await shot(page, "review");
  await accessible(page, "review");
  const total = await left(page);
  check(total >= 3, `there are queries to go through: ${total}`);
  const first = await heading(page);
  measured.next_ms = await keyed(page, "n", total);
  check(measured.next_ms < 100, `from key to next record: ${measured.next_ms} ms`);
  check(await heading(page) === first, "after as many steps as there are queries it is the first again");

  // Filtered by one kind of query, then all again.
  await page.locator(".filter summary").click();
  await page.locator("#filter-code").selectOption({ index: 1 });
  const some = await left(page);
  check(some >= 1 && some < total, `the filter leaves ${some} of ${total}`);
  await shot(page, "filter");
  await accessible(page, "filter");
  await page.locator("#filter-code").selectOption("");
  await expects(page, total);
  await page.locator(".filter summary").click();

  await impossible(page);
  await page.keyboard.press("e");
  const box = page.locator(".edit [name=value]");
  await box.waitFor();
  check(await box.evaluate((b) => b === document.activeElement), "e puts the cursor into the field");
  await box.fill("soonish");
  await page.keyboard.press("Enter");
  await page.locator(".wrong", { hasText: "not a date" }).waitFor();
  await box.fill("2024-04-29");
  await page.locator("#why").fill("asked the lead");
  await shot(page, "correcting");
  measured.corrected_ms = await decided(page, "Enter", total - 1);
  const confirmed = await heading(page);
  measured.confirmed_ms = await decided(page, "Enter", total - 2);
  await decided(page, "u", total - 1);
  check(await heading(page) === confirmed, "what was undone is the query on the screen again");
  return total - 1;
}

// A row that is picked and is no record: the queries go on. Then it is taken back, by the key.
async function picked(page, total) {
  await page.getByRole("button", { name: "Records", exact: true }).click();
  await page.locator(".records tbody button").nth(2).click();
  await page.locator(".where", { hasText: "Picked from the list" }).waitFor();
  await page.locator("summary", { hasText: "row as a whole" }).click();
  await page.getByRole("button", { name: "It is not a record" }).click();
  await page.locator(".where", { hasText: /^Query \d+ of \d+$/ }).waitFor({ timeout: 10_000 });
  await shot(page, "dropped");
  await page.keyboard.press("u");
  await expects(page, total);
}

// The page beside the query, once the picture of the query on the screen has come: it may be another page
// than that of the query before.
async function leaf(page) {
  const shown = page.locator(".pages span");
  let last = await shown.textContent();
  for (let same = 0; same < 5;) {
    await page.waitForTimeout(150);
    const now = await shown.textContent();
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}

// Turning over the pages by the keyboard decides nothing, and the focus stays on the button.
async function turned(page, total) {
  await leaf(page);
  const over = page.getByRole("button", { name: "Next page" });
  await over.focus();
  for (let i = 0; i < 2; i++) {
    const before = await leaf(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction((text) => document.querySelector(".pages span").textContent !== text, before);
  }
  check(await page.evaluate(() => document.activeElement.closest(".pages") !== null), "the focus stays with the pages");
  check(await left(page) === total, "turning over confirms nothing");
}

// The columns of a table are drawn anew: an edge moved by the keyboard, another dragged and then removed; tried, kept,
// and taken back, which gives the document as it was.
async function drawn(page, total) {
  await page.getByRole("button", { name: "Columns of a table" }).click();
  const edges = page.locator(".handle.edge");
  await edges.first().waitFor();
  const count = await edges.count();
  check(count >= 2, `the edges of the columns are shown: ${count}`);
  const at = async (edge) => Number(await edge.getAttribute("aria-valuenow"));
  const before = await at(edges.first());
  await edges.first().focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowLeft");
  check(await at(edges.first()) === before + 9, "an edge moves by the arrow keys");
  const last = edges.nth(count - 1);
  const place = await last.boundingBox();
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
  const then = await at(last);
  await page.mouse.down();
  await page.mouse.move(place.x + place.width / 2 - 20, place.y + place.height / 2, { steps: 4 });
  await page.mouse.up();
  check(await at(last) < then, "an edge is dragged by the mouse");
  await page.keyboard.press("Delete");
  check(await edges.count() === count - 1, "Delete removes an edge");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.locator(".source table.grid tr").first().waitFor({ timeout: 30_000 });
  const columns = await page.locator(".source table.grid tr").first().locator("th, td").count();
  check(columns === count, `the table has a column less: ${columns}`);
  await shot(page, "columns");
  await accessible(page, "columns");
  await page.getByRole("button", { name: "Keep these columns" }).click();
  await page.locator("#said", { hasText: "columns are kept" }).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  await page.locator(".tables details").first().waitFor();
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page.locator(".sheet img").waitFor();
  await page.keyboard.press("u");
  await page.locator("#said", { hasText: "Undone" }).waitFor({ timeout: 30_000 });
  await expects(page, total);
}

// A step by the mouse, then Enter: the query that is shown is confirmed, not passed over.
async function stepped(page, total) {
  await page.getByRole("button", { name: "Next ›" }).click();
  await decided(page, "Enter", total - 1);
  await decided(page, "u", total);
}

// Two windows on one field: the second is told, and sees what the first one said.
async function together(context, page, said, total) {
  const other = await context.newPage();
  watched(other, said, own, isExpected);
  await other.goto(home);
  await expects(other, total);
  const query = await heading(other);
  check(query === await heading(page) || total > 1, "both begin somewhere");
  const n = await left(page);
  for (let i = 0; i < n && await heading(page) !== query; i++) await page.keyboard.press("n");
  // Before the other window asks what is new.
  await page.keyboard.press("Enter");
  await expects(page, total - 1);
  await other.keyboard.press("Enter");
  await expects(other, total - 1);
  await other.close();
  return total - 1;
}

async function saved(page) {
  await page.getByRole("button", { name: "Records", exact: true }).click();
  await page.locator(".records ins", { hasText: "29 April 2024" }).first().waitFor();
  await shot(page, "records");
  await accessible(page, "records");
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  await page.locator(".tables details").first().waitFor();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.locator(".compare tbody tr").first().waitFor();
  await accessible(page, "compare");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await shot(page, "saving");
  await accessible(page, "saving");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Workbook/ }).click()]);
  await download.saveAs(path.join(folder, "reviewed.xlsx"));
}

// Whatever stands in a document, nothing of it is run and nothing leaves this computer.
async function closed(page) {
  const sent = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => "sent", () => "refused"));
  check(sent === "refused", "the policy of the page refuses other places");
  const run = await page.evaluate(() => new Promise((done) => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'run'";
    document.body.append(script);
    setTimeout(() => done(document.title), 50);
  }));
  check(!/^run/.test(run), "the policy of the page runs no script but its own");
}

async function looks(context, said) {
  for (const [name, colorScheme, width] of [["narrow", "light", 360], ["dark", "dark", 1400]]) {
    const page = await context.newPage();
    watched(page, said, own, isExpected);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(home);
    await page.locator(".sheet img").waitFor();
    await shot(page, `review-${name}`);
    await accessible(page, `review, ${name}`);
    await page.close();
  }
}

async function toRead(browser, said) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const url = pathToFileURL(path.resolve(still)).href;
  watched(page, said, (asked) => asked === url, isExpected);
  await page.goto(url);
  await page.locator(".sheet img").waitFor();
  await shot(page, "still");
  await accessible(page, "page to read");
  const first = await page.locator(".where").textContent();
  await page.keyboard.press("n");
  check(await page.locator(".where").textContent() !== first, "the page to read goes on to the next query");
  check(await page.locator(".does, .edit, input#name").count() === 0, "nothing can be decided on the page to read");
  await page.keyboard.press("e");
  check(await page.locator(".edit").count() === 0, "e does nothing on the page to read");
  await page.close();
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const said = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    watched(page, said, own, isExpected);
    let total = await reviewed(page);
    await picked(page, total);
    await turned(page, total);
    await drawn(page, total);
    await stepped(page, total);
    total = await together(context, page, said, total);
    await saved(page);
    await looks(context, said);
    await toRead(browser, said);
    check(said.length === 0, `a page asked or complained: ${said.slice(0, 5).join("; ")}`);
    await closed(page);
    await page.getByRole("button", { name: "End the review" }).click();
    await page.locator(".trouble", { hasText: "not running" }).waitFor();
    await shot(page, "ended");
    await accessible(page, "ended");
    console.log(JSON.stringify(measured));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
