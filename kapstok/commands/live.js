// Keeps an open page fresh while `kapstok serve` runs. Put into pages as they are served, never into built files.
(() => {
  "use strict";
  const { versie, bouw } = document.currentScript.dataset;
  const style = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 60vh;
      overflow: auto; padding: 16px 24px; border-top: 6px solid #b3261e; background: #fff; color: #1b1b1b;
      font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 -4px 24px rgb(0 0 0 / 35%); }
    section:empty { display: none; }
    section:focus-visible, button:focus-visible { outline: 3px solid #0b57d0; outline-offset: -3px; }
    h2 { margin: 0 96px 8px 0; font-size: 20px; }
    ol { margin: 0; padding-left: 24px; }
    li { margin: 0 0 8px; overflow-wrap: anywhere; }
    p { margin: 0; white-space: pre-wrap; }
    code { font: 14px/1.5 ui-monospace, monospace; }
    button { position: absolute; top: 12px; right: 24px; padding: 6px 12px; border: 1px solid #1b1b1b;
      border-radius: 4px; background: #fff; color: inherit; font: inherit; cursor: pointer; }
    @media print { section { display: none; } }`;

  let panel = null;
  let heard = null;

  function element(name, text, parent) {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  // The alert is in the page before it is filled: only then do screen readers speak it.
  function makePanel() {
    const host = document.createElement("kapstok-bevindingen");
    host.lang = "nl";
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    panel = document.createElement("section");
    panel.setAttribute("role", "alert");
    panel.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    root.append(panel);
    document.body.append(host);
  }

  function hide() {
    panel.replaceChildren();
    panel.removeAttribute("tabindex");
  }

  function show(problems, more) {
    hide();
    panel.tabIndex = 0;
    element("h2", "De laatste wijziging staat nog niet op de site", panel);
    const list = element("ol", "", panel);
    for (const problem of problems) {
      const item = element("li", "", list);
      if (problem.plek) element("code", problem.plek, element("p", "", item));
      element("p", problem.melding, item);
      if (problem.hint) element("p", problem.hint, item);
    }
    if (more) element("p", more, panel);
    const close = element("button", "Sluiten", panel);
    close.type = "button";
    close.addEventListener("click", hide);
  }

  function hear(state) {
    if (state.bouw === heard) return; // told again on a new connection: a closed panel stays closed
    heard = state.bouw;
    if (bouw !== undefined) {
      // The page that stands in for a site that is not there yet.
      if (state.bouw !== bouw) location.reload();
    } else if (state.bevindingen.length) {
      show(state.bevindingen, state.meer);
    } else if (state.versie !== versie) {
      location.reload();
    } else {
      hide();
    }
  }

  // A browser has few connections to one server, so a page that nobody sees gives up its own. The state is
  // told again on every connection: nothing is missed.
  let events = null;

  function connect() {
    const wanted = document.visibilityState === "visible";
    if (wanted && !events) {
      events = new EventSource("/__kapstok/events");
      events.addEventListener("message", (event) => hear(JSON.parse(event.data)));
    } else if (!wanted) {
      disconnect();
    }
  }

  function disconnect() {
    events?.close();
    events = null;
  }

  makePanel();
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
})();
