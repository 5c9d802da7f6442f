/* Vóór de eerste streek op het scherm: heeft de lezer zelf licht of donker gekozen, dan begint de pagina daarmee. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.replace("no-js", "js");
  try {
    const chosen = localStorage.getItem("kapstok-weergave");
    if (chosen === "licht" || chosen === "donker") root.dataset.weergave = chosen;
  } catch {
    /* Wie niets wil laten onthouden, volgt zijn systeem. */
  }
})();
