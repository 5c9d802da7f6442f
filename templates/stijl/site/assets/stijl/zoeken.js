/* De zoekpagina: leest de vraag uit het adres of uit het veld en toont wat de zoekmachine vindt.
   Alles wat uit de index komt, wordt als tekst geplaatst en nooit als HTML. */
import { zoekmachine } from "./zoekmachine.js";

const BESTE = 3; /* bovenaan, van alle soorten samen */
const PER_SOORT = 5; /* daaronder, tot de lezer meer vraagt */
const MEEST = 100;
const WACHT = 200; /* milliseconden na de laatste toets */
const LANGSTE_TITEL = 140;
const STUK = 180; /* tekens van een citaat */
const SAMEN = BESTE + PER_SOORT; /* zoveel citaten komen tegelijk met de treffers: anders duwen ze weg wat u leest */
const GEDULD = 1000; /* milliseconden dat de treffers daarop wachten */
const NIET_GELUKT = "Zoeken lukt nu niet: de index kon niet worden geladen. Probeer het later opnieuw, of kies een overzicht.";

const formulier = document.getElementById("zoek");
const veld = document.getElementById("zoek-vraag");
const stand = document.getElementById("zoek-stand");
const plek = document.getElementById("zoek-treffers");
const overzichten = document.getElementById("zoek-overzichten");
const wortel = new URL("../", document.baseURI.split("#")[0].split("?")[0]);
const titel = document.title;

let machine = null;
let portie = 1;
const teksten = new Map();
const citaten = new WeakMap(); /* bij een treffer: het citaat dat nog komt */
let beurt = 0;

function maak(naam, klasse, ...inhoud) {
  const element = document.createElement(naam);
  if (klasse) element.className = klasse;
  element.append(...inhoud);
  return element;
}

async function haal(naam) {
  const antwoord = await fetch(new URL(`zoeken/${naam}.json`, wortel));
  if (!antwoord.ok) throw new Error(String(antwoord.status));
  return antwoord.json();
}

/* De index komt pas als iemand zoekt, en dan één keer. */
function laad() {
  machine ??= haal("index").then((index) => {
    portie = index.portie;
    return zoekmachine(index);
  });
  machine.catch(() => (machine = null));
  return machine;
}

function tekstVan(rij) {
  const nummer = Math.floor(rij.nummer / portie);
  if (!teksten.has(nummer)) teksten.set(nummer, haal(`tekst-${nummer}`).catch(() => []));
  return teksten.get(nummer).then((portieTeksten) => portieTeksten[rij.nummer % portie] || "");
}

/* --- Woorden markeren --- */

