// Drive the live page while its files change.
const fs = require("fs");
const { drive } = require("./navigateur.cjs");

const SIZES = [[1400, 900], [700, 450], [400, 800]];

drive({ prefix: "apercu", sizes: SIZES }, async ({ page, plan, seen, check }) => {
  const { spec, clause, texts, folder, pid } = plan;
  seen.focus = {};
  const write = (file, text) => fs.writeFileSync(file, text);
  const shows = (text) => page.waitForFunction((wanted) => document.querySelector("main").innerText.includes(wanted), text);
  const active = () => page.evaluate(() => {
    const one = document.activeElement;
    return { tag: one.tagName, id: one.id, text: one.textContent.slice(0, 60), current: one.getAttribute("aria-current") };
  });
  await page.evaluate(() => { window.same = true; });
  await check("bon");

  // The keyboard alone reaches the skip links first.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Tab");
  seen.focus.first = await active();

  // An edit changes the page in place: no reload, the reader stays where they were.
  await page.evaluate(() => window.scrollTo({ top: 700, behavior: "instant" }));
  await page.focus("#p_docx");
  const before = await page.evaluate(() => window.scrollY);
  write(spec, texts.edited);
  await shows("Service modifié");
  await page.waitForTimeout(400);
  seen.edited = await page.evaluate(() => ({ same: window.same === true, scroll: window.scrollY,
    said: document.querySelector("#p_annonce").textContent, title: document.title }));
  seen.edited.before = before;
  seen.focus.edited = await active();

  for (const kind of ["docx", "md"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`#p_${kind}`)]);
    await download.saveAs(`${folder}/telecharge.${kind}`);
    seen[kind] = download.suggestedFilename();
  }

  // On paper, the act only.
  await page.emulateMedia({ media: "print" });
  seen.print = await page.evaluate(() => ["#p_tete", "#p_cote", ".evitement", ".acte h1"].map(
    (name) => document.querySelector(name).checkVisibility()));
  await page.emulateMedia({ media: "screen" });

  // A clause of the jurist's own.
  write(clause, texts.clause);
  await shows("Clause de la maison");

  // A draft: what is missing is highlighted, and reached from its list.
  write(spec, texts.draft);
  await shows("[à compléter");
  await check("projet");
  await page.focus("a.surligne >> nth=1");
  await page.keyboard.press("Enter");
  seen.focus.missing = await active();
  seen.marks = await page.locator(".acte mark").count();

  // Broken: the last act stays, dimmed; the finding leads to its line, and back.
  write(spec, texts.broken);
  await page.waitForSelector(".acte.ancien");
  await page.waitForTimeout(300);
  seen.broken = await page.evaluate(() => ({ same: window.same === true,
    said: document.querySelector("#p_annonce").textContent,
    finding: document.querySelector("a.quoi").textContent,
    target: document.querySelector("a.quoi").getAttribute("href").slice(1),
    banner: document.querySelector("#p_perime").textContent,
    downloads: document.querySelectorAll(".bouton").length }));
  await check("casse");
  await page.focus("a.quoi");
  await page.keyboard.press("Enter");
  seen.focus.line = await active();
  seen.line = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { top: box.top, bottom: box.bottom, height: window.innerHeight };
  });
  await page.keyboard.press("Escape");
  seen.focus.back = await active();

  // Put right: the page follows; the focus that was on the finding is not lost.
  write(spec, texts.edited);
  await page.waitForSelector(".acte:not(.ancien)");
  seen.focus.mended = await active();
  await shows("Service modifié");

  // The command stops: the page says so.
  process.kill(pid, "SIGINT");
  await page.waitForSelector("#p_liaison:visible", { timeout: 10000 });
  seen.stopped = await page.textContent("#p_liaison");
});
