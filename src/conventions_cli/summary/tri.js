"use strict";
// Each header of a long table becomes a button that sorts its rows; what is empty stays last, totals stay in place.
const order = new Intl.Collator("fr", { numeric: true });
const value = (row, index) => row.cells[index].dataset.tri ?? row.cells[index].textContent.trim();
for (const table of document.querySelectorAll("table.tri")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((one, other) => {
        const [first, second] = [value(one, index), value(other, index)];
        if (!first || !second) return (first ? 0 : 1) - (second ? 0 : 1);
        return down * order.compare(first, second);
      });
      table.tBodies[0].append(...rows);
    });
  });
}
