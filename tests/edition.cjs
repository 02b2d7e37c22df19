// Fill a spec with the keyboard and the mouse.
const fs = require("fs");
const { drive } = require("./navigateur.cjs");

const SIZES = [[1400, 900], [700, 450], [350, 225]]; // the last one: 1400 × 900 at 400 %

drive({ prefix: "edition", sizes: SIZES }, async ({ page, plan, seen, check }) => {
  const { spec, folder, pid } = plan;
  const field = (key) => page.locator(`[id="v_${key}"]`);
  const shows = (text) => page.waitForFunction((wanted) => document.querySelector("main").innerText.replace(/[\u00a0\u202f]/g, " ").includes(wanted), text);
  const reads = (text) => { while (!fs.readFileSync(spec, "utf8").includes(text)); };
  const focused = () => page.evaluate(() => document.activeElement.id);
  const said = (key) => page.locator(`[id="f_${key}"]`).innerText();
  await page.evaluate(() => { window.same = true; });
  await check("projet");

  // From what is missing to its field, and on, by the keyboard alone.
  await page.focus('a[data-vers="chorus.centre_de_cout"]');
  await page.keyboard.press("Enter");
  seen.reached = await focused();
  await page.keyboard.type("SGSIFAB075");
  await page.keyboard.press("Tab");
  await shows("SGSIFAB075");
  seen.next = await page.evaluate(() => document.activeElement.tagName);
  seen.marked = await page.locator(".acte .modifie").count();
  seen.left = await page.locator('a[data-vers="chorus.centre_de_cout"]').count();

  // An answer that was pasted: shown, then written.
  await page.locator("#e_reponse > summary").click();
  await page.fill("#e_colle", "> nor: TSSZ2530440Z\n> autre: rien");
  await page.click("#e_lire");
  await page.waitForSelector("[data-propose]");
  seen.read = await page.locator("#e_lu label").allInnerTexts();
  seen.before = fs.readFileSync(spec, "utf8").includes("TSSZ2530440Z");
  await check("reponse");
  await page.click("text=Écrire ce qui est coché");
  await shows("TSSZ2530440Z");

  // A value misread: told under its field, what is meant is one key away.
  await field("duree.fin").evaluate((one) => { one.value = "2020-01-01"; one.dispatchEvent(new Event("change", { bubbles: true })); });
  await page.waitForFunction(() => document.getElementById("f_duree.fin").textContent);
  seen.refused = await said("duree.fin");
  seen.invalid = await field("duree.fin").getAttribute("aria-invalid");
  await field("duree.fin").focus();
  await page.keyboard.press("Escape");
  seen.back = [await field("duree.fin").inputValue(), await said("duree.fin")];

  // Money: years add up as they are typed; what waits is written with what answers it.
  await field("finances.montant").fill("200000");
  await page.keyboard.press("Enter");
  await shows("200 000 €");
  await field("finances.montant").fill("210000");
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => document.getElementById("f_finances.montant").textContent);
  seen.waits = await said("finances.montant");
  seen.rest = await page.locator(".e_reste").first().innerText();
  await field("finances.echeancier.2025.ae").fill("195 000");
  await page.keyboard.press("Tab");
  await field("finances.echeancier.2026.cp").fill("145 000");
  seen.rest_typed = await page.locator(".e_reste").first().innerText();
  await page.keyboard.press("Tab");
  await shows("210 000 €");
  await page.waitForFunction(() => !document.querySelector("[aria-invalid]"));
  await check("argent");

  // An item of a list, and one step back.
  await field("services.1.nom").evaluate((one) => { one.closest("details").open = true; });
  await field("services.1.nom").fill("Second service");
  await page.keyboard.press("Enter");
  await shows("Second service");
  seen.focus_kept = await focused();
  await page.click("#e_annuler");
  await page.waitForFunction(() => !document.querySelector("main").innerText.includes("Second service"));
  await page.waitForFunction(() => document.getElementById("e_dit").innerText.startsWith("Défait")); // it may follow the act
  seen.undone = await page.locator("#e_dit").innerText();

  // What is being typed stays when the file changes elsewhere; a value changed there is told.
  await field("nor").evaluate((one) => { one.closest("details").open = true; });
  await field("nor").fill("TSSZ25304");
  fs.writeFileSync(spec, fs.readFileSync(spec, "utf8").replace("2026-12-31", "2026-12-30"));
  await shows("30 décembre 2026");
  seen.typed = await field("nor").inputValue();
  await field("nor").fill("TSSZ2530440X");
  await page.keyboard.press("Enter");
  await shows("TSSZ2530440X");

  // A word of the act leads to its field.
  await page.evaluate(() => document.activeElement.blur());
  await page.locator(".acte :text('30 décembre 2026')").first().scrollIntoViewIfNeeded();
  const box = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector(".acte"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.replace(/[\u00a0\u202f]/g, " ").indexOf("décembre 2026");
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 8);
      const place = range.getBoundingClientRect();
      return { x: place.x + place.width / 2, y: place.y + place.height / 2 };
    }
    return null;
  });
  await page.mouse.click(box.x, box.y);
  await page.waitForFunction(() => document.activeElement.id === "v_duree.fin");
  seen.word = await focused();
  await page.screenshot({ path: `${folder}/edition-mot.png` });
  await page.check("#e_seulement");
  await page.waitForTimeout(100);
  await check("manque");
  seen.same = await page.evaluate(() => window.same === true);

  reads("TSSZ2530440X");
  process.kill(pid, "SIGTERM");
  await page.waitForSelector("#p_liaison:visible", { timeout: 10000 });
});
