// Change a clause with the keyboard.
const fs = require("fs");
const { drive } = require("./navigateur.cjs");

const SIZES = [[1400, 900], [350, 225]]; // the second one: 1400 × 900 at 400 %

drive({ prefix: "clauses", sizes: SIZES, box: "#k_fenetre" }, async ({ page, plan, seen, check }) => {
  const { file, pid } = plan;
  const focused = () => page.evaluate(() => document.activeElement.id);
  const text = page.locator("#k_texte");
  const says = (words) => page.waitForFunction((wanted) => document.getElementById("k_fenetre").innerText.replace(/[\u00a0\u202f]/g, " ").includes(wanted), words);

  // From an article to its clause.
  await page.click('.acte section[aria-labelledby="duree"] h2');
  seen.named = await page.innerText("#k_ouvrir");
  await page.focus("#k_ouvrir");
  await page.keyboard.press("Enter");
  await says("Exemple au singulier");
  await page.waitForFunction(() => document.activeElement.id === "k_texte");
  seen.chosen = await page.inputValue("#k_choix");
  seen.results = await page.locator(".k_rendu").count();
  await check("lire");

  // A fault is told at its line, and a key away.
  await text.press("Control+End");
  await page.keyboard.type("\nPour {{ delegent | le }}.");
  await says("Vouliez-vous dire « delegant »");
  await check("faute");
  await page.locator("#k_fautes button").first().press("Enter");
  seen.selected = await page.evaluate(() => { const one = document.activeElement; return one.value.slice(one.selectionStart, one.selectionEnd); });

  // The form's keys are not those of the text.
  await text.press("Control+z");
  seen.unwritten = fs.existsSync(file);
  await text.fill((await text.inputValue()).split("\n").slice(0, -1).join("\n"));

  // A value is proposed, then a filter.
  await text.press("Control+End");
  await page.keyboard.type("\nSoit {{ fin");
  await page.keyboard.press("Control+Space");
  await page.fill("#k_cherche", "montant delegue");
  await page.keyboard.press("Enter");
  await page.keyboard.type(" ");
  await page.keyboard.press("Control+Space");
  await page.fill("#k_cherche", "centimes");
  await check("aide");
  await page.focus("#k_cherche");
  await page.keyboard.press("Enter");
  await page.keyboard.type(" }}.");
  seen.typed = (await text.inputValue()).split("\n").pop();
  await says("185 000,00 €");

  // Leaving a text that is not written asks first.
  await page.keyboard.press("Escape");
  await says("n’est pas enregistré");
  await page.keyboard.press("Enter");
  seen.stays = await focused();

  // Its effect, then its writing.
  await page.locator("#k_voir").press("Enter");
  await says("1 acte change.");
  seen.inserted = await page.locator("#k_effet ins").count();
  seen.before = fs.existsSync(file);
  await check("effet");
  await page.locator("#k_enregistrer").press("Enter");
  await says("est copié dans");
  await check("ecrit");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector("main").innerText.replace(/[\u00a0\u202f]/g, " ").includes("Soit 185 000,00 €."));
  seen.back = await focused();
  await page.waitForFunction(() => document.getElementById("e_annuler").title.includes("clause")); // it may follow the act
  seen.undo = await page.getAttribute("#e_annuler", "title");

  process.kill(pid, "SIGINT");
});
