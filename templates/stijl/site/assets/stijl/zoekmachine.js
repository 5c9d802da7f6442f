/* De zoekmachine: uit een index die bij het bouwen is gemaakt en een vraag komen treffers, de beste eerst.
   De regels van de taal staan in de index, zodat hier en bij het bouwen dezelfde gelden. Weet niets van de pagina. */

const MEEST = 10; /* woorden van een vraag die meetellen */
const LANGST = 300; /* tekens van een vraag die gelezen worden */

export function taal(gegeven) {
  const regels = gegeven.regels.map(([patroon, einde]) => [new RegExp(patroon), einde]);
  const leeg = new Set(gegeven.leeg);
  const stammen = new Map();

  const anders = new RegExp(`[${Object.keys(gegeven.letters).join("")}]`, "gu");
  const vouw = (tekst) => {
    const los = tekst.replace(/[’‘`]/g, "'").replace(/[‐‑–]/g, "-").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return los.toLowerCase().replace(anders, (letter) => gegeven.letters[letter]);
  };

  function maakStam(woord) {
    if (Object.hasOwn(gegeven.onregelmatig, woord)) return gegeven.onregelmatig[woord];
    if (!/^[a-z']+$/.test(woord)) return woord;
    for (const [patroon, einde] of regels) {
      const deel = patroon.exec(woord);
      if (deel) woord = deel.slice(1).join("") + einde;
    }
    return woord;
  }

  function stam(woord) {
    if (!stammen.has(woord)) stammen.set(woord, maakStam(woord));
    return stammen.get(woord);
  }

  /* De woorden van een tekst, gevouwen; wat met een streepje of punt vastzit, komt in stukken. */
  function woorden(tekst) {
    const gevonden = vouw(tekst).match(/[\p{L}\p{N}\p{M}]+(?:[.,'-]+[\p{L}\p{N}\p{M}]+)*/gu) || [];
    return gevonden.flatMap((woord) => {
      if (/^[\p{L}\p{N}\p{M}]+(?:'s)?$/u.test(woord)) return [woord];
      if (/^[0-9]+(?:[.,][0-9]+)*$/.test(woord)) return [woord.replace(/,/g, ".")];
      return woord.split(/[.,'-]+/);
    });
  }

  /* De delen van een samenstelling die zelf bekend zijn, of niets. */
  function delen(woord, bekend) {
    if (woord.length > gegeven.langst) return [];
    for (let snede = woord.length - gegeven.deel; snede >= gegeven.deel; snede -= 1) {
      const staart = woord.slice(snede);
      if (leeg.has(staart) || !bekend(stam(staart))) continue;
      for (const tussen of gegeven.tussen) {
        if (!woord.slice(0, snede).endsWith(tussen)) continue;
        const kop = woord.slice(0, snede - tussen.length);
        if (kop.length < gegeven.deel || leeg.has(kop)) continue;
        if (bekend(stam(kop))) return [kop, staart];
        const dieper = delen(kop, bekend);
        if (dieper.length) return [...dieper, staart];
      }
    }
    return [];
  }

  return { vouw, stam, woorden, delen, isLeeg: (woord) => leeg.has(woord) };
}

/* Of twee woorden hooguit één letter schelen: te veel, te weinig, een andere, of twee verwisseld. */
export function scheeltEen(een, twee) {
  if (Math.abs(een.length - twee.length) > 1) return false;
  let voor = 0;
  while (voor < een.length && een[voor] === twee[voor]) voor += 1;
  const rest = een.slice(voor);
  const ander = twee.slice(voor);
  if (rest.length === ander.length) {
    if (rest.slice(1) === ander.slice(1)) return true;
    return rest[0] === ander[1] && rest[1] === ander[0] && rest.slice(2) === ander.slice(2);
  }
  return rest.length > ander.length ? rest.slice(1) === ander : rest === ander.slice(1);
}

export function zoekmachine(index) {
  const woordenboek = taal(index.taal);
  const stammen = index.stammen.split(" ");
  const vormen = index.woorden.split(" ").map((vorm, nummer) => (vorm === "-" ? stammen[nummer] : vorm));
  const nummers = new Map(stammen.map((stam, nummer) => [stam, nummer]));
  const rijen = index.rijen.map(([adres, titel, soort, samenvatting, plek, merk, eigenNummer, namen], nummer) => {
    const [enkel, groep] = index.soorten[soort];
    return { nummer, adres, titel, soort: enkel, groep, samenvatting, plek, merk, eigenNummer, namen };
  });

  const aantalRijen = (nummer) => index.plaatsen[nummer].length / 2;
  const zeldzaam = (nummer) => Math.log(1 + rijen.length / aantalRijen(nummer));
  const stammenVan = (tekst) => [...new Set(woordenboek.woorden(tekst).filter((w) => !woordenboek.isLeeg(w)).map(woordenboek.stam))];

  /* De woorden die zo beginnen, en bij een langer woord ook die het bevatten: `participatie` in `inwonersparticipatie`. */
  function begint(woord, past) {
    const gevonden = new Map();
    if (woord.length < 3 || /\d/.test(woord)) return gevonden;
    const stam = woordenboek.stam(woord);
    stammen.forEach((ander, nummer) => {
      const vorm = vormen[nummer];
      const deel = woord.length / Math.max(vorm.length, woord.length);
      if (ander.startsWith(woord) || vorm.startsWith(woord)) gevonden.set(nummer, past * (0.35 + 0.5 * deel));
      else if (stam.length > 4 && ander.includes(stam)) gevonden.set(nummer, past * (0.2 + 0.5 * deel));
    });
    return gevonden;
  }

  /* De bekende woorden die één letter schelen, het gewoonste eerst. */
  function lijktOp(woord) {
    if (woord.length < 4 || /\d/.test(woord)) return [];
    const stam = woordenboek.stam(woord);
    const gevonden = [];
    stammen.forEach((ander, nummer) => {
      const vorm = vormen[nummer];
      if (!/^\p{L}{4,}$/u.test(vorm)) return;
      if (scheeltEen(woord, vorm) || (ander.length > 3 && scheeltEen(stam, ander))) gevonden.push(nummer);
    });
    const gelijkBegin = (nummer) => (vormen[nummer][0] === woord[0] ? 1 : 0);
    return gevonden.sort((a, b) => gelijkBegin(b) - gelijkBegin(a) || aantalRijen(b) - aantalRijen(a)).slice(0, 3);
  }

  /* Een woord van de vraag als de stammen die het kan bedoelen, elk met hoe goed zij passen. */
  function uitleg(woord, laatste) {
    const zelf = nummers.get(woordenboek.stam(woord));
    if (zelf !== undefined) {
      const wijst = laatste ? begint(woord, 0.5) : new Map();
      return [{ gewicht: 1, stammen: wijst.set(zelf, 1) }];
    }
    const langer = begint(woord, 1);
    if (langer.size) return [{ gewicht: 1, stammen: langer }];
    const bijna = lijktOp(woord);
    if (bijna.length) {
      const passend = new Map(bijna.map((nummer, plaats) => [nummer, 0.8 - 0.2 * plaats]));
      return [{ gewicht: 1, stammen: passend, bedoeld: [woord, vormen[bijna[0]]] }];
    }
    const delen = woordenboek.delen(woord, (stam) => nummers.has(stam));
    if (!delen.length) return [{ gewicht: 1, stammen: new Map() }];
    /* Het eerste deel zegt het meest: jeugdzorg gaat eerder over jeugd dan over zorg. */
    const gewicht = (plaats) => (plaats ? 0.4 / (delen.length - 1) : 0.6);
    return delen.map((deel, plaats) => ({
      gewicht: gewicht(plaats),
      stammen: new Map([[nummers.get(woordenboek.stam(deel)), 0.6]]),
    }));
  }

  function termen(vraag) {
    const alle = woordenboek.woorden(vraag.slice(0, LANGST)).slice(0, MEEST);
    const zeggend = alle.filter((woord) => !woordenboek.isLeeg(woord));
    const woorden = zeggend.length ? zeggend : alle;
    const per = woorden.map((woord, plaats) => uitleg(woord, plaats === woorden.length - 1));
    /* Los getypt wat een samenstelling is: `buurt kamer`. */
    woorden.slice(1).forEach((woord, plaats) => {
      for (const tussen of index.taal.tussen) {
        const samen = nummers.get(woordenboek.stam(woorden[plaats] + tussen + woord));
        if (samen === undefined) continue;
        for (const term of [...per[plaats], ...per[plaats + 1]]) {
          term.stammen.set(samen, 1);
          delete term.bedoeld;
        }
      }
    });
    return per.flat();
  }

  function punten(gevraagd) {
    const totaal = new Map();
    const gehaald = new Map();
    for (const term of gevraagd) {
      const beste = new Map();
      for (const [nummer, past] of term.stammen) {
        const waarde = past * zeldzaam(nummer);
        let rij = 0;
        const plaatsen = index.plaatsen[nummer];
        for (let i = 0; i < plaatsen.length; i += 2) {
          rij += plaatsen[i];
          const punt = waarde * plaatsen[i + 1];
          if (punt > (beste.get(rij) || 0)) beste.set(rij, punt);
        }
      }
      for (const [rij, punt] of beste) {
        totaal.set(rij, (totaal.get(rij) || 0) + punt * term.gewicht);
        gehaald.set(rij, (gehaald.get(rij) || 0) + term.gewicht);
      }
    }
    const alles = gevraagd.reduce((som, term) => som + term.gewicht, 0);
    for (const [rij, punt] of totaal) totaal.set(rij, punt * (gehaald.get(rij) / alles) ** 2);
    return totaal;
  }

  /* Wie precies zo heet als gevraagd, hoort bovenaan; wie zo begint, een beetje. */
  function opNaam(rij, gevraagd) {
    let beste = 1;
    const metNummer = rij.eigenNummer ? [`${rij.soort} ${rij.eigenNummer}`] : [];
    [rij.titel, ...rij.namen, ...metNummer].forEach((naam, plaats) => {
      const stammenErvan = stammenVan(naam);
      const raak = stammenErvan.filter((stam) => gevraagd.has(stam)).length;
      if (!raak) return;
      if (raak === stammenErvan.length && raak === gevraagd.size) beste = Math.max(beste, plaats ? 2.2 : 2.8);
      else if (raak === gevraagd.size) beste = Math.max(beste, 1.25);
    });
    return beste;
  }

  function zoek(vraag) {
    const gevraagd = termen(vraag);
    const bekend = new Set(gevraagd.flatMap((term) => {
      const [raak] = [...term.stammen].sort((a, b) => b[1] - a[1])[0] || [];
      return raak === undefined ? [] : [stammen[raak]];
    }));
    const gevonden = [...punten(gevraagd)].map(([nummer, punt]) => ({ rij: rijen[nummer], punt }));
    gevonden.sort((a, b) => b.punt - a.punt || a.rij.nummer - b.rij.nummer);
    gevonden.slice(0, 150).forEach((treffer) => (treffer.punt *= opNaam(treffer.rij, bekend)));
    gevonden.sort((a, b) => b.punt - a.punt || a.rij.nummer - b.rij.nummer);
    const grens = gevonden.length ? gevonden[0].punt * 0.06 : 0;
    const raak = new Set(gevraagd.flatMap((term) => [...term.stammen.keys()].map((nummer) => stammen[nummer])));
    const bedoeld = gevraagd.filter((term) => term.bedoeld).map((term) => term.bedoeld);
    return { treffers: gevonden.filter((treffer) => treffer.punt >= grens).map((treffer) => treffer.rij), raak, bedoeld };
  }

  /* Of een woord in een tekst gemarkeerd moet worden. */
  function isRaak(woord, raak) {
    return woordenboek.woorden(woord).some((stuk) => {
      if (woordenboek.isLeeg(stuk)) return false;
      const stam = woordenboek.stam(stuk);
      return raak.has(stam) || [...raak].some((deel) => deel.length > 3 && stam.length > deel.length && stam.includes(deel));
    });
  }

  return { zoek, isRaak, rijen, woordenboek, teVeel: (vraag) => vraag.length > LANGST || woordenboek.woorden(vraag).length > MEEST };
}
