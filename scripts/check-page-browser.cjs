// Uses the page as a person would, in Chromium, by the keyboard where it can be:
// node check-page-browser.cjs CHROMIUM PAGE FOLDER SCREENSHOTS|- PLAN.pdf NEXT.pdf [TIMED.pdf…]
// Leaves what the page saved in FOLDER and prints what it measured as JSON.
"use strict";
const { load } = require("./npm.cjs");
const common = require("./browser.cjs");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

const { chromium } = load("playwright-core");
const { accessible, camera, check, keyed } = common;
const [executablePath, file, folder, shots, plan, next, ...timed] = process.argv.slice(2);
const url = pathToFileURL(path.resolve(file)).href;
const measured = {};
const ON_PURPOSE = "stopped on purpose";

const watched = (page, said) => common.watched(page, said, (asked) => asked === url, (text) => text === ON_PURPOSE);
const shot = camera(shots);

async function drop(page, files) {
  await page.evaluate((sent) => {
    const data = new DataTransfer();
    for (const { name, text } of sent) {
      data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    }
    document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
  }, files.map((f) => ({ name: path.basename(f), text: fs.readFileSync(f).toString("base64") })));
}

// Drops a file and waits for its name among the open documents, and until nothing goes on.
async function opened(page, files) {
  await drop(page, files);
  const name = path.basename(files.at(-1));
  await page.locator(".document.current", { hasText: name }).waitFor({ timeout: 120_000 });
  await page.waitForFunction(() => document.getElementById("progress").textContent === "");
}

async function saved(page, label) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: label }).click()]);
  const to = path.join(folder, download.suggestedFilename());
  await download.saveAs(to);
  return to;
}

const heading = (page) => page.locator(".note h2").textContent();

async function reviewed(page) {
  await opened(page, [plan]);
  await page.locator(".sheet img").waitFor();
  await shot(page, "review");
  await accessible(page, "review");
  const where = await page.locator(".where").textContent();
  const total = Number(/of (\d+)/.exec(where)?.[1]);
  check(total >= 3, `the plan has queries to go through: ${where}`);

  // Next and previous; how long it takes until the card has changed.
  const first = await heading(page);
  measured.next_ms = await keyed(page, "n", total);
  check(await heading(page) === first, "after as many steps as there are queries it is the first again");
  check(measured.next_ms < 100, `from key to next record: ${measured.next_ms} ms`);

  // The date that no calendar has: found, corrected by keyboard alone.
  for (let i = 0; i < total && !/no such date/i.test(await heading(page)); i++) await page.keyboard.press("n");
  check(/no such date/i.test(await heading(page)), "the impossible date is among the queries");
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
  await page.keyboard.press("Enter");
  await page.locator(".where", { hasText: `of ${total - 1}` }).waitFor();

  // Another one confirmed, then undone.
  const confirmed = await heading(page);
  await page.keyboard.press("Enter");
  await page.locator(".where", { hasText: `of ${total - 2}` }).waitFor();
  await page.keyboard.press("u");
  await page.locator(".where", { hasText: `of ${total - 1}` }).waitFor();
  check(await heading(page) === confirmed, "what was undone is the query on the screen again");

  // What was decided outlives the page.
  await page.reload();
  await opened(page, [plan]);
  await page.locator(".where", { hasText: `of ${total - 1}` }).waitFor();

  await page.getByRole("button", { name: "Records", exact: true }).click();
  await page.locator(".records ins").first().waitFor();
  await shot(page, "records");
  await accessible(page, "records");
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  await page.locator(".tables details").first().waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await shot(page, "saving");
  await accessible(page, "saving");
  const files = [];
  for (const label of [/^Workbook/, /^CSV files/, /^JSON/, /^The PDF with/, /^Save corrections/]) files.push(await saved(page, label));
  return files;
}

async function compared(page, corrections) {
  await opened(page, [next]);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.locator(".compare tbody tr").first().waitFor();
  await shot(page, "compare");
  await accessible(page, "compare");
  const totals = await page.locator(".compare h2 + p").textContent();
  check(/slipped|added|improved/.test(totals), `the comparison says what changed: ${totals}`);
  const shown = await page.locator(".compare tbody tr").count();
  // Opened by other programs when the browser is done.
  const changes = { shown, csv: await saved(page, /^Save as CSV/), xlsx: await saved(page, /^Save as a workbook/) };
  changes.text = await saved(page, /^Save as text/);
  // Last month's decisions, given back with this month's document.
  await drop(page, [corrections]);
  await page.locator("#said", { hasText: "taken over" }).waitFor();
  await page.getByRole("button", { name: "Records", exact: true }).click();
  const again = page.locator(".records ins", { hasText: "29 April 2024" });
  await again.first().waitFor({ timeout: 5000 }).catch(() => check(false, "the next edition takes the correction over"));
  return changes;
}

