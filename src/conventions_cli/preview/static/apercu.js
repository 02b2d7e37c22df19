// Keeps the page of one spec up to date, without losing the reader's place. The page reads well without this file.
"use strict";

(() => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const byId = (name) => document.getElementById(name);
  let opener = null; // the link that led to a line of the file: Escape goes back to it
  let chosen = ""; // the line shown

  // --- Bring the page to its new state, touching only what differs: focus, selection and scrolling stay.

  const akin = (one, other) =>
    one.nodeType === Node.ELEMENT_NODE && one.nodeName === other.nodeName && one.id === other.id;

  function fuse(old, fresh) {
    const folded = (name) => name === "open" && old.nodeName === "DETAILS"; // the reader's own choice
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !folded(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (!folded(name)) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const before = [...old.childNodes];
    const after = [...fresh.childNodes];
    let start = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start += 1;
    let end = 0;
    const room = Math.min(before.length, after.length) - start;
    while (end < room && before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end += 1;
    const gone = before.slice(start, before.length - end);
    const come = after.slice(start, after.length - end);
    const next = before[before.length - end] || null;
    gone.forEach((node, index) => {
      if (index >= come.length) node.remove();
      else if (akin(node, come[index])) fuse(node, come[index]);
      else node.replaceWith(come[index]);
    });
    for (const node of come.slice(gone.length)) old.insertBefore(node, next);
  }

  // What stands at the top of the window, to put it back there when the text above it grows.
  function anchor() {
    const top = byId("p_tete").getBoundingClientRect().bottom;
    for (const node of document.querySelectorAll(".acte > *")) {
      const box = node.getBoundingClientRect();
      if (box.bottom > top) return { id: labelOf(node), box: box.top };
    }
    return null;
  }

  function labelOf(node) {
    return node.getAttribute("aria-labelledby") || "";
  }

  function restore(place) {
    if (!place || !place.id || window.scrollY === 0) return;
    const node = document.querySelector(`.acte > [aria-labelledby="${CSS.escape(place.id)}"]`);
    if (node) window.scrollBy({ top: node.getBoundingClientRect().top - place.box, behavior: "instant" });
  }

  // What has changed in the act is marked for a moment.
  const BLOCKS = ".acte:not(.ancien) :is(h1, h2, h3, h4, p, li, tr)";
  const written = () => new Set([...document.querySelectorAll(BLOCKS)].map((part) => part.textContent));

  function markChanges(known) {
    for (const part of document.querySelectorAll(BLOCKS)) {
      if (known.size && !known.has(part.textContent)) {
        part.classList.add("modifie");
        setTimeout(() => part.classList.remove("modifie"), 2500);
      }
    }
  }

  function update(fresh) {
    const focused = document.activeElement;
    const place = anchor();
    const region = focused && focused.closest("section[id], main, header");
    const known = written();
    const stopped = byId("p_liaison").textContent;
    undecorate();
    document.title = fresh.title;
    fuse(document.body, fresh.body);
    linked(stopped);
    decorate();
    restore(place);
    markChanges(known);
    showFirstFault();
    if (focused && focused !== document.body && !document.contains(focused)) {
      const same = focused.id && byId(focused.id);
      const near = same || (region && region.id && byId(region.id)) || byId("p_acte");
      if (!near.matches("a, button, [tabindex]")) near.tabIndex = -1;
      near.focus({ preventScroll: true });
    }
    say(document.body.dataset.annonce);
    document.dispatchEvent(new Event("page"));
  }

  // A text that does not change is not read again: it is emptied first.
  function say(text) {
    const box = byId("p_annonce");
    box.textContent = "";
    setTimeout(() => { byId("p_annonce").textContent = text; }, 150);
  }

  // --- What only a script can do: print, show a line, find a missing value in the act.

  const missing = (key) => document.querySelector(`.acte mark[title="${CSS.escape(key)}"]`);

  function decorate() {
    const print = byId("p_imprimer");
    if (print) print.hidden = false;
    for (const link of document.querySelectorAll("a.surligne")) link.hidden = !missing(link.dataset.cle);
    const line = chosen && byId(chosen);
    if (line) mark(line);
    else chosen = "";
  }

  // The first faulty line comes into view in its own box, unless the reader is there.
  function showFirstFault() {
    const box = document.querySelector(".textes");
    const line = box && box.querySelector("li.erreur");
    if (!line || chosen || box.contains(document.activeElement)) return;
    const seen = line.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (seen.top < frame.top || seen.bottom > frame.bottom) {
      box.scrollTop += seen.top - frame.top - frame.height / 3;
    }
  }

  function undecorate() {
    for (const line of document.querySelectorAll(".choisie")) {
      line.classList.remove("choisie");
      line.removeAttribute("aria-current");
      if (!line.className) line.removeAttribute("class");
    }
  }

  function mark(line) {
    undecorate();
    chosen = line.id;
    line.classList.add("choisie");
    line.setAttribute("aria-current", "true");
  }

  function show(node) {
    if (!node.matches("a, button, [tabindex]")) node.tabIndex = -1;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
  }

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("#p_imprimer")) {
      window.print();
      return;
    }
    const wanted = event.target.closest("a.surligne");
    if (wanted) {
      event.preventDefault();
      opener = wanted;
      show(missing(wanted.dataset.cle));
      return;
    }
    const lacking = event.target.closest(".acte mark[title]");
    const item = lacking && document.querySelector(`a.surligne[data-cle="${CSS.escape(lacking.title)}"]`);
    if (item) {
      show(item.closest("li"));
      return;
    }
    const away = event.target.closest('.acte a[href^="http"]');
    if (away) {
      away.target = "_blank"; // the page stays where it is
      away.rel = "noopener noreferrer";
      return;
    }
    const link = event.target.closest('a[href^="#L"], a[href^="#d_"]');
    const target = link && byId(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (target.id.startsWith("L")) {
      opener = link;
      mark(target);
      show(target);
    } else {
      show(target.querySelector("a.quoi") || target);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opener || !document.contains(opener)) return;
    show(opener);
    opener = null;
  });

  // --- Hear of changes, and say it when nobody answers any more.

  let busy = false;
  let again = false;
  let silence = null;

  function linked(text) {
    const box = byId("p_liaison");
    if (box.textContent !== text) box.textContent = text;
    box.hidden = !text;
  }

  async function refresh(version) {
    if (version === document.body.dataset.version) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch("./", { cache: "no-store" });
      if (answer.ok) update(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The server has gone: the stream of events says so.
    }
    busy = false;
    if (again) {
      again = false;
      refresh("");
    }
  }

  function listen() {
    const events = new EventSource("flux");
    events.addEventListener("version", (event) => refresh(event.data));
    events.addEventListener("open", () => {
      clearTimeout(silence);
      linked("");
    });
    events.addEventListener("error", () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        if (events.readyState !== EventSource.OPEN) {
          linked("L’aperçu est arrêté : cette page ne suit plus le fichier. Relancer « convention preview ».");
        }
      }, 1000);
    });
  }

  decorate();
  showFirstFault();
  listen();
})();