const WOORD = /[\p{L}\p{N}]+(?:[.,'’\-–]+[\p{L}\p{N}]+)*/gu;

function gemarkeerd(tekst, zoeker, raak) {
  const delen = [];
  let klaar = 0;
  for (const woord of tekst.matchAll(WOORD)) {
    if (!zoeker.isRaak(woord[0], raak)) continue;
    delen.push(tekst.slice(klaar, woord.index), maak("mark", "", woord[0]));
    klaar = woord.index + woord[0].length;
  }
  delen.push(tekst.slice(klaar));
  return delen;
}

const heeftRaak = (tekst, zoeker, raak) => [...tekst.matchAll(WOORD)].some((woord) => zoeker.isRaak(woord[0], raak));

/* Het stuk van een tekst met de meeste gevonden woorden. */
function citaat(tekst, zoeker, raak) {
  const plekken = [...tekst.matchAll(WOORD)].filter((woord) => zoeker.isRaak(woord[0], raak)).map((woord) => woord.index);
  if (!plekken.length) return "";
  const hoeveel = (begin) => plekken.filter((een) => een >= begin && een < begin + STUK).length;
  const beste = plekken.reduce((tot, een) => (hoeveel(een) > hoeveel(tot) ? een : tot));
  let begin = Math.max(0, beste - 50);
  if (begin) begin = tekst.indexOf(" ", begin) + 1;
  let einde = Math.min(tekst.length, begin + STUK);
  if (einde < tekst.length) einde = Math.max(tekst.lastIndexOf(" ", einde), begin + 1);
  return (begin ? "… " : "") + tekst.slice(begin, einde) + (einde < tekst.length ? " …" : "");
}

/* --- Treffers tonen --- */

function kort(tekst) {
  return tekst.length <= LANGSTE_TITEL ? tekst : tekst.slice(0, tekst.lastIndexOf(" ", LANGSTE_TITEL)) + " …";
}

function treffer(rij, zoeker, raak, metSoort) {
  const link = maak("a", "", ...gemarkeerd(kort(rij.titel), zoeker, raak));
  link.href = new URL(rij.adres, wortel);
  const kop = maak("h3", "treffer__titel", link);
  const over = maak("p", "treffer__over");
  if (metSoort || rij.eigenNummer) over.append(maak("span", "treffer__soort", `${rij.soort} ${rij.eigenNummer}`.trim()));
  if (rij.merk) over.append(maak("span", "kenteken kenteken--voorbeeld", rij.merk));
  if (rij.plek) over.append(maak("span", "treffer__plek", "in: " + kort(rij.plek)));
  const naam = rij.namen.find((een) => heeftRaak(een, zoeker, raak));
  if (naam && !heeftRaak(rij.titel, zoeker, raak)) {
    over.append(maak("span", "treffer__naam", "ook bekend als: ", ...gemarkeerd(naam, zoeker, raak)));
  }
  const tekst = maak("p", "treffer__tekst", ...gemarkeerd(rij.samenvatting, zoeker, raak));
  const regel = maak("li", "treffer", kop);
  if (over.childNodes.length) regel.append(over);
  regel.append(tekst);
  /* Staat er niets van de vraag in titel of samenvatting, dan een stuk uit de tekst zelf. */
  if (!rij.samenvatting || !heeftRaak(rij.samenvatting + " " + rij.titel, zoeker, raak)) {
    const komt = tekstVan(rij).then((hele) => {
      const stuk = citaat(hele, zoeker, raak) || rij.samenvatting || hele.slice(0, STUK);
      tekst.replaceChildren(...gemarkeerd(stuk, zoeker, raak));
    });
    citaten.set(regel, komt);
  }
  return regel;
}

function lijst(rijen, zoeker, raak, metSoort) {
  return maak("ol", "treffers", ...rijen.map((rij) => treffer(rij, zoeker, raak, metSoort)));
}

function groep(naam, rijen, zoeker, raak) {
  const deel = maak("section", "zoekgroep", maak("h2", "", naam + " ", maak("span", "zoekgroep__aantal", `(${rijen.length})`)));
  const regels = lijst(rijen.slice(0, PER_SOORT), zoeker, raak, false);
  deel.append(regels);
  const rest = rijen.slice(PER_SOORT);
  if (rest.length) {
    const knop = maak("button", "zoekgroep__meer", `Toon nog ${rest.length}`, maak("span", "alleen-horen", ` bij ${naam}`));
    knop.type = "button";
    knop.addEventListener("click", () => {
      const erbij = rest.map((rij) => treffer(rij, zoeker, raak, false));
      regels.append(...erbij);
      knop.remove();
      erbij[0].querySelector("a").focus();
    });
    deel.append(knop);
  }
  return deel;
}

function bedoelde(vraag, bedoeld) {
  const beter = bedoeld.reduce((tekst, [fout, goed]) => {
    const woord = [...tekst.matchAll(WOORD)].find((een) => een[0].toLowerCase() === fout);
    return woord ? tekst.slice(0, woord.index) + goed + tekst.slice(woord.index + woord[0].length) : tekst;
  }, vraag);
  const link = maak("a", "", beter === vraag ? bedoeld.map(([, goed]) => goed).join(" ") : beter);
  link.href = "?q=" + encodeURIComponent(link.textContent);
  return maak("p", "zoek-bedoelde", "Bedoelde u ", link, "? Hieronder staat wat daarbij past.");
}

function nietsGevonden() {
  return maak(
    "ul", "",
    maak("li", "", "Kijk of er een typefout in staat."),
    maak("li", "", "Probeer een korter of gewoner woord, of één woord in plaats van een zin."),
    maak("li", "", "Kies hieronder een overzicht."),
  );
}

function zeg(gevonden, vraag, zoeker) {
  const { treffers, bedoeld } = gevonden;
  const genoemd = vraag.length > 60 ? vraag.slice(0, 60) + "…" : vraag;
  const lang = zoeker.teVeel(vraag) ? " Uw vraag is lang: er is gezocht op de eerste tien woorden." : "";
  if (!treffers.length) return `Niets gevonden voor ‘${genoemd}’.${lang}`;
  const aantal = treffers.length > MEEST ? `Meer dan ${MEEST} treffers` : treffers.length === 1 ? "1 treffer" : `${treffers.length} treffers`;
  const gok = bedoeld.length ? ` Gezocht op ‘${bedoeld.map(([, goed]) => goed).join(" ")}’.` : "";
  return `${aantal} voor ‘${genoemd}’.${gok}${lang}`;
}

async function toon(vraag, gevonden, zoeker, deze) {
  const treffers = gevonden.treffers.slice(0, MEEST);
  const inhoud = [];
  if (gevonden.bedoeld.length && treffers.length) inhoud.push(bedoelde(vraag, gevonden.bedoeld));
  if (!treffers.length) inhoud.push(nietsGevonden());
  if (treffers.length) {
    const kop = treffers.length > BESTE ? "Beste treffers" : "Gevonden";
    const beste = lijst(treffers.slice(0, BESTE), zoeker, gevonden.raak, true);
    inhoud.push(maak("section", "zoekgroep zoekgroep--beste", maak("h2", "", kop), beste));
  }
  const soorten = new Map();
  for (const rij of treffers.slice(BESTE)) soorten.set(rij.groep, [...(soorten.get(rij.groep) || []), rij]);
  for (const [naam, rijen] of soorten) inhoud.push(groep(naam, rijen, zoeker, gevonden.raak));
  const regels = inhoud.flatMap((deel) => [...deel.querySelectorAll(".treffer")]).slice(0, SAMEN);
  const geduld = new Promise((klaar) => setTimeout(klaar, GEDULD));
  await Promise.race([Promise.all(regels.map((regel) => citaten.get(regel))), geduld]);
  if (deze !== beurt) return;
  plek.replaceChildren(...inhoud);
  overzichten.hidden = treffers.length > 0;
  stand.textContent = zeg(gevonden, vraag, zoeker);
}

/* --- Vraag en adres --- */

const gevraagd = () => (new URLSearchParams(location.search).get("q") || "").trim();

async function zoek(vraag) {
  const deze = (beurt += 1);
  document.title = vraag ? `${vraag.slice(0, 60)} – ${titel}` : titel;
  if (!vraag) {
    plek.replaceChildren();
    overzichten.hidden = false;
    stand.textContent = "";
    return;
  }
  try {
    const zoeker = await laad();
    if (deze === beurt) await toon(vraag, zoeker.zoek(vraag), zoeker, deze);
  } catch {
    if (deze !== beurt) return;
    plek.replaceChildren();
    overzichten.hidden = false;
    stand.textContent = NIET_GELUKT;
  }
}

const adresVoor = (vraag) => (vraag ? "?q=" + encodeURIComponent(vraag) : location.pathname);

let wachter;
veld.addEventListener("focus", () => laad().catch(() => {}), { once: true });
veld.addEventListener("input", () => {
  clearTimeout(wachter);
  wachter = setTimeout(() => {
    const vraag = veld.value.trim();
    history.replaceState(null, "", adresVoor(vraag));
    zoek(vraag);
  }, WACHT);
});
formulier.addEventListener("submit", (gebeurtenis) => {
  gebeurtenis.preventDefault();
  clearTimeout(wachter);
  const vraag = veld.value.trim();
  if (vraag !== gevraagd()) history.pushState(null, "", adresVoor(vraag));
  zoek(vraag);
});
window.addEventListener("popstate", () => {
  veld.value = gevraagd();
  zoek(veld.value);
});

document.getElementById("zoek-zonder").hidden = true;
veld.value = gevraagd();
if (veld.value) {
  /* Wie met een vraag binnenkomt, ziet de overzichten pas als er niets gevonden is: dan schuiven ze niet weg. */
  overzichten.hidden = true;
  plek.classList.add("zoek-bezig");
  zoek(veld.value).finally(() => plek.classList.remove("zoek-bezig"));
}
