// Headless Chromium for the tests: a page driven by a script, judged by axe-core, photographed; what was seen is printed as JSON.
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const WIDE = { width: 1400, height: 900 };
const STOPPED = /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED|EMPTY_RESPONSE)/; // what a page says once its server has ended

// Run `work(browser, plan)` on the plan that this process was given, and print what it returns.
const browse = (work) => (async () => {
  const [executablePath, plan] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  const seen = await work(browser, JSON.parse(plan));
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})().catch((fault) => { console.error(fault); process.exit(1); });

// The rules that the page breaks, each with the elements that break it.
const violations = async (page, rules = {}) => {
  await page.evaluate(axe.source);
  const found = await page.evaluate((options) => window.axe.run(options), { rules });
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(" | ")}`);
};

// Drive the page at the address of the plan: `steps({ page, plan, seen, check })` fills `seen`. `check(name)` judges the
// page at each size, sees whether `box` is wider than its window, and photographs it as `PREFIX-NAME-WIDTH.png`.
const drive = ({ prefix, sizes, box = "html" }, steps) => browse(async (browser, plan) => {
  const page = await browser.newPage({ viewport: WIDE });
  const seen = { complaints: [], requests: [], axe: {} };
  page.on("console", (message) => seen.complaints.push(message.text()));
  page.on("pageerror", (fault) => seen.complaints.push(String(fault)));
  page.on("request", (request) => seen.requests.push(new URL(request.url()).origin));
  const check = async (name) => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(100);
      const wide = await page.evaluate((place) => {
        const element = document.querySelector(place);
        return element.scrollWidth > element.clientWidth;
      }, box);
      seen.axe[`${name} ${width}`] = [
        ...await violations(page, { "target-size": { enabled: true } }),
        ...(wide ? [`${box} is wider than its window`] : []),
      ];
      await page.screenshot({ path: `${plan.folder}/${prefix}-${name}-${width}.png` });
    }
    await page.setViewportSize(WIDE);
  };
  await page.goto(plan.address);
  await page.waitForSelector("#p_imprimer:visible");
  await steps({ page, plan, seen, check });
  seen.complaints = seen.complaints.filter((text) => !STOPPED.test(text));
  seen.requests = [...new Set(seen.requests)];
  return seen;
});

module.exports = { browse, drive, violations };
