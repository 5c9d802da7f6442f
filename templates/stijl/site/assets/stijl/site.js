/* Kleine hulp bovenop de pagina; zonder dit script is alles ook te lezen en te bereiken. */
(function () {
  "use strict";

  /* Wat breder is dan het scherm, moet ook met het toetsenbord te schuiven zijn. Alleen dan een extra tabstop. */
  function nameOf(box) {
    const named = box.querySelector("caption, svg > title");
    if (named) return named.textContent.trim();
    const what = box.matches(".tabelvak") ? "Tabel" : "Figuur";
    let node = box;
    while (node && !node.matches("article")) {
      for (let before = node.previousElementSibling; before; before = before.previousElementSibling) {
        if (before.matches("h1, h2, h3, h4")) return what + " bij " + before.textContent.trim();
      }
      node = node.parentElement;
    }
    return what;
  }

  /* Twee vakken met dezelfde naam zijn in een lijst van gebieden niet uit elkaar te houden: de tweede krijgt een 2. */
  function nameAll(boxes) {
    const names = new Map();
    const times = new Map();
    boxes.forEach((box) => {
      const name = nameOf(box);
      times.set(name, (times.get(name) || 0) + 1);
      names.set(box, times.get(name) > 1 ? name + " (" + times.get(name) + ")" : name);
    });
    return names;
  }

  function reach(box, name) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", name);
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }

  function watchBoxes() {
    const names = nameAll(document.querySelectorAll(".tabelvak, .figuur"));
    const observer = new ResizeObserver((changes) => changes.forEach(({ target }) => reach(target, names.get(target))));
    names.forEach((name, box) => observer.observe(box));
  }

  /* Licht of donker. Zonder keuze volgt de site het systeem; wie kiest wat het systeem al is, volgt het weer. */
  function chooseScheme() {
    const button = document.querySelector(".weergave");
    const system = matchMedia("(prefers-color-scheme: dark)");
    const root = document.documentElement;
    if (!button) return;
    const isDark = () => (root.dataset.weergave ? root.dataset.weergave === "donker" : system.matches);
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      const dark = !isDark();
      if (dark === system.matches) delete root.dataset.weergave;
      else root.dataset.weergave = dark ? "donker" : "licht";
      show();
      try {
        if (root.dataset.weergave) localStorage.setItem("kapstok-weergave", root.dataset.weergave);
        else localStorage.removeItem("kapstok-weergave");
      } catch {
        /* Niets te onthouden: de keuze geldt dan voor deze pagina. */
      }
    });
    system.addEventListener("change", show);
    button.hidden = false;
    show();
  }

  /* Het smalle menu sluit met Escape en geeft de knop de focus terug. */
  function closeMenus() {
    document.querySelectorAll(".menu__smal").forEach((menu) => {
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    });
  }

  /* Keuzes boven een lange lijst: de rijen van een tabel, of kaartjes met feiten. De keuzes staan al verborgen in de
     pagina (kapstok/render/site/choices.py); zonder dit script staat de hele lijst er. Een kaartje kan onder één naam meer waarden
     hebben; bij een datum kiest u het jaar. */
  const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();

  function valuesOf(row, name, column) {
    const facts = [...row.querySelectorAll("dt")].filter((term) => textOf(term) === name);
    const cell = column < 0 ? facts[0] && facts[0].nextElementSibling : row.cells[column];
    if (!cell) return [];
    const marked = [...cell.querySelectorAll("[data-waarde]")];
    const found = (marked.length ? marked : [cell]).map(textOf);
    return found.map((text) => (name === "Datum" ? (text.match(/\d{4}$/) || [""])[0] : text));
  }

  function choice(box, rows, select) {
    const heads = [...box.querySelectorAll("thead th")].map(textOf);
    const name = select.dataset.keuze;
    const values = new Map(rows.map((row) => [row, valuesOf(row, name, heads.indexOf(name))]));
    return (row) => !select.value || values.get(row).includes(select.value);
  }

  function filterLists() {
    document.querySelectorAll(".filterlijst__keuze").forEach((bar) => {
      const box = bar.parentElement;
      const said = bar.querySelector("[role=status]");
      const rows = [...box.querySelectorAll("tbody tr, [data-filterregel]")];
      const choices = [...bar.querySelectorAll("select")].map((select) => choice(box, rows, select));
      const show = () => {
        rows.forEach((row) => (row.hidden = !choices.every((fits) => fits(row))));
        said.textContent = rows.filter((row) => !row.hidden).length + " van " + rows.length + " " + box.dataset.wat;
      };
      bar.addEventListener("change", show);
      bar.addEventListener("submit", (event) => event.preventDefault());
      bar.hidden = false;
    });
  }

  chooseScheme();
  closeMenus();
  filterLists();
  watchBoxes();
})();
