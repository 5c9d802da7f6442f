/* Kleine hulp bovenop de pagina; zonder dit script is alles ook te lezen en te bereiken. */
(function () {
  "use strict";

  /* Wat breder is dan het scherm, moet ook met het toetsenbord te schuiven zijn. Alleen dan een extra tabstop. */
  function nameOf(box) {
    const caption = box.querySelector("caption");
    if (caption) return caption.textContent.trim();
    let node = box;
    while (node && !node.matches("article")) {
      for (let before = node.previousElementSibling; before; before = before.previousElementSibling) {
        if (before.matches("h1, h2, h3, h4")) return "Tabel bij " + before.textContent.trim();
      }
      node = node.parentElement;
    }
    return "Tabel";
  }

  function reach(box) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", nameOf(box));
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  }

  function watchTables() {
    const boxes = document.querySelectorAll(".md-typeset__scrollwrap");
    const observer = new ResizeObserver((changes) => changes.forEach((change) => reach(change.target)));
    boxes.forEach((box) => observer.observe(box));
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

  closeMenus();
  if (document.readyState === "complete") watchTables();
  else window.addEventListener("load", () => requestAnimationFrame(watchTables));
})();
