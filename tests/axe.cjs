// Open each page in headless Chromium and run axe-core on it; print the violations as JSON, by page.
const { chromium } = require("playwright-core");
const axe = require("axe-core");

(async () => {
  const [executablePath, ...pages] = process.argv.slice(2);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const results = {};
  for (const file of pages) {
    const page = await browser.newPage();
    await page.goto("file://" + file);
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => window.axe.run());
    results[file] = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(results));
})().catch((fault) => { console.error(fault); process.exit(1); });
