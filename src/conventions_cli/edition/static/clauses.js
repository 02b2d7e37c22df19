// A clause beside its result, in a window over the act: tried as it is typed.
"use strict";

(() => {
  const byId = (name) => document.getElementById(name);
  const { post } = globalThis.edition; // edition.js comes first
  let parts = []; // the parts of the act, each with its clauses
  let here = -1; // the rank of the part that was clicked in the act
  let opened = null; // the clause that is shown, as it was read
  let turn = 0; // each trial has its number: a late answer is not shown
  let timer = null;
  let words = []; // what a clause may say
  let opener = null; // where the focus goes back

  function make(name, more = {}, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(more)) {
      if (key === "text") made.textContent = value;
      else if (key === "act") made.addEventListener("click", value);
      else made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  }

  // What the server refuses, or that it answers no more, is said where the person looks.
  async function asked(name, body) {
    try {
      const answer = await post(name, body);
      if (answer.message) tell(answer.message);
      return answer.message ? null : answer;
    } catch (fault) {
      const words = fault instanceof TypeError ? "" : String(fault.message).trim();
      tell(words || "La commande ne répond plus\u00a0: rien n’est écrit. Relancer «\u00a0convention edit\u00a0».");
      return null;
    }
  }

  // --- The window. It is no part of the page that follows the file, which would take it away: it stands beside it.

  const close = make("button", { type: "button", class: "bouton k_bouton", id: "k_fermer", text: "Fermer", act: leave });
  const choice = make("select", { id: "k_choix" });
  const text = make("textarea", {
    id: "k_texte", rows: "18", spellcheck: "true", lang: "fr", "aria-describedby": "k_ou k_etat",
  });
  const near = make("p", { id: "k_proche" });
  const sought = make("input", { id: "k_cherche", type: "search", autocomplete: "off", "aria-describedby": "k_trouve" });
  const found = make("p", { id: "k_trouve", role: "status" });
  const list = make("ul", { id: "k_mots", role: "list" });
  const help = make("details", { id: "k_aide", class: "e_plus" },
    make("summary", { text: "Insérer une valeur, une tournure ou un renvoi (Ctrl-Espace)" }),
    make("label", { for: "k_cherche", text: "Chercher\u00a0: montant, date, pluriel…" }), sought, found, list);
  const state = make("p", { id: "k_etat", role: "status" });
  const faults = make("ol", { id: "k_fautes", role: "list" });
  const results = make("div", { id: "k_resultats" });
  const said = make("p", { id: "k_dit", role: "status" });
  const look = make("button", { type: "button", class: "bouton k_bouton", id: "k_voir", text: "Voir l’effet sur les actes", act: effect });
  const keep = make("button", { type: "button", class: "bouton", id: "k_enregistrer", text: "Écrire la clause", act: write });
  keep.hidden = true; // until the effect of the very text that is there was shown
  const bar = make("div", { id: "k_actions" }, look, keep, close);
  const left = make("div", { class: "k_gauche" },
    make("label", { for: "k_texte", text: "Texte de la clause" }), text, near, help, state, faults);
  const right = make("div", { class: "k_droite", role: "region", "aria-label": "Ce que donne la clause", tabindex: "0" },
    make("h3", { text: "Ce que donne la clause" }), results);
  const dialog = make("dialog", { id: "k_fenetre", "aria-labelledby": "k_titre" },
    make("div", { class: "k_tete" },
      make("h2", { id: "k_titre", text: "Modifier une clause" }),
      make("p", {}, make("label", { for: "k_choix", text: "Partie de l’acte et fichier" }), choice),
      make("p", { id: "k_ou" })),
    make("div", { class: "k_corps" }, left, right),
    make("div", { class: "k_pied" }, said, bar));
  document.documentElement.append(dialog);

  function tell(words, ...buttons) {
    said.replaceChildren(words, ...buttons);
  }

  const dirty = () => dialog.open && opened !== null && text.value !== opened.texte;

  function leave() {
    if (!dirty()) {
      dialog.close();
      return;
    }
    tell("Le texte a changé et n’est pas enregistré. ",
      make("button", { type: "button", class: "e_lien", text: "Continuer", act: () => { tell(""); text.focus(); } }),
      make("button", { type: "button", class: "e_lien", id: "k_abandon", text: "Abandonner ce texte", act: () => dialog.close() }));
    said.querySelector("button").focus();
  }

  async function open() {
    opener = document.activeElement;
    tell("");
    opened = null;
    dialog.showModal();
    const answer = await asked("clauses", {});
    if (!answer) return;
    parts = answer.parties;
    choice.replaceChildren();
    parts.forEach((part, rank) => part.clauses.forEach((name) => {
      choice.append(make("option", { value: name, "data-rang": rank, text: `${part.titre}\u00a0: ${name}` }));
    }));
    const wanted = choice.querySelector(`[data-rang="${here}"]`);
    if (wanted) wanted.selected = true;
    if (choice.value) await read(choice.value);
    const told = await asked("vocabulaire", {});
    words = told ? told.mots : [];
    propose();
    (wanted ? text : choice).focus();
  }

  async function read(name) {
    turn += 1;
    const mine = turn;
    const answer = await asked("clause", { nom: name });
    if (!answer || mine !== turn) return;
    opened = answer;
    look.hidden = Boolean(answer.verrou);
    text.value = answer.texte;
    text.readOnly = Boolean(answer.verrou);
    byId("k_ou").textContent = where(answer);
    tell("");
    show(answer);
  }

  function where(answer) {
    if (answer.verrou) return answer.verrou;
    if (!answer.copie) return `Fichier\u00a0: ${answer.fichier}.`;
    return `Clause fournie avec convention. Au premier changement, le modèle «\u00a0${answer.copie}\u00a0» est copié `
      + `à côté de vos spécifications, et ce texte écrit dans ${answer.fichier}.`;
  }

  // --- The result

  function show(answer) {
    const errors = answer.fautes.filter((one) => one.erreur).length;
    const others = answer.fautes.length - errors;
    const count = (number, word) => `${number}\u00a0${word}${number > 1 ? "s" : ""}`;
    const words = [errors ? count(errors, "faute") : "", others ? count(others, "remarque") : ""].filter(Boolean);
    state.textContent = words.length ? `${words.join(", ")}.` : "Rien à corriger.";
    state.className = errors ? "faute" : others ? "faute avis" : "k_bon";
    text.setAttribute("aria-invalid", errors ? "true" : "false");
    faults.replaceChildren(...answer.fautes.map(fault));
    look.disabled = Boolean(answer.refuse);
    keep.hidden = true;
    results.replaceChildren(...answer.resultats.map(result));
  }

  function fault(one) {
    const line = make("li", { class: one.erreur ? "faute" : "faute avis" });
    if (one.ligne) {
      line.append(make("button", { type: "button", class: "e_lien", text: `Ligne ${one.ligne}`, act: () => goTo(one) }), " ");
    }
    line.append(`${one.message} ${one.aide}`.trim());
    return line;
  }

  function goTo(one) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, one.ligne - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start + one.colonne - 1, start + (lines[one.ligne - 1] || "").length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, one.ligne - 3);
  }

  // What the server wrote of an act, without what would lead to, or name, a place of the page itself.
  function quoted(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    for (const one of body.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of body.querySelectorAll("[aria-labelledby]")) one.removeAttribute("aria-labelledby");
    for (const one of body.querySelectorAll('a[href^="#"]')) one.replaceWith(...one.childNodes);
    for (const one of body.querySelectorAll("a[href]")) {
      one.target = "_blank"; // the text that is typed stays where it is
      one.rel = "noopener noreferrer";
    }
    for (const one of body.querySelectorAll("nav")) one.replaceWith(...one.childNodes);
    for (const one of body.querySelectorAll("h1, h2, h3, h4")) {
      const lower = make("p", { class: "k_intitule" });
      lower.append(...one.childNodes);
      one.replaceWith(lower);
    }
    return [...body.childNodes];
  }

  function result(one) {
    const place = make("div", { class: "k_resultat" }, make("h4", { text: one.nom }));
    if (one.html) place.append(make("div", { class: "acte k_rendu" }, ...quoted(one.html)));
    else place.append(make("p", { class: "aide", text: one.note }));
    return place;
  }

  function typed() {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    keep.hidden = true;
    timer = setTimeout(async () => {
      const answer = await asked("essai", { nom: opened.nom, texte: text.value });
      if (answer && mine === turn) show(answer);
    }, 250);
  }

  // --- What a clause may say: sought by its words, written where the text was left

  const plain = (one) => one.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // What stands before the caret, between braces: the word begun there, and whether it comes after « | ».
  function begun() {
    const before = text.value.slice(0, text.selectionStart);
    const opening = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
    if (opening < 0 || /\}\}|%\}/.test(before.slice(opening))) return null;
    const inside = before.slice(opening + 2);
    const word = /[\p{L}\p{N}_.]*$/u.exec(inside)[0];
    return { word, applied: /\|\s*$/.test(inside.slice(0, inside.length - word.length)) };
  }

  function matches(wanted, applied) {
    const parts = plain(wanted).split(/\s+/).filter(Boolean);
    const kept = words.filter((one) => {
      const all = plain(`${one.nom} ${one.sert} ${one.genre} ${one.vaut}`);
      return parts.every((part) => all.includes(part)) && (applied === undefined || one.filtre === applied);
    });
    const first = (one) => (plain(one.nom).startsWith(parts[0] || "") ? 0 : 1);
    return kept.sort((one, other) => first(one) - first(other));
  }

  function propose() {
    const kept = matches(sought.value);
    found.textContent = kept.length > 30 ? `${kept.length} propositions, les 30 premières montrées.` : `${kept.length} proposition${kept.length > 1 ? "s" : ""}.`;
    list.replaceChildren(...kept.slice(0, 30).map((one) => make("li", {},
      make("button", { type: "button", class: "k_mot", act: () => insert(one) },
        make("code", { text: one.nom }), ` ${one.sert}${one.vaut ? ` (ici\u00a0: ${one.vaut})` : ""}`))));
  }

  // The few that begin like the word being typed between braces.
  function suggest() {
    const here = begun();
    const kept = here && here.word.length > 1 && !help.open
      ? matches("", here.applied).filter((one) => plain(one.nom).startsWith(plain(here.word)) && one.nom !== here.word)
      : [];
    near.replaceChildren(...(kept.length ? ["Proposé\u00a0: "] : []), ...kept.slice(0, 4).map((one) => (
      make("button", { type: "button", class: "e_lien", title: one.sert, text: one.nom, act: () => insert(one) }))));
  }

  function insert(one) {
    const here = begun();
    const called = one.filtre ? new RegExp(`\\|\\s*(${one.nom}(?:\\([^)]*\\))?)`).exec(one.texte) : null;
    let written = one.texte;
    let start = text.selectionStart;
    if (here) {
      start -= here.word.length;
      written = one.filtre ? `${here.applied ? "" : "| "}${called ? called[1] : one.nom}` : one.nom;
    }
    const end = text.selectionEnd;
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, written)) { // which the browser can undo
      text.setRangeText(written, start, end, "end");
      text.dispatchEvent(new Event("input"));
    }
  }

  function onText(event) {
    if (!event.ctrlKey || event.code !== "Space") return;
    event.preventDefault();
    const here = begun();
    help.open = true;
    near.replaceChildren();
    sought.value = here ? here.word : "";
    propose();
    sought.focus();
    help.scrollIntoView({ block: "end" });
  }

  sought.addEventListener("input", propose);
  function onSought(event) {
    const first = list.querySelector("button");
    if (event.key === "Escape") {
      event.preventDefault(); // back to the text, and not out of the window
      text.focus();
    } else if (event.key === "Enter" && first) {
      event.preventDefault();
      first.click();
    }
  }

  // --- What the text does to every act of the folder, then its writing

  async function effect() {
    if (!dirty()) {
      tell("Le texte n’a pas changé.");
      return;
    }
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    tell("Comparaison des actes du dossier…");
    const answer = await asked("effet", { nom: opened.nom, texte: text.value, empreinte: opened.empreinte });
    if (mine !== turn) {
      tell("");
      return;
    }
    if (!answer) return;
    const title = make("h4", { text: "Ce que ce texte change, avant de l’écrire", tabindex: "-1" });
    results.replaceChildren(make("div", { id: "k_effet" }, title, ...counts(answer), ...answer.changes.map(changed)));
    keep.hidden = Boolean(answer.refus);
    tell(answer.refus || "Lire ce qui change, puis écrire la clause, ou continuer à la modifier.");
    title.focus();
  }

  function counts(answer) {
    const number = answer.changes.reduce((sum, one) => sum + one.actes.length, 0);
    const lines = [
      number ? `${number}\u00a0acte${number > 1 ? "s" : ""} change${number > 1 ? "nt" : ""}.` : "Aucun acte ne change.",
      answer.memes ? `${answer.memes} ne change${answer.memes > 1 ? "nt" : ""} pas.` : "",
    ];
    const made = [make("p", { class: "k_bilan", text: lines.filter(Boolean).join(" ") })];
    if (answer.illisibles.length) {
      made.push(make("p", { class: "aide", text: `À corriger par ailleurs, et non comparés\u00a0: ${answer.illisibles.join(", ")}.` }));
    }
    return made;
  }

  function changed(one) {
    const names = one.actes.slice(0, 5).join(", ") + (one.actes.length > 5 ? ` et ${one.actes.length - 5} autres` : "");
    const place = make("div", { class: "k_resultat" }, make("h5", { text: names }));
    if (one.faute) place.append(make("p", { class: "faute", text: one.faute }));
    else place.append(make("div", { class: "k_rendu k_change" }, ...quoted(one.html)));
    return place;
  }

  async function write() {
    const sent = text.value;
    const answer = await asked("ecrire-clause", { nom: opened.nom, texte: sent, empreinte: opened.empreinte });
    if (!answer) return;
    if (text.value === sent) {
      await read(opened.nom);
      text.focus();
    }
    tell(answer.ecrit);
  }

  // --- Events

  text.addEventListener("input", () => {
    if (!opened) return;
    suggest();
    typed();
  });

  choice.addEventListener("change", () => {
    if (!dirty()) {
      read(choice.value);
      return;
    }
    const wanted = choice.value;
    choice.value = opened.nom;
    tell("Le texte a changé et n’est pas enregistré. ",
      make("button", { type: "button", class: "e_lien", text: "Continuer", act: () => { tell(""); text.focus(); } }),
      make("button", { type: "button", class: "e_lien", text: "Abandonner ce texte", act: () => {
        choice.value = wanted;
        read(wanted);
        choice.focus();
      } }));
    said.querySelector("button").focus();
  });

  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });

  dialog.addEventListener("close", () => {
    turn += 1;
    opened = null;
    const back = opener && document.contains(opener) ? opener : byId("k_ouvrir");
    if (back) back.focus();
  });

  // The keys of the form (undo, do again) are not those of this text, and a word of an example leads to no field.
  const keys = { [text.id]: onText, [sought.id]: onSought };
  window.addEventListener("keydown", (event) => {
    if (!dialog.open || !dialog.contains(event.target)) return;
    event.stopPropagation();
    if (keys[event.target.id]) keys[event.target.id](event);
  }, true);
  window.addEventListener("click", (event) => {
    if (event.target.closest(".k_rendu")) event.stopPropagation();
  }, true);

  const LABEL = "Modifier une clause";

  function name() {
    const button = byId("k_ouvrir");
    if (!button) return;
    const act = document.querySelector("#p_acte > .acte");
    const part = here >= 0 && act ? act.children[here] : null;
    const title = part && part.querySelector("h1, h2");
    const words = title ? title.textContent.split(/\s+–\s+/)[0].trim() : "";
    const wanted = part ? `Modifier la clause${words && words.length < 25 ? `\u00a0: ${words}` : ""}` : LABEL;
    if (button.textContent !== wanted) button.textContent = wanted;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("#k_ouvrir")) {
      open();
      return;
    }
    const act = target.closest("#p_acte > .acte");
    if (!act) return;
    here = [...act.children].findIndex((one) => one.contains(target));
    name();
  }, true);

  document.addEventListener("page", name);

  window.addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
})();
