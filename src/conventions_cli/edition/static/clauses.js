// A clause beside its result, in a window over the act: each text is tried while it is typed.
"use strict";

(() => {
  const byId = (name) => document.getElementById(name);
  const { post } = globalThis.edition; // edition.js comes first
  let parts = []; // the parts of the act, each with its clauses
  let here = -1; // the rank of the part that was clicked in the act
  let opened = null; // the clause in the window, as it was read
  let turn = 0; // the number of the last trial: late answers to others are not shown
  let timer = null;
  let words = []; // the words and filters that a clause may use
  let opener = null; // the element that gets the focus back

  function make(name, more = {}, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(more)) {
      if (key === "text") element.textContent = value;
      else if (key === "act") element.addEventListener("click", value);
      else element.setAttribute(key, value);
    }
    element.append(...inside);
    return element;
  }

  // Shows a refusal of the server, or its silence, in the window; returns its answer, or null.
  async function ask(name, body) {
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

  // --- The window, outside of the body, which is replaced whenever the file changes.

  const close = make("button", { type: "button", class: "bouton k_bouton", id: "k_fermer", text: "Fermer", act: leave });
  const choice = make("select", { id: "k_choix" });
  const text = make("textarea", {
    id: "k_texte", rows: "18", spellcheck: "true", lang: "fr", "aria-describedby": "k_ou k_etat",
  });
  const near = make("p", { id: "k_proche" });
  const sought = make("input", { id: "k_cherche", type: "search", autocomplete: "off", "aria-describedby": "k_trouve" });
  const tally = make("p", { id: "k_trouve", role: "status" });
  const list = make("ul", { id: "k_mots", role: "list" });
  const help = make("details", { id: "k_aide", class: "e_plus" },
    make("summary", { text: "Insérer une valeur, une tournure ou un renvoi (Ctrl-Espace)" }),
    make("label", { for: "k_cherche", text: "Chercher\u00a0: montant, date, pluriel…" }), sought, tally, list);
  const state = make("p", { id: "k_etat", role: "status" });
  const faults = make("ol", { id: "k_fautes", role: "list" });
  const results = make("div", { id: "k_resultats" });
  const message = make("p", { id: "k_dit", role: "status" });
  const look = make("button", { type: "button", class: "bouton k_bouton", id: "k_voir", text: "Voir l’effet sur les actes", act: effect });
  const keep = make("button", { type: "button", class: "bouton", id: "k_enregistrer", text: "Écrire la clause", act: write });
  keep.hidden = true; // until the effect of the present text is shown
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
    make("div", { class: "k_pied" }, message, bar));
  document.documentElement.append(dialog);

  function tell(words, ...buttons) {
    message.replaceChildren(words, ...buttons);
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
    message.querySelector("button").focus();
  }

  async function open() {
    opener = document.activeElement;
    tell("");
    opened = null;
    dialog.showModal();
    const answer = await ask("clauses", {});
    if (!answer) return;
    parts = answer.parties;
    choice.replaceChildren();
    parts.forEach((part, rank) => part.clauses.forEach((name) => {
      choice.append(make("option", { value: name, "data-rang": rank, text: `${part.titre}\u00a0: ${name}` }));
    }));
    const option = choice.querySelector(`[data-rang="${here}"]`);
    if (option) option.selected = true;
    if (choice.value) await read(choice.value);
    const vocabulary = await ask("vocabulaire", {});
    words = vocabulary ? vocabulary.mots : [];
    propose();
    (option ? text : choice).focus();
  }

  async function read(name) {
    turn += 1;
    const mine = turn;
    const answer = await ask("clause", { nom: name });
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
    const errors = answer.fautes.filter((fault) => fault.erreur).length;
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

  function fault(remark) {
    const line = make("li", { class: remark.erreur ? "faute" : "faute avis" });
    if (remark.ligne) {
      line.append(make("button", { type: "button", class: "e_lien", text: `Ligne ${remark.ligne}`, act: () => goTo(remark) }), " ");
    }
    line.append(`${remark.message} ${remark.aide}`.trim());
    return line;
  }

  function goTo(remark) {
    const lines = text.value.split("\n");
    const start = lines.slice(0, remark.ligne - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus();
    text.setSelectionRange(start + remark.colonne - 1, start + (lines[remark.ligne - 1] || "").length);
    text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, remark.ligne - 3);
  }

  // The nodes of an act, without the identifiers and links that would name a place of the page itself.
  function quoted(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    for (const element of body.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const element of body.querySelectorAll("[aria-labelledby]")) element.removeAttribute("aria-labelledby");
    for (const element of body.querySelectorAll('a[href^="#"]')) element.replaceWith(...element.childNodes);
    for (const element of body.querySelectorAll("a[href]")) {
      element.target = "_blank"; // so that the typed text is not lost
      element.rel = "noopener noreferrer";
    }
    for (const element of body.querySelectorAll("nav")) element.replaceWith(...element.childNodes);
    for (const element of body.querySelectorAll("h1, h2, h3, h4")) {
      const lower = make("p", { class: "k_intitule" });
      lower.append(...element.childNodes);
      element.replaceWith(lower);
    }
    return [...body.childNodes];
  }

  function result(trial) {
    const place = make("div", { class: "k_resultat" }, make("h4", { text: trial.nom }));
    if (trial.html) place.append(make("div", { class: "acte k_rendu" }, ...quoted(trial.html)));
    else place.append(make("p", { class: "aide", text: trial.note }));
    return place;
  }

  function typed() {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    keep.hidden = true;
    timer = setTimeout(async () => {
      const answer = await ask("essai", { nom: opened.nom, texte: text.value });
      if (answer && mine === turn) show(answer);
    }, 250);
  }

  // --- The words that a clause may use: searched, and inserted at the caret

  const plain = (phrase) => phrase.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // The word begun before the caret, between braces, and whether it follows « | »; null outside of braces.
  function begun() {
    const before = text.value.slice(0, text.selectionStart);
    const opening = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
    if (opening < 0 || /\}\}|%\}/.test(before.slice(opening))) return null;
    const inside = before.slice(opening + 2);
    const word = /[\p{L}\p{N}_.]*$/u.exec(inside)[0];
    return { word, applied: /\|\s*$/.test(inside.slice(0, inside.length - word.length)) };
  }

  function matches(query, applied) {
    const parts = plain(query).split(/\s+/).filter(Boolean);
    const matching = words.filter((word) => {
      const all = plain(`${word.nom} ${word.sert} ${word.genre} ${word.vaut}`);
      return parts.every((part) => all.includes(part)) && (applied === undefined || word.filtre === applied);
    });
    const first = (word) => (plain(word.nom).startsWith(parts[0] || "") ? 0 : 1);
    return matching.sort((word, other) => first(word) - first(other));
  }

  function propose() {
    const matching = matches(sought.value);
    tally.textContent = matching.length > 30 ? `${matching.length} propositions, les 30 premières montrées.` : `${matching.length} proposition${matching.length > 1 ? "s" : ""}.`;
    list.replaceChildren(...matching.slice(0, 30).map((word) => make("li", {},
      make("button", { type: "button", class: "k_mot", act: () => insert(word) },
        make("code", { text: word.nom }), ` ${word.sert}${word.vaut ? ` (ici\u00a0: ${word.vaut})` : ""}`))));
  }

  // Proposes the first words that begin like the word between braces.
  function suggest() {
    const here = begun();
    const matching = here && here.word.length > 1 && !help.open
      ? matches("", here.applied).filter((word) => plain(word.nom).startsWith(plain(here.word)) && word.nom !== here.word)
      : [];
    near.replaceChildren(...(matching.length ? ["Proposé\u00a0: "] : []), ...matching.slice(0, 4).map((word) => (
      make("button", { type: "button", class: "e_lien", title: word.sert, text: word.nom, act: () => insert(word) }))));
  }

  function insert(word) {
    const here = begun();
    const call = word.filtre ? new RegExp(`\\|\\s*(${word.nom}(?:\\([^)]*\\))?)`).exec(word.texte) : null;
    let inserted = word.texte;
    let start = text.selectionStart;
    if (here) {
      start -= here.word.length;
      inserted = word.filtre ? `${here.applied ? "" : "| "}${call ? call[1] : word.nom}` : word.nom;
    }
    const end = text.selectionEnd;
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, inserted)) { // the browser can undo this insertion
      text.setRangeText(inserted, start, end, "end");
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

  // --- The effect of the text on every act of the folder, then its writing

  async function effect() {
    if (!dirty()) {
      tell("Le texte n’a pas changé.");
      return;
    }
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    tell("Comparaison des actes du dossier…");
    const answer = await ask("effet", { nom: opened.nom, texte: text.value, empreinte: opened.empreinte });
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
    const number = answer.changes.reduce((sum, change) => sum + change.actes.length, 0);
    const lines = [
      number ? `${number}\u00a0acte${number > 1 ? "s" : ""} change${number > 1 ? "nt" : ""}.` : "Aucun acte ne change.",
      answer.memes ? `${answer.memes} ne change${answer.memes > 1 ? "nt" : ""} pas.` : "",
    ];
    const blocks = [make("p", { class: "k_bilan", text: lines.filter(Boolean).join(" ") })];
    if (answer.illisibles.length) {
      blocks.push(make("p", { class: "aide", text: `À corriger par ailleurs, et non comparés\u00a0: ${answer.illisibles.join(", ")}.` }));
    }
    return blocks;
  }

  function changed(change) {
    const names = change.actes.slice(0, 5).join(", ") + (change.actes.length > 5 ? ` et ${change.actes.length - 5} autres` : "");
    const place = make("div", { class: "k_resultat" }, make("h5", { text: names }));
    if (change.faute) place.append(make("p", { class: "faute", text: change.faute }));
    else place.append(make("div", { class: "k_rendu k_change" }, ...quoted(change.html)));
    return place;
  }

  async function write() {
    const sent = text.value;
    const answer = await ask("ecrire-clause", { nom: opened.nom, texte: sent, empreinte: opened.empreinte });
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
    const next = choice.value;
    choice.value = opened.nom;
    tell("Le texte a changé et n’est pas enregistré. ",
      make("button", { type: "button", class: "e_lien", text: "Continuer", act: () => { tell(""); text.focus(); } }),
      make("button", { type: "button", class: "e_lien", text: "Abandonner ce texte", act: () => {
        choice.value = next;
        read(next);
        choice.focus();
      } }));
    message.querySelector("button").focus();
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

  // The shortcuts of the form (undo, redo) do not work in this text, and a click on an example leads to no field.
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
    const label = part ? `Modifier la clause${words && words.length < 25 ? `\u00a0: ${words}` : ""}` : LABEL;
    if (button.textContent !== label) button.textContent = label;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("#k_ouvrir")) {
      open();
      return;
    }
    const act = target.closest("#p_acte > .acte");
    if (!act) return;
    here = [...act.children].findIndex((part) => part.contains(target));
    name();
  }, true);

  document.addEventListener("page", name);

  window.addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
})();
