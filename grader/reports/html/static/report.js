// Sorting and filtering of the class matrix. What is shown follows the address's #fragment, so that any view of the
// class is a link, and Back goes back. Without this script the page is whole, only still.
"use strict";

(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("matrix");
  if (!form || !table) return;
  const body = table.tBodies[0];
  const nobody = document.getElementById("nobody");
  const buttons = [...table.tHead.querySelectorAll("button")];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const FIELDS = ["q", "kind", "check", "is", "min", "max", "mistake"];
  const ORDER = "fisp";

  // Read once: the table has tens of thousands of cells, and asking the document each time is what would be slow.
  const rows = [...body.rows].map((element) => ({
    element,
    place: Number(element.dataset.n),
    kind: element.dataset.k,
    percent: Number(element.dataset.p),
    letters: element.dataset.c,
    mistakes: (element.dataset.m || "").split(" "),
    name: element.cells[0].textContent,
    text: element.cells[0].textContent.normalize("NFKC").toLowerCase(),
  }));
  const UNGRADED = { error: 2, absent: 1 };
  let sorted = "";
  let shown = rows.length;

  const keys = {
    name: (a, b) => collator.compare(a.name, b.name),
    score: (a, b) => a.percent - b.percent || (UNGRADED[b.kind] || 0) - (UNGRADED[a.kind] || 0),
  };
  const byCheck = (at) => (a, b) => ORDER.indexOf(a.letters[at] || "f") - ORDER.indexOf(b.letters[at] || "f");

  function sort(wanted) {
    if (wanted === sorted) return;
    sorted = wanted;
    const down = wanted.startsWith("-");
    const key = down ? wanted.slice(1) : wanted;
    const compare = keys[key] || (/^\d+$/.test(key) ? byCheck(Number(key)) : () => 0);
    rows.sort((a, b) => (down ? compare(b, a) : compare(a, b)) || a.place - b.place);
    body.replaceChildren(...rows.map((row) => row.element));
    for (const button of buttons) {
      const is = button.dataset.sort === key;
      button.closest("th").setAttribute("aria-sort", is ? (down ? "descending" : "ascending") : "none");
    }
  }

  function filter(view) {
    const words = (view.get("q") || "").normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const [kind, check, is, mistake] = ["kind", "check", "is", "mistake"].map((name) => view.get(name) || "");
    const low = Number(view.get("min") || 0);
    const high = Number(view.get("max") || 100);
    const ranged = low > 0 || high < 100;
    shown = 0;
    for (const row of rows) {
      const status = check === "" ? row.letters : row.letters[Number(check)] || "";
      const fits =
        (!kind || row.kind === kind) &&
        (!is || status.includes(is)) &&
        (!mistake || row.mistakes.includes(mistake)) &&
        (!ranged || (!UNGRADED[row.kind] && row.percent >= low && row.percent <= high)) &&
        words.every((word) => row.text.includes(word));
      if (row.element.hidden === fits) row.element.hidden = !fits;
      shown += fits;
    }
    nobody.hidden = shown > 0;
    const count = form.elements.count;
    count.value = count.dataset.words.replace("{shown}", shown).replace("{total}", rows.length);
  }

  // A fragment without "=" is a place on the page, and leaves the view as it is.
  let last = new URLSearchParams();
  const isPlace = () => /^#[^=]+$/.test(location.hash);
  const view = () => new URLSearchParams(isPlace() ? last : location.hash.slice(1));

  function show() {
    const found = view();
    last = found;
    for (const name of FIELDS) {
      const field = form.elements[name];
      const value = found.get(name) || "";
      if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) {
        field.add(new Option(value, value)); // a rare mistake, named by a link
      }
      if (field.value !== value) field.value = value;
    }
    filter(found);
    sort(found.get("sort") || "");
  }

  // `replace` where typing would otherwise leave a step for every letter in the history.
  function go(found, replace) {
    for (const [name, value] of [...found]) if (!value) found.delete(name);
    const hash = `#${found}`;
    if (hash === (location.hash || "#")) return;
    if (replace) {
      history.replaceState(null, "", hash);
      show();
    } else {
      location.hash = hash;
    }
  }

  form.addEventListener("input", (event) => {
    const found = view();
    found.set(event.target.name, event.target.value);
    go(found, event.target.tagName !== "SELECT");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    const sort = view().get("sort");
    go(new URLSearchParams(sort ? { sort } : {}), false);
  });

  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener("click", () => {
      const key = button.dataset.sort;
      const found = view();
      found.set("sort", found.get("sort") === key ? `-${key}` : key);
      go(found, true);
    });
  }

  // A mark leads to its reasons; keyboards and screen readers have the link of the name, and find them below it.
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("td[class]");
    const at = cell ? cell.cellIndex - 2 : -1;
    const check = buttons[at + 2];
    if (at < 0 || !check || cell.colSpan > 1) return;
    const link = cell.parentElement.querySelector("a");
    location.href = `${link.getAttribute("href")}#check-${check.textContent.trim()}`;
  });

  window.addEventListener("hashchange", () => {
    if (isPlace()) return;
    show();
    if (FIELDS.some((name) => view().has(name))) document.getElementById("h-matrix").scrollIntoView({ block: "start" });
  });
  form.hidden = false;
  document.getElementById("still").hidden = true;
  show();

  // A link in focus stays between head and foot; the head is as high as the longest id of a check is long.
  const [head, foot] = [table.tHead, table.tFoot].map((each) => each.offsetHeight + 8);
  table.parentElement.style.scrollPaddingBlock = `${head}px ${foot}px`;
})();