// Files that are none, or broken, are told in words, and the next one is read all the same.
async function damaged(page) {
  const made = (name, bytes) => {
    const to = path.join(folder, name);
    fs.writeFileSync(to, bytes);
    return to;
  };
  const bytes = fs.readFileSync(plan);
  const cases = [
    [made("empty.pdf", ""), /empty/i],
    [made("noise.bin", Buffer.from([0, 1, 2, 3, 255, 254, 0, 9])), /./],
    [made("head.pdf", "%PDF-1.7\n"), /./],
    [made("letter.md", "Dear Sir,\n\nthere is no table here.\n"), /no table/i],
  ];
  for (const [name, words] of cases) {
    await opened(page, [name]);
    const told = await page.locator(".trouble p").first().textContent();
    check(words.test(told) && told.length > 15, `${path.basename(name)}: ${told}`);
  }
  await opened(page, [made("cut.pdf", bytes.subarray(0, Math.floor(bytes.length * 0.6)))]);
  // Words of a document are text, whatever they look like.
  await opened(page, [made("script.md", "# Plan\n\n| Ref | Action | Due date | RAG |\n|---|---|---|---|\n"
    + "| 1 | <img src=x onerror=\"document.title='run'\"> `<script>document.title='run'</script>` wall | 31 April 2024 | Red |\n")]);
  await page.locator(".source .line.query").first().waitFor();
  await shot(page, "markdown");
  // A library that stops is started anew, and has all documents again.
  await page.workers()[0].evaluate((words) => postMessage({ number: 0, broken: words }), ON_PURPOSE);
  await page.locator(".documents button", { hasText: path.basename(plan) }).first().click();
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page.locator(".sheet img").first().waitFor();
  await page.locator(".documents button", { hasText: "script.md" }).first().click();
  await page.getByRole("button", { name: "Records", exact: true }).click();
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  check(!/^run/.test(await page.title()), "nothing of a document is run");
  check(await page.locator("#work img[src=x]").count() === 0, "markup of a document is text");
}

async function looks(browser, said) {
  for (const [name, colorScheme, width] of [["narrow", "light", 360], ["dark", "dark", 1400]]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    watched(page, said);
    await page.goto(url);
    await shot(page, `welcome-${name}`);
    await accessible(page, `welcome, ${name}`);
    await opened(page, [plan]);
    await page.locator(".sheet img").waitFor();
    await shot(page, `review-${name}`);
    await accessible(page, `review, ${name}`);
    await page.close();
  }
}

async function timing(browser, said) {
  for (const one of timed) {
    const page = await browser.newPage();
    watched(page, said);
    await page.goto(url);
    const begun = Date.now();
    await drop(page, [one]);
    await page.locator(".record h3, .card h2").first().waitFor({ timeout: 120_000 });
    const record = Date.now() - begun;
    measured[path.basename(one)] = { first_record_ms: record };
    if (/\.pdf$/i.test(one)) {
      await page.locator(".sheet img").first().waitFor({ timeout: 60_000 });
      measured[path.basename(one)].first_picture_ms = Date.now() - begun;
    }
    await shot(page, `timed-${path.basename(one, path.extname(one))}`);
    await page.close();
  }
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const said = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    watched(page, said);
    await page.goto(url);
    await page.locator("#name").fill("A. Officer");
    await page.keyboard.press("Tab");
    const files = await reviewed(page);
    const changes = await compared(page, files.at(-1));
    await damaged(page);
    // Even asked to, the page cannot send anything.
    const quiet = said.splice(0);
    const sent = await page.evaluate(() => Promise.any([fetch("http://127.0.0.1:9/"), fetch("data:,x")]).then(() => "sent", () => "refused"));
    await page.waitForTimeout(200);
    check(sent === "refused", "the policy of the page refuses connections");
    said.splice(0, said.length, ...quiet);
    await page.close();
    await looks(browser, said);
    await timing(browser, said);
    check(said.length === 0, `the page asked or complained: ${said.slice(0, 5).join("; ")}`);
    console.log(JSON.stringify({ files: files.map((f) => path.basename(f)), changes, measured }));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
