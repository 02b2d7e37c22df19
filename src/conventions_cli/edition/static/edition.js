// The form beside the act: sends each change, shows the answer, adds up years, finds the field of a word.
"use strict";

(() => {
  const byId = (name) => document.getElementById(name);
  const form = () => byId("e_formulaire");
  const controls = () => [...document.querySelectorAll("#e_formulaire [data-cle]")];
  const control = (key) => byId(`v_${key}`);
  const typed = new Map(); // by key, the text being typed and not yet sent
  const waiting = new Map(); // by key, the text sent and not written, and its faults
  let message = ""; // the last message
  let only = false; // whether only missing values are shown
  let queue = Promise.resolve();

  // --- The state of each field on the page

  const shown = (input) => input.dataset.valeur;
  const text = (input) => input.value.trim();

  function settle() {
    for (const input of controls()) {
      const key = input.dataset.cle;
      const refusal = waiting.get(key);
      const value = typed.has(key) ? typed.get(key) : refusal ? refusal.text : shown(input);
      if (input.value !== value) input.value = value;
      if (refusal) tell(input, refusal);
    }
    if (form()) form().classList.toggle("e_seul", only);
    const box = byId("e_seulement");
    if (box) box.checked = only;
    speak(message);
    if (byId("e_lu") && !byId("e_lu").hasChildNodes() && proposed.length) showRead();
    document.querySelectorAll(".e_annees table").forEach(add);
  }

  function speak(words) {
    message = words;
    const place = byId("e_dit");
    if (place && place.textContent !== words) place.textContent = words;
  }

  function tell(input, refusal) {
    const place = byId(`f_${input.dataset.cle}`);
    if (!place) return;
    place.className = refusal.waits ? "faute avis" : "faute";
    if (!refusal.waits) input.setAttribute("aria-invalid", "true");
    place.replaceChildren();
    for (const fault of refusal.faults) {
      const line = document.createElement("span");
      line.textContent = `${fault.message} ${fault.aide}`.trim();
      place.append(line);
      if (fault.propose) place.append(button(`Écrire « ${fault.propose} »`, () => put(input, fault.propose)));
    }
    if (refusal.conflict) place.append(button("Écrire ma valeur quand même", () => send([input])));
    place.append(button("Renoncer", () => giveUp(input)));
  }

  function button(words, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "e_lien";
    element.textContent = words;
    element.addEventListener("click", act);
    return element;
  }

  function untell(key) {
    const input = control(key);
    const place = byId(`f_${key}`);
    if (place) place.replaceChildren();
    if (input) input.removeAttribute("aria-invalid");
  }

  function put(input, value) {
    typed.set(input.dataset.cle, value);
    input.value = value;
    send([input]);
    input.focus();
  }

  function giveUp(input) {
    const key = input.dataset.cle;
    typed.delete(key);
    waiting.delete(key);
    untell(key);
    input.value = shown(input);
    input.focus();
    document.querySelectorAll(".e_annees table").forEach(add);
  }

  // --- Sending

  async function post(name, body) {
    const answer = await fetch(name, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }

  globalThis.edition = { post }; // for the window of clauses

  function where(key) {
    const place = document.querySelector(`[data-ou="${CSS.escape(key)}"]`);
    return place ? place.value : "";
  }

  const change = (input, last) => ({
    cle: input.dataset.cle,
    vu: input.dataset.vu,
    nouveau: last ? text(input) : waiting.get(input.dataset.cle).text,
    ou: where(input.dataset.cle),
    forme: input.dataset.forme || "",
    dernier: last,
  });

  function inTurn(work) {
    queue = queue.then(work).catch((fault) => {
      const words = fault instanceof TypeError ? "" : String(fault.message).trim();
      speak(words || "La commande ne répond plus : rien n’est écrit. Relancer « convention edit ».");
    });
    return queue;
  }

  function send(latest) {
    return inTurn(async () => {
      const keys = new Set(latest.map((input) => input.dataset.cle));
      const alone = latest.some((input) => where(input.dataset.cle)); // in another file
      const others = alone ? [] : [...waiting.keys()].filter((key) => !keys.has(key) && !where(key)).map(control).filter(Boolean);
      const sent = [...others.map((input) => change(input, false)), ...latest.map((input) => change(input, true))];
      keys.forEach((key) => typed.delete(key));
      for (const input of latest) waiting.set(input.dataset.cle, { text: text(input), faults: [] });
      const answer = await post("ecrire", { changements: sent });
      take(sent, answer);
    });
  }

  function take(sent, answer) {
    const written = new Map(Object.entries(answer.ecrits));
    for (const { cle: key, nouveau } of sent) {
      const input = control(key);
      if (written.has(key)) {
        waiting.delete(key);
        untell(key);
        if (input) {
          input.dataset.valeur = written.get(key);
          input.dataset.vu = written.get(key);
        }
        continue;
      }
      const conflict = answer.conflits[key];
      const faults = conflict ? [{ message: conflict, aide: "", propose: "" }] : answer.fautes[key] || [];
      const wait = { message: "En attente : cette valeur sera écrite avec celles qui lui répondent.", aide: "", propose: "" };
      waiting.set(key, { text: nouveau, faults: faults.length ? faults : [wait], waits: !faults.length, conflict: Boolean(conflict) });
    }
    message = answer.messages.join(" ");
    settle();
  }

  // --- An answer received: shown before anything is written

  let proposed = []; // the values that the answer proposes

  function readAnswer() {
    return inTurn(async () => {
      proposed = (await post("reponse", { texte: byId("e_colle").value })).propose;
      showRead();
    });
  }

  function showRead() {
    const place = byId("e_lu");
    if (!place) return;
    place.replaceChildren();
    if (!proposed.length) {
      place.textContent = byId("e_colle").value.trim() ? "Aucune valeur nouvelle n’est lue dans ce texte." : "";
      return;
    }
    const list = document.createElement("ul");
    for (const value of proposed) {
      const line = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.dataset.propose = value.cle;
      label.append(box, ` ${value.nom} : « ${value.nouveau} »${value.vu ? ` au lieu de « ${value.vu} »` : ""}`);
      line.append(label);
      list.append(line);
    }
    place.append(list, button("Écrire ce qui est coché", writeRead));
  }

  function writeRead() {
    const chosen = new Set([...document.querySelectorAll("[data-propose]:checked")].map((box) => box.dataset.propose));
    const sent = proposed.filter((value) => chosen.has(value.cle)).map((value) => ({ ...value, dernier: true }));
    if (!sent.length) return undefined;
    return inTurn(async () => {
      for (const value of sent) waiting.set(value.cle, { text: value.nouveau, faults: [] });
      const answer = await post("ecrire", { changements: sent });
      proposed = [];
      byId("e_colle").value = "";
      take(sent, answer);
      const refused = sent.filter((value) => !(value.cle in answer.ecrits));
      speak([refused.length ? `${refused.length} valeur(s) refusée(s) : voir sous leur champ.` : "La réponse est écrite.", message].join(" ").trim());
      showRead();
      if (refused.length) reveal(refused[0].cle);
    });
  }

  const isWorkbook = (name) => /\.(xlsx|ods|csv)$/i.test(name);

  // The bytes of a file in base 64, for JSON.
  async function packed(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let letters = "";
    for (const byte of bytes) letters += String.fromCharCode(byte);
    return btoa(letters);
  }

  function readWorkbook(file) {
    return inTurn(async () => {
      byId("e_colle").value = "";
      const answer = await post("reponse-classeur", { classeur: await packed(file), nom: file.name });
      proposed = answer.propose;
      showRead();
      if (!proposed.length) byId("e_lu").textContent = answer.message || "Aucune valeur nouvelle n’est lue dans ce classeur.";
    });
  }

  function saveWorkbook(who) {
    return inTurn(async () => {
      const { contenu } = await post("classeur", { texte: who });
      if (!contenu) return;
      const link = document.createElement("a");
      const bytes = Uint8Array.from(atob(contenu), (letter) => letter.charCodeAt(0));
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.download = `a-remplir-${who.normalize("NFD").replace(/[^a-z]+/gi, "-").toLowerCase()}.xlsx`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  async function loadAnswer(file) {
    if (!file || file.size > 100000) {
      speak("Ce fichier est trop long pour une réponse.");
      return;
    }
    if (isWorkbook(file.name)) {
      readWorkbook(file);
      return;
    }
    byId("e_colle").value = await file.text();
    readAnswer();
  }

  function takeOut(pressed) {
    return inTurn(async () => {
      const { retirer: key, vu } = pressed.dataset;
      for (const texts of [typed, waiting]) {
        for (const other of [...texts.keys()]) if (other === key || other.startsWith(`${key}.`)) texts.delete(other);
      }
      const whole = pressed.dataset.entier === undefined;
      const answer = await post("ecrire", { changements: [{ cle: key, vu, nouveau: "", tout: whole, dernier: true }] });
      const refusals = [...Object.values(answer.conflits), ...Object.values(answer.fautes).flat().map((fault) => fault.message)];
      message = [...refusals, ...answer.messages].join(" ");
      settle();
    });
  }

  function step(name) {
    return inTurn(async () => {
      typed.clear();
      waiting.clear();
      const answer = await post("ecrire", { pas: name });
      message = answer.messages.join(" ");
      settle();
    });
  }

  // --- Years: their sums while they are typed

  function euros(words) {
    const digits = words.replace(/[\s\u00a0\u202f]|€|eur(os?)?$/gi, "");
    return digits === "" ? 0 : /^\d{1,15}$/.test(digits) ? Number(digits) : NaN;
  }

  const amount = (value) => `${value.toLocaleString("fr-FR").replace(/[\u202f\u00a0]/g, "\u00a0")}\u00a0€`;

  function add(table) {
    const lines = [];
    const part = (name) => {
      const input = name && control(name);
      return input ? euros(input.value) : 0;
    };
    const goal = table.dataset.total ? part(table.dataset.total) - part(table.dataset.moins) : 0;
    table.querySelectorAll("output").forEach((place, column) => {
      let sum = 0;
      let filled = false;
      for (const row of table.tBodies[0].rows) {
        const input = row.cells[column + 1].querySelector("[data-cle]");
        sum += euros(input.value);
        filled = filled || Boolean(input.value.trim());
      }
      const words = Number.isNaN(sum) ? "?" : amount(sum);
      if (place.textContent !== words) place.textContent = words;
      const rest = goal - sum;
      if (goal > 0 && filled && rest) {
        const name = table.tHead.rows[0].cells[column + 1].textContent;
        lines.push(rest > 0 ? `${name} : reste ${amount(rest)} à répartir.` : `${name} : ${amount(-rest)} de trop.`);
      }
    });
    const place = table.parentElement.querySelector(".e_reste");
    const words = lines.join(" ");
    if (place.textContent !== words) place.textContent = words;
  }

  // --- From the act, or from a missing value, to a field

  function reveal(key) {
    let at = key;
    let place = null;
    while (at && !place) {
      place = control(at) || document.querySelector(`[data-groupe="${CSS.escape(at)}"]`);
      at = at.slice(0, Math.max(0, at.lastIndexOf(".")));
    }
    if (!place) return null;
    only = only && Boolean(place.closest(".manque"));
    form().classList.toggle("e_seul", only);
    for (let up = place; up; up = up.parentElement) if (up.nodeName === "DETAILS") up.open = true;
    const target = place.matches("input, select, textarea") && !place.disabled
      ? place
      : place.querySelector("input:enabled, select:enabled, textarea:enabled") || place;
    if (!target.matches("input, select, textarea, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    const field = target.closest(".champ, tr, fieldset, details");
    if (field) {
      field.classList.remove("e_montre");
      requestAnimationFrame(() => field.classList.add("e_montre"));
      setTimeout(() => field.classList.remove("e_montre"), 2500);
    }
    return target;
  }

  const nameOf = (key) => {
    const label = document.querySelector(`label[for="${CSS.escape(`v_${key}`)}"]`);
    const input = control(key);
    return label ? label.textContent : (input && input.getAttribute("aria-label")) || "";
  };

  function clickedIn(event) {
    const place = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY);
    const node = place && (place.offsetNode || place.startContainer);
    if (!node || node.nodeType !== Node.TEXT_NODE) return null;
    const walker = document.createTreeWalker(document.querySelector(".acte"), NodeFilter.SHOW_TEXT);
    for (let number = 0; walker.nextNode();) {
      if (walker.currentNode === node) {
        return { texte: number, lettre: place.offset === undefined ? place.startOffset : place.offset };
      }
      if (/[^ \t\r\n\f]/.test(walker.currentNode.data)) number += 1;
    }
    return null;
  }

  function fromAct(event) {
    const lacking = event.target.closest("mark[title]");
    if (lacking) {
      reveal(lacking.title);
      return true;
    }
    if (event.target.closest("a") || !window.getSelection().isCollapsed) return false;
    const place = clickedIn(event);
    if (!place) return false;
    inTurn(async () => {
      const { cles: keys, clause } = await post("origine", { version: document.body.dataset.version, ...place });
      if (!keys.length) {
        const where = clause ? `Ces mots sont ceux de la clause «\u00a0${clause}\u00a0»` : "Ces mots sont ceux de la clause";
        speak(`${where}\u00a0: aucune valeur ne les change. Pour la changer\u00a0: «\u00a0Modifier la clause\u00a0».`);
        return;
      }
      reveal(keys[0]);
      const others = keys.slice(1).map(nameOf).filter(Boolean);
      speak(others.length ? `Ces mots suivent aussi de\u00a0: ${others.join(", ")}.` : "");
    });
    return true;
  }

  // --- Events

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches("#e_formulaire [data-cle]") || input.matches("select")) return;
    typed.set(input.dataset.cle, input.value);
    const table = input.closest(".e_annees table");
    if (table) add(table);
    else document.querySelectorAll(".e_annees table[data-total]").forEach(add);
  });

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.id === "e_fichier") {
      loadAnswer(input.files[0]);
      return;
    }
    if (input.id === "e_seulement") {
      only = input.checked;
      settle();
      return;
    }
    if (!input.matches("#e_formulaire [data-cle]")) return;
    const key = input.dataset.cle;
    if (input.validity && input.validity.badInput) return; // half a date
    if (text(input) === shown(input).trim()) {
      typed.delete(key);
      if (waiting.delete(key)) untell(key);
      return;
    }
    send([input]);
  });

  document.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("keydown", (event) => {
    const input = event.target;
    const here = input.matches && input.matches("#e_formulaire [data-cle]");
    if (here && event.key === "Enter" && !event.shiftKey && input.nodeName === "TEXTAREA") {
      event.preventDefault(); // one line makes one value; Maj-Entrée starts another line
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (here && event.key === "Escape" && (typed.has(input.dataset.cle) || waiting.has(input.dataset.cle))) {
      event.stopPropagation();
      giveUp(input);
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (here && typed.has(input.dataset.cle)) return; // here the browser undoes typed letters
    const key = event.key.toLowerCase();
    const name = key === "z" ? (event.shiftKey ? "refaire" : "annuler") : key === "y" ? "refaire" : "";
    if (name) {
      event.preventDefault();
      if (!byId(`e_${name}`).disabled) step(name);
    }
  }, true);

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.target;
    const pressed = target.closest("#e_annuler, #e_refaire");
    const removal = target.closest("[data-retirer]");
    const link = target.closest("a[data-vers]");
    if (pressed) step(pressed.id.slice(2));
    else if (removal) takeOut(removal);
    else if (target.closest("#e_lire")) readAnswer();
    else if (target.closest("[data-classeur]")) saveWorkbook(target.closest("[data-classeur]").dataset.classeur);
    else if (target.closest("[data-copier]")) {
      const written = target.closest("details").querySelector("textarea");
      written.select();
      navigator.clipboard.writeText(written.value).then(() => speak("Texte copié."), () => document.execCommand("copy"));
    }
    else if (link) {
      event.preventDefault();
      reveal(link.dataset.vers);
    } else if (target.closest(".acte:not(.ancien)") && fromAct(event)) event.stopPropagation();
  }, true);

  document.addEventListener("page", settle);

  window.addEventListener("beforeunload", (event) => {
    if (typed.size || waiting.size) event.preventDefault();
  });

  settle();
})();
