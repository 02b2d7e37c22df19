// The form beside the act: sends each change, shows what is said of it, adds up years, finds the field of a word.
"use strict";

(() => {
  const byId = (name) => document.getElementById(name);
  const form = () => byId("e_formulaire");
  const controls = () => [...document.querySelectorAll("#e_formulaire [data-cle]")];
  const control = (key) => byId(`v_${key}`);
  const typed = new Map(); // what is being typed and was not sent: by key, its text
  const waiting = new Map(); // what was sent and refused: by key, its text, and what is said of it
  let said = ""; // the last message
  let only = false; // whether only what is missing is shown
  let queue = Promise.resolve();

  // --- What the page shows of each field

  const shown = (one) => one.dataset.valeur;
  const text = (one) => one.value.trim();

  function settle() {
    for (const one of controls()) {
      const key = one.dataset.cle;
      const held = waiting.get(key);
      const wanted = typed.has(key) ? typed.get(key) : held ? held.text : shown(one);
      if (one.value !== wanted) one.value = wanted;
      if (held) tell(one, held);
    }
    if (form()) form().classList.toggle("e_seul", only);
    const box = byId("e_seulement");
    if (box) box.checked = only;
    speak(said);
    if (byId("e_lu") && !byId("e_lu").hasChildNodes() && read.length) showRead();
    document.querySelectorAll(".e_annees table").forEach(add);
  }

  function speak(words) {
    said = words;
    const place = byId("e_dit");
    if (place && place.textContent !== words) place.textContent = words;
  }

  function tell(one, held) {
    const place = byId(`f_${one.dataset.cle}`);
    if (!place) return;
    place.className = held.waits ? "faute avis" : "faute";
    if (!held.waits) one.setAttribute("aria-invalid", "true");
    place.replaceChildren();
    for (const fault of held.faults) {
      const line = document.createElement("span");
      line.textContent = `${fault.message} ${fault.aide}`.trim();
      place.append(line);
      if (fault.propose) place.append(button(`Écrire « ${fault.propose} »`, () => put(one, fault.propose)));
    }
    if (held.conflict) place.append(button("Écrire ma valeur quand même", () => send([one])));
    place.append(button("Renoncer", () => giveUp(one)));
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "e_lien";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function untell(key) {
    const one = control(key);
    const place = byId(`f_${key}`);
    if (place) place.replaceChildren();
    if (one) one.removeAttribute("aria-invalid");
  }

  function put(one, value) {
    typed.set(one.dataset.cle, value);
    one.value = value;
    send([one]);
    one.focus();
  }

  function giveUp(one) {
    const key = one.dataset.cle;
    typed.delete(key);
    waiting.delete(key);
    untell(key);
    one.value = shown(one);
    one.focus();
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

  globalThis.edition = { post }; // the window of clauses asks in the same way

  function where(key) {
    const place = document.querySelector(`[data-ou="${CSS.escape(key)}"]`);
    return place ? place.value : "";
  }

  const change = (one, last) => ({
    cle: one.dataset.cle,
    vu: one.dataset.vu,
    nouveau: last ? text(one) : waiting.get(one.dataset.cle).text,
    ou: where(one.dataset.cle),
    forme: one.dataset.forme || "",
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
      const keys = new Set(latest.map((one) => one.dataset.cle));
      const alone = latest.some((one) => where(one.dataset.cle)); // in another file
      const others = alone ? [] : [...waiting.keys()].filter((key) => !keys.has(key) && !where(key)).map(control).filter(Boolean);
      const sent = [...others.map((one) => change(one, false)), ...latest.map((one) => change(one, true))];
      keys.forEach((key) => typed.delete(key));
      for (const one of latest) waiting.set(one.dataset.cle, { text: text(one), faults: [] });
      const answer = await post("ecrire", { changements: sent });
      take(sent, answer);
    });
  }

  function take(sent, answer) {
    const written = new Map(Object.entries(answer.ecrits));
    for (const { cle: key, nouveau } of sent) {
      const one = control(key);
      if (written.has(key)) {
        waiting.delete(key);
        untell(key);
        if (one) {
          one.dataset.valeur = written.get(key);
          one.dataset.vu = written.get(key);
        }
        continue;
      }
      const conflict = answer.conflits[key];
      const faults = conflict ? [{ message: conflict, aide: "", propose: "" }] : answer.fautes[key] || [];
      const wait = { message: "En attente : cette valeur sera écrite avec celles qui lui répondent.", aide: "", propose: "" };
      waiting.set(key, { text: nouveau, faults: faults.length ? faults : [wait], waits: !faults.length, conflict: Boolean(conflict) });
    }
    said = answer.messages.join(" ");
    settle();
  }

  // --- An answer received: shown before anything is written

  let read = []; // what the answer proposes

  function readAnswer() {
    return inTurn(async () => {
      read = (await post("reponse", { texte: byId("e_colle").value })).propose;
      showRead();
    });
  }

  function showRead() {
    const place = byId("e_lu");
    if (!place) return;
    place.replaceChildren();
    if (!read.length) {
      place.textContent = byId("e_colle").value.trim() ? "Aucune valeur nouvelle n’est lue dans ce texte." : "";
      return;
    }
    const list = document.createElement("ul");
    for (const one of read) {
      const line = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = true;
      box.dataset.propose = one.cle;
      label.append(box, ` ${one.nom} : « ${one.nouveau} »${one.vu ? ` au lieu de « ${one.vu} »` : ""}`);
      line.append(label);
      list.append(line);
    }
    place.append(list, button("Écrire ce qui est coché", writeRead));
  }

  function writeRead() {
    const chosen = new Set([...document.querySelectorAll("[data-propose]:checked")].map((box) => box.dataset.propose));
    const sent = read.filter((one) => chosen.has(one.cle)).map((one) => ({ ...one, dernier: true }));
    if (!sent.length) return undefined;
    return inTurn(async () => {
      for (const one of sent) waiting.set(one.cle, { text: one.nouveau, faults: [] });
      const answer = await post("ecrire", { changements: sent });
      read = [];
      byId("e_colle").value = "";
      take(sent, answer);
      const left = sent.filter((one) => !(one.cle in answer.ecrits));
      speak([left.length ? `${left.length} valeur(s) refusée(s) : voir sous leur champ.` : "La réponse est écrite.", said].join(" ").trim());
      showRead();
      if (left.length) reveal(left[0].cle);
    });
  }

  const isWorkbook = (name) => /\.(xlsx|ods|csv)$/i.test(name);

  // The text of a file for JSON: its bytes in base 64.
  async function packed(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let letters = "";
    for (const one of bytes) letters += String.fromCharCode(one);
    return btoa(letters);
  }

  function readWorkbook(file) {
    return inTurn(async () => {
      byId("e_colle").value = "";
      const answer = await post("reponse-classeur", { classeur: await packed(file), nom: file.name });
      read = answer.propose;
      showRead();
      if (!read.length) byId("e_lu").textContent = answer.message || "Aucune valeur nouvelle n’est lue dans ce classeur.";
    });
  }

  function saveWorkbook(who) {
    return inTurn(async () => {
      const { contenu } = await post("classeur", { texte: who });
      if (!contenu) return;
      const link = document.createElement("a");
      const bytes = Uint8Array.from(atob(contenu), (one) => one.charCodeAt(0));
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
      for (const held of [typed, waiting]) {
        for (const other of [...held.keys()]) if (other === key || other.startsWith(`${key}.`)) held.delete(other);
      }
      const whole = pressed.dataset.entier === undefined;
      const answer = await post("ecrire", { changements: [{ cle: key, vu, nouveau: "", tout: whole, dernier: true }] });
      const refusals = [...Object.values(answer.conflits), ...Object.values(answer.fautes).flat().map((one) => one.message)];
      said = [...refusals, ...answer.messages].join(" ");
      settle();
    });
  }

  function step(name) {
    return inTurn(async () => {
      typed.clear();
      waiting.clear();
      const answer = await post("ecrire", { pas: name });
      said = answer.messages.join(" ");
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
      const one = name && control(name);
      return one ? euros(one.value) : 0;
    };
    const goal = table.dataset.total ? part(table.dataset.total) - part(table.dataset.moins) : 0;
    table.querySelectorAll("output").forEach((place, column) => {
      let sum = 0;
      let filled = false;
      for (const row of table.tBodies[0].rows) {
        const one = row.cells[column + 1].querySelector("[data-cle]");
        sum += euros(one.value);
        filled = filled || Boolean(one.value.trim());
      }
      const words = Number.isNaN(sum) ? "?" : amount(sum);
      if (place.textContent !== words) place.textContent = words;
      const left = goal - sum;
      if (goal > 0 && filled && left) {
        const name = table.tHead.rows[0].cells[column + 1].textContent;
        lines.push(left > 0 ? `${name} : reste ${amount(left)} à répartir.` : `${name} : ${amount(-left)} de trop.`);
      }
    });
    const place = table.parentElement.querySelector(".e_reste");
    const words = lines.join(" ");
    if (place.textContent !== words) place.textContent = words;
  }

  // --- From the act, or from what is missing, to a field

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
    const one = control(key);
    return label ? label.textContent : (one && one.getAttribute("aria-label")) || "";
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
    const one = event.target;
    if (!one.matches("#e_formulaire [data-cle]") || one.matches("select")) return;
    typed.set(one.dataset.cle, one.value);
    const table = one.closest(".e_annees table");
    if (table) add(table);
    else document.querySelectorAll(".e_annees table[data-total]").forEach(add);
  });

  document.addEventListener("change", (event) => {
    const one = event.target;
    if (one.id === "e_fichier") {
      loadAnswer(one.files[0]);
      return;
    }
    if (one.id === "e_seulement") {
      only = one.checked;
      settle();
      return;
    }
    if (!one.matches("#e_formulaire [data-cle]")) return;
    const key = one.dataset.cle;
    if (one.validity && one.validity.badInput) return; // half a date
    if (text(one) === shown(one).trim()) {
      typed.delete(key);
      if (waiting.delete(key)) untell(key);
      return;
    }
    send([one]);
  });

  document.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("keydown", (event) => {
    const one = event.target;
    const here = one.matches && one.matches("#e_formulaire [data-cle]");
    if (here && event.key === "Enter" && !event.shiftKey && one.nodeName === "TEXTAREA") {
      event.preventDefault(); // a line is one value; Maj-Entrée goes to the next line
      one.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (here && event.key === "Escape" && (typed.has(one.dataset.cle) || waiting.has(one.dataset.cle))) {
      event.stopPropagation();
      giveUp(one);
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (here && typed.has(one.dataset.cle)) return; // the browser undoes what is being typed
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
