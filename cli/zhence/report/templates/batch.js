
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { names, measures, verdicts } = data;
  const [form, search, measure, verdict, shown, heads, body, told, atlas] =
    ["controls", "search", "measure", "verdict", "shown", "heads", "cells", "told", "atlas"].map(byId);
  const PAGE = 100;
  const flat = (words) => words.normalize("NFKC").toLowerCase();
  const texts = names.map(flat);
  const missed = Object.keys(verdicts).find((letter) => verdicts[letter].id === "not-eligible");
  const order = Object.keys(verdicts);
  const isSteps = (letter) => /[0-9+]/.test(letter);
  const of = (letter) => verdicts[isSteps(letter) ? missed : letter];
  const rank = (letter) => {
    if (letter === "+") return order.indexOf(missed) + 0.99;
    return isSteps(letter) ? order.indexOf(missed) + Number(letter) / 20 : order.indexOf(letter) + (letter === missed ? 0.995 : 0);
  };
  let found = [];
  let start = 0;
  let sorted = null;

  const words = (row, column) => {
    const letter = measures[column].cells[row];
    const steps = isSteps(letter) ? ` · ${atlas.dataset.away.replace("{steps}", letter === "+" ? "10+" : letter)}` : "";
    return of(letter).title + steps;
  };
  const cell = (row, column) => {
    const letter = measures[column].cells[row];
    const made = document.createElement("td");
    made.setAttribute("role", "gridcell");
    made.className = of(letter).id;
    made.textContent = isSteps(letter) ? letter : of(letter).glyph;
    made.setAttribute("aria-label", words(row, column));
    made.tabIndex = -1;
    return made;
  };
  const draw = () => {
    const rows = found.slice(start, start + PAGE).map((row) => {
      const line = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = head.title = names[row];
      line.dataset.row = row;
      line.append(head, ...measures.map((_, column) => cell(row, column)));
      return line;
    });
    body.replaceChildren(...rows);
    const first = body.querySelector("td");
    if (first) first.tabIndex = 0;
    told.textContent = "\u00a0";
    byId("nothing").hidden = found.length > 0;
    byId("before").disabled = start === 0;
    byId("after").disabled = start + PAGE >= found.length;
    const numbers = { from: found.length ? start + 1 : 0, to: Math.min(found.length, start + PAGE), shown: found.length, all: names.length };
    shown.textContent = shown.dataset.words.replace(/\{(\w+)\}/g, (_, word) => numbers[word]);
  };
  const passes = (row, asked, column, wanted) => {
    if (!asked.every((word) => texts[row].includes(word))) return false;
    const among = column === "" ? measures : [measures[Number(column)]];
    if (wanted) return among.some((each) => of(each.cells[row]).id === wanted);
    return column === "" || of(among[0].cells[row]).id !== "not-applicable";
  };
  const narrow = () => {
    const asked = flat(search.value).split(/\s+/).filter(Boolean);
    found = names.map((_, row) => row).filter((row) => passes(row, asked, measure.value, verdict.value));
    if (sorted !== null) found.sort((one, other) => rank(measures[sorted].cells[one]) - rank(measures[sorted].cells[other]) || one - other);
    start = 0;
    draw();
  };
  const turn = (step) => {
    const next = start + step * PAGE;
    if (next < 0 || next >= found.length) return;
    start = next;
    draw();
  };
  const tell = (target) => {
    const row = Number(target.parentElement.dataset.row);
    const column = target.cellIndex - 1;
    told.textContent = `${names[row]} · ${measures[column].title} · ${words(row, column)}`;
  };
  const enter = (target) => {
    for (const each of body.querySelectorAll('td[tabindex="0"]')) each.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  };
  const moved = (target, key) => {
    const line = target.parentElement;
    if (key === "ArrowLeft" || key === "ArrowRight") return line.cells[target.cellIndex + (key === "ArrowLeft" ? -1 : 1)];
    if (key === "Home" || key === "End") return line.cells[key === "Home" ? 1 : line.cells.length - 1];
    const next = key === "ArrowUp" ? line.previousElementSibling : line.nextElementSibling;
    return next?.cells[target.cellIndex];
  };

  measures.forEach((each, column) => {
    const head = document.createElement("th");
    head.scope = "col";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = each.title;
    button.title = `${each.title} · ${atlas.dataset.sort}`;
    button.addEventListener("click", () => {
      sorted = sorted === column ? null : column;
      [...heads.cells].slice(1).forEach((other, at) => (at === sorted ? other.setAttribute("aria-sort", "descending") : other.removeAttribute("aria-sort")));
      narrow();
    });
    head.append(button);
    heads.append(head);
    measure.append(new Option(each.title, column));
  });
  body.addEventListener("keydown", (event) => {
    if (!event.target.matches("td")) return;
    if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      const column = event.target.cellIndex;
      turn(event.key === "PageDown" ? 1 : -1);
      enter(body.rows[0].cells[column]);
      return;
    }
    if (!["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const target = moved(event.target, event.key);
    if (target?.matches("td")) enter(target);
  });
  body.addEventListener("focusin", (event) => event.target.matches("td") && tell(event.target));
  body.addEventListener("mouseover", (event) => event.target.matches("td") && tell(event.target));
  byId("before").addEventListener("click", () => turn(-1));
  byId("after").addEventListener("click", () => turn(1));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  form.hidden = atlas.hidden = false;
  narrow();
})();
