// Open each page and run axe-core on it: the violations, by page.
const { browse, violations } = require("./navigateur.cjs");

browse(async (browser, pages) => {
  const seen = {};
  for (const file of pages) {
    const page = await browser.newPage();
    await page.goto("file://" + file);
    seen[file] = await violations(page);
    await page.close();
  }
  return seen;
});
