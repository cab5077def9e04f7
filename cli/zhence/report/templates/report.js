
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const [form, search, theme, shown] = ["controls", "search", "theme", "shown"].map(byId);
  const measures = all(".measure");
  const cells = all(".grid td a").map((link) => [link, byId(link.hash.slice(1))]);
  const flat = (words) => words.normalize("NFKC").toLowerCase();
  const texts = new Map();
  const textOf = (measure) => {
    if (!texts.has(measure)) texts.set(measure, flat(measure.textContent));
    return texts.get(measure);
  };

  const narrow = () => {
    const words = flat(search.value).split(/\s+/).filter(Boolean);
    const verdicts = all("input[name=verdict]:checked", form).map((box) => box.value);
    const isNarrowed = Boolean(words.length || verdicts.length || theme.value);
    let count = 0;
    for (const measure of measures) {
      measure.hidden = !((!verdicts.length || verdicts.includes(measure.dataset.verdict))
        && (!theme.value || theme.value === measure.dataset.theme)
        && words.every((word) => textOf(measure).includes(word)));
      count += measure.hidden ? 0 : 1;
    }
    for (const group of all(".group")) {
      group.hidden = isNarrowed && !group.querySelector(".measure:not([hidden])");
      for (const fold of all(".fold", group)) fold.open = isNarrowed;
    }
    for (const row of all(".grid tbody tr")) row.hidden = !row.classList.contains("theme");
    for (const [link, measure] of cells) if (!measure.hidden) link.closest("tr").hidden = false;
    for (const body of all(".grid tbody")) body.hidden = !body.querySelector("tr:not(.theme):not([hidden])");
    shown.textContent = shown.dataset.words.replace("{shown}", count).replace("{all}", measures.length);
    shown.classList.toggle("narrowed", isNarrowed);
    byId("nothing").hidden = count > 0;
    for (const table of all(".grid")) enter(table);
  };

  const reveal = (hash) => {
    const target = hash.length > 1 && byId(hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      narrow();
    }
    for (let above = target; above; above = above.parentElement) if (above.matches("details")) above.open = true;
    target.scrollIntoView();
    const summary = target.matches("details") && target.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  };

  const links = (table) => all("td a", table).filter((link) => !link.closest("[hidden]"));
  const enter = (table, chosen) => {
    const found = links(table);
    const current = chosen || found.find((link) => link.tabIndex === 0) || found[0];
    for (const link of all("td a", table)) link.tabIndex = link === current ? 0 : -1;
  };
  const moved = (table, link, key) => {
    const rows = all("tbody tr:not(.theme)", table).filter((row) => !row.closest("[hidden]"));
    const cell = link.closest("td");
    const column = cell.cellIndex;
    const inRow = links(cell.parentElement);
    if (key === "ArrowLeft" || key === "ArrowRight") return inRow[inRow.indexOf(link) + (key === "ArrowLeft" ? -1 : 1)];
    if (key === "Home" || key === "End") return inRow.at(key === "Home" ? 0 : -1);
    const step = key === "ArrowUp" ? -1 : 1;
    for (let at = rows.indexOf(cell.parentElement) + step; rows[at]; at += step) {
      const [found] = links(rows[at].cells[column]);
      if (found) return found;
    }
    return undefined;
  };
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"];
  for (const table of all(".grid")) {
    table.setAttribute("role", "grid");
    table.addEventListener("focusin", (event) => event.target.matches("td a") && enter(table, event.target));
    table.addEventListener("keydown", (event) => {
      if (!event.target.matches("td a") || !keys.includes(event.key)) return;
      event.preventDefault();
      moved(table, event.target, event.key)?.focus();
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash));

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  byId("open-all").addEventListener("click", () => {
    for (const measure of measures) measure.open = !measure.hidden || measure.open;
    for (const fold of all(".fold")) fold.open = true;
  });
  byId("close-all").addEventListener("click", () => {
    for (const measure of measures) measure.open = false;
  });
  form.hidden = false;
  narrow();
  reveal(location.hash);
})();
