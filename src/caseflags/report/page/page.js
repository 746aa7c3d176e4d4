"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // What a link leads to may lie in sections that are closed.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let place = target; place; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
      if (place.tagName === "LI") place.hidden = false;
    }
    target.scrollIntoView({ block: "start" });
    (target.querySelector("summary") || target).focus?.({ preventScroll: true });
  }
  addEventListener("hashchange", reveal);
  reveal();
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) reveal();
  });

  // A cell of a matrix shows the sentences of the notes behind its number.
  function choose(cell) {
    const section = cell.closest(".case");
    const evidence = section.querySelector(".evidence");
    const was = cell.getAttribute("aria-pressed") === "true";
    all(".cell", section).forEach((other) => other.setAttribute("aria-pressed", "false"));
    if (was) return showAll(evidence);
    cell.setAttribute("aria-pressed", "true");
    const notes = notesWith(evidence, [cell.dataset.row, cell.dataset.column]);
    const wanted = new Set([cell.dataset.row, cell.dataset.column]);
    let shown = 0;
    for (const item of all("ol > li", evidence)) {
      const fits = notes.has(placeOf(item)) && codesOf(item).some((code) => wanted.has(code));
      item.hidden = !fits;
      shown += fits;
    }
    evidence.open = true;
    evidence.querySelector(".chosen span").textContent = `${cell.dataset.title}: ${shown} of the sentences, from ${notes.size} notes.`;
    evidence.querySelector(".all").hidden = false;
    evidence.scrollIntoView({ block: "nearest" });
  }
  const codesOf = (item) => item.dataset.codes.split(" ").filter(Boolean);
  const placeOf = (item) => item.querySelector(".place").textContent;
  function notesWith(evidence, wanted) {
    const found = new Map();
    for (const item of all("ol > li", evidence)) {
      const codes = found.get(placeOf(item)) || new Set();
      codesOf(item).forEach((code) => codes.add(code));
      found.set(placeOf(item), codes);
    }
    return new Set([...found].filter(([, codes]) => wanted.every((code) => codes.has(code))).map(([place]) => place));
  }
  function showAll(evidence) {
    all("li[hidden]", evidence).forEach((item) => { item.hidden = false; });
    evidence.querySelector(".chosen span").textContent = "";
    evidence.querySelector(".all").hidden = true;
  }
  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (cell) choose(cell);
    if (event.target.matches(".all")) {
      all(".cell", event.target.closest(".case")).forEach((other) => other.setAttribute("aria-pressed", "false"));
      showAll(event.target.closest(".evidence"));
    }
  });

  // The overview can be filtered and sorted.
  const table = document.getElementById("cases-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const filters = document.getElementById("filters");
  const first = 4;
  const factors = all('input[name="has"]', filters);
  const value = (row, column) => Number(row.cells[column].dataset.value ?? row.cells[column].textContent);
  function filter() {
    const text = document.getElementById("by-id").value.trim().toLowerCase();
    const has = factors.filter((box) => box.checked).map((box) => first + Number(box.value));
    const pattern = document.getElementById("by-pattern")?.value;
    if (pattern) has.push(first + factors.length + Number(pattern));
    let shown = 0;
    for (const row of rows) {
      const link = row.cells[0].firstElementChild;
      const fits = link.textContent.toLowerCase().includes(text) && has.every((column) => value(row, column) > 0);
      row.hidden = !fits;
      document.getElementById(link.hash.slice(1)).hidden = !fits;
      shown += fits;
    }
    document.getElementById("shown").textContent = shown === rows.length ? `${shown} cases` : `${shown} of ${rows.length} cases`;
  }
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(filter));
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const head = button.closest("th");
    const numeric = button.dataset.sort === "number";
    const down = head.getAttribute("aria-sort") === (numeric ? "none" : "ascending") || (numeric && head.getAttribute("aria-sort") === "ascending");
    all("th", table.tHead).forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = head.cellIndex;
    const natural = new Intl.Collator("en", { numeric: true });
    const compare = numeric
      ? (one, other) => value(one, column) - value(other, column)
      : (one, other) => natural.compare(one.cells[column].textContent, other.cells[column].textContent);
    rows.slice().sort((one, other) => (down ? -1 : 1) * compare(one, other)).forEach((row) => body.append(row));
  });
})();
