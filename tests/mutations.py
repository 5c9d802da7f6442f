"""One small change of the agenda for every kader that is tested, and the item that breaks the kader then.

A change works on the data of one file, as read; `test_mutations.py` applies them one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kapstok.core.model import Key

Data = dict[str, Any]
Change = Callable[[Data], object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutation:
    """One change of one file, the kader it breaks and the item that then breaks it.

    `path` is below agenda/; a file that is not there yet is made, starting empty. `also` are changes of other
    files that keep the other kaders whole.
    """

    kader: str
    path: str
    change: Change
    item: str
    also: Mapping[str, Change] = field(default_factory=dict)

    @property
    def norm(self) -> Key:
        """The kader that must break."""
        return Key(kind="kader", id=self.kader)

    @property
    def breaker(self) -> Key:
        """The item that must break it."""
        kind, _, name = self.item.partition(":")
        return Key(kind=kind, id=name)


def without(*names: str) -> Change:
    """Leave fields out."""
    return lambda data: [data.pop(name) for name in names]


def having(**fields: Any) -> Change:
    """Fill fields in, or in another way."""
    return lambda data: data.update(fields)


def one(of: str, name: str, change: Change) -> Change:
    """Change the one of a list of nested items that has this id."""
    return lambda data: [change(inner) for inner in data[of] if inner["id"] == name]


def each(of: str, change: Change) -> Change:
    """Change all of a list."""
    return lambda data: [change(inner) for inner in data[of]]


def both(*changes: Change) -> Change:
    """One change after another."""
    return lambda data: [change(data) for change in changes]


LONELY, DEBTS = (
    "vraagstukken/eenzaamheid-onder-ouderen-in-de-dorpen.yaml",
    "vraagstukken/geldzorgen-bij-jonge-gezinnen.yaml",
)
LONELY_ITEM, DEBTS_ITEM = "vraagstuk:eenzaamheid-onder-ouderen-in-de-dorpen", "vraagstuk:geldzorgen-bij-jonge-gezinnen"
ORDER, ORDER_ITEM = "opdrachten/geldzorgen-eerder-in-beeld.yaml", "opdracht:geldzorgen-eerder-in-beeld"
TEAM, TEAM_ITEM = "voorzieningen/uitvoeringsteam-leerdam.yaml", "voorziening:uitvoeringsteam-leerdam"
REGION, REGION_ITEM = (
    "overleggen/bestuurlijk-overleg-sociaal-domein-regio.yaml",
    "overleg:bestuurlijk-overleg-sociaal-domein-regio",
)
WELFARE, WELFARE_ITEM = "contracten/welzijn-en-ontmoeting-2024-2028.yaml", "contract:welzijn-en-ontmoeting-2024-2028"
CARE, CARE_ITEM = "contracten/ondersteuning-thuis-2024-2028.yaml", "contract:ondersteuning-thuis-2024-2028"
YOUNG, YOUNG_ITEM = "contracten/opgroeien-en-opvoeden-2024-2028.yaml", "contract:opgroeien-en-opvoeden-2024-2028"
BUDGET = "begroting/begroting-2026.yaml"
NEW_AGREEMENT = {"akkoorden/proef.yaml": having(naam="Proef", thema="proef", fase="analyse")}
NEW_ISSUE = having(titel="Wonen voor jongeren", voortgang="voorgesteld", inbreng_van=["inwoners"], opgaven=["meedoen"])
MANY_PARTNERS = {
    f"organisaties/partner-{n}.yaml": having(naam=f"Partner {n}", strategische_partner=True) for n in range(1, 10)
}

MUTATIONS = (
    Mutation(
        kader="vraaggericht-werken.goede-analyse-en-bestuur",
        path=LONELY,
        change=having(erkend_door_bestuur=False),
        item=LONELY_ITEM,
    ),
    Mutation(
        kader="vraaggericht-werken.goede-analyse-en-bestuur", path=DEBTS, change=without("analyse"), item=DEBTS_ITEM
    ),
    Mutation(
        kader="vraaggericht-werken.beleidsadviseur-procesregisseur",
        path=DEBTS,
        change=having(procesregisseur="teamleider schuldhulp"),
        item=DEBTS_ITEM,
    ),
    Mutation(
        kader="vraaggericht-werken.inwoners-en-professionals-denken-mee",
        path=LONELY,
        change=without("herkend_door"),
        item=LONELY_ITEM,
    ),
    Mutation(kader="vraaggericht-werken.start-met-opdracht", path=ORDER, change=without("tevreden"), item=ORDER_ITEM),
    Mutation(kader="vraaggericht-werken.start-met-opdracht", path=ORDER, change=without("vraagstuk"), item=DEBTS_ITEM),
    Mutation(
        kader="vraaggericht-werken.wat-bij-gemeente-hoe-bij-partners",
        path="activiteiten/wachttijd-jeugdhulp-verkorten.yaml",
        change=having(wie=["gemeente-vijfheerenlanden"]),
        item="activiteit:wachttijd-jeugdhulp-verkorten",
    ),
    Mutation(
        kader="vraaggericht-werken.meerdere-partijen-in-samenhang",
        path=ORDER,
        change=having(partijen=["woonstichting-de-poort"]),
        item=ORDER_ITEM,
    ),
    Mutation(
        kader="samenwerking-uitvoeringsteam.gezamenlijke-doelen",
        path="indicatoren/ondersteuning-past.yaml",
        change=without("streefwaarden"),
        item="activiteit:sneller-passende-hulp",
    ),
    Mutation(kader="uitvoeringsteam.doelgroep", path=TEAM, change=having(doelgroep=["volwassenen"]), item=TEAM_ITEM),
    Mutation(
        kader="uitvoeringsteam.een-uitvoeringsteam", path=TEAM, change=having(soort="sociaal team"), item=TEAM_ITEM
    ),
    Mutation(kader="uitvoeringsteam.informatie-voor-inzet", path=DEBTS, change=without("kernen"), item=DEBTS_ITEM),
    Mutation(
        kader="uitvoeringsteam.op-locatie-in-dorpen-en-wijken",
        path="voorzieningen/uitvoeringsteam-vianen.yaml",
        change=having(soort="spreekuur", aanbieder="stichting-welzijn-de-lage-linge", lijn="0e"),
        item="organisatie:gemeente-vijfheerenlanden",
    ),
    Mutation(
        kader="uitvoeringsteam.werken-op-afspraak", path=TEAM, change=having(toegang="Alleen bellen"), item=TEAM_ITEM
    ),
    Mutation(
        kader="uitvoeringsteam.vrij-budget",
        path=BUDGET,
        change=one("regels", "vrij-budget", having(bedrag=0)),
        item="begroting:begroting-2026",
    ),
    Mutation(
        kader="regionale-samenwerking.doel-resultaat-en-meerwaarde",
        path=REGION,
        change=without("meerwaarde"),
        item=REGION_ITEM,
    ),
    Mutation(
        kader="regionale-samenwerking.rol-vooraf-bepaald", path=REGION, change=without("wethouder"), item=REGION_ITEM
    ),
    Mutation(
        kader="regionale-samenwerking.past-in-agenda-en-planning",
        path=REGION,
        change=having(opgaven=[]),
        item=REGION_ITEM,
    ),
    Mutation(
        kader="regionale-samenwerking.overlegagenda-in-een-oogopslag",
        path=REGION,
        change=without("capaciteit"),
        item=REGION_ITEM,
    ),
    Mutation(
        kader="preventie-en-wijkgericht-werken.inzet-welzijn-en-partners",
        path="voorzieningen/dorpshuis-lexmond.yaml",
        change=without("aanbieder"),
        item="voorziening:dorpshuis-lexmond",
    ),
    Mutation(
        kader="preventie-en-wijkgericht-werken.investeren-in-netwerken",
        path="overleggen/netwerkoverleg-dorpen-en-wijken.yaml",
        change=without("meerwaarde"),
        item="overleg:netwerkoverleg-dorpen-en-wijken",
    ),
    Mutation(
        kader="preventie-en-wijkgericht-werken.ondersteuning-dichtbij",
        path="activiteiten/taalhuis.yaml",
        change=without("kernen"),
        item="activiteit:taalhuis",
    ),
    Mutation(
        kader="preventie-en-wijkgericht-werken.preventie-is-van-iedereen",
        path=CARE,
        change=both(without("preventie"), having(lijn="2e")),
        item=CARE_ITEM,
    ),
    Mutation(
        kader="inwonersparticipatie.betrokken-bij-vraagstukken",
        path=LONELY,
        change=having(inbreng_van=["huisartsen", "kerken", "dorpshuisbesturen"]),
        item=LONELY_ITEM,
    ),
    Mutation(
        kader="strategisch-partnerschap.samenleving-en-markt-tenzij",
        path="voorzieningen/dagbesteding-hei-en-boeicop.yaml",
        change=having(aanbieder="gemeente-vijfheerenlanden"),
        item="voorziening:dagbesteding-hei-en-boeicop",
    ),
    Mutation(
        kader="strategisch-partnerschap.beperkte-set-partners",
        path="organisaties/partner-0.yaml",
        change=having(naam="Partner 0", strategische_partner=True),
        item="beleidsagenda:agenda",
        also=MANY_PARTNERS,
    ),
    Mutation(
        kader="strategisch-partnerschap.meerjarig-contract",
        path="contracten/digitaal-meedoen-2025-2027.yaml",
        change=having(start="2027-01-01", looptijd_jaren=1),
        item="contract:digitaal-meedoen-2025-2027",
    ),
    Mutation(
        kader="sturingsstrategie.informatie-van-partijen",
        path=LONELY,
        change=having(inbreng_van=["inwoners", "huisartsen"]),
        item=LONELY_ITEM,
    ),
    Mutation(
        kader="sturingsstrategie.onderbouwing-en-cijfers", path=LONELY, change=without("cijfers"), item=LONELY_ITEM
    ),
    Mutation(
        kader="sturingsstrategie.onderbouwing-en-cijfers",
        path="activiteiten/taalhuis.yaml",
        change=having(bronnen=["focus-2035"]),
        item="activiteit:taalhuis",
    ),
    Mutation(
        kader="sturingsstrategie.onderbouwing-en-cijfers",
        path="doelen/veerkracht.yaml",
        change=having(bronnen=["focus-2035"]),
        item="doel:veerkracht",
    ),
    Mutation(
        kader="sturingsstrategie.onderbouwing-en-cijfers",
        path="indicatoren/voldoende-bewegen.yaml",
        change=one("streefwaarden", "doel-2026", having(herkomst="focus-2035")),
        item="streefwaarde:voldoende-bewegen.doel-2026",
    ),
    Mutation(
        kader="sturingsstrategie.nulmeting-bij-start",
        path="indicatoren/volwassenen-die-leren.yaml",
        change=both(each("metingen", having(nulmeting=False)), without("streefwaarden")),
        item="activiteit:taalhuis",
    ),
    Mutation(
        kader="sturingsstrategie.nulmeting-bij-start",
        path="programmas/transformatieprogramma.yaml",
        change=having(voortgang="gestart"),
        item="programma:transformatieprogramma",
    ),
    Mutation(
        kader="sturingsstrategie.nulmeting-bij-start",
        path="indicatoren/volwassenen-die-leren.yaml",
        change=one("metingen", "m2021", having(peil="2022")),
        item="meting:volwassenen-die-leren.m2021",
    ),
    Mutation(
        kader="sturingsstrategie.toekomstige-vraagstukken",
        path="vraagstukken/wonen-voor-jongeren.yaml",
        change=NEW_ISSUE,
        item="vraagstuk:wonen-voor-jongeren",
    ),
    Mutation(
        kader="sturingsstrategie.subdoelen-resultaten-indicatoren",
        path="activiteiten/talentenmarkt-in-de-dorpen.yaml",
        change=without("bereiken"),
        item="activiteit:talentenmarkt-in-de-dorpen",
    ),
    Mutation(
        kader="sturingsstrategie.subdoelen-resultaten-indicatoren",
        path="activiteiten/talentenmarkt-in-de-dorpen.yaml",
        change=having(resultaten=[]),
        item="activiteit:talentenmarkt-in-de-dorpen",
    ),
    Mutation(
        kader="sturingsstrategie.subdoelen-resultaten-indicatoren",
        path="activiteiten/zomerschool.yaml",
        change=without("indicatoren"),
        item="activiteit:zomerschool",
    ),
    Mutation(
        kader="sturingsstrategie.subdoelen-resultaten-indicatoren",
        path="programmas/proef.yaml",
        change=having(titel="Proef", soort="project", voortgang="gestart", nulmeting="Gemeten in 2025."),
        item="programma:proef",
    ),
    Mutation(
        kader="sturingsstrategie.bijdragen-of-stoppen",
        path="activiteiten/opvoedinloop.yaml",
        change=having(doelen=[]),
        item="activiteit:opvoedinloop",
    ),
    Mutation(
        kader="sturingsstrategie.bijdragen-of-stoppen",
        path="activiteiten/vitaliteitsapp.yaml",
        change=without("stopreden"),
        item="activiteit:vitaliteitsapp",
    ),
    Mutation(
        kader="inkoop-en-subsidie.gecontracteerde-aanbieder",
        path="voorzieningen/dagbesteding-hei-en-boeicop.yaml",
        change=having(aanbieder="woonstichting-de-poort"),
        item="voorziening:dagbesteding-hei-en-boeicop",
    ),
    Mutation(
        kader="inkoop-en-subsidie.subsidie-voor-basisvoorzieningen",
        path=WELFARE,
        change=having(lijn="1e"),
        item=WELFARE_ITEM,
    ),
    Mutation(
        kader="inkoop-en-subsidie.effect-doelen-en-resultaten-in-contract",
        path=CARE,
        change=without("wanneer_goed"),
        item=CARE_ITEM,
    ),
    Mutation(
        kader="inkoop-en-subsidie.vier-jaar-anticyclisch",
        path=CARE,
        change=having(einde="2027-02-28", looptijd_jaren=3),
        item=CARE_ITEM,
    ),
    Mutation(
        kader="inkoop-en-subsidie.vier-jaar-anticyclisch",
        path=YOUNG,
        change=having(start="2023-03-01", einde="2027-02-28"),
        item=YOUNG_ITEM,
    ),
    Mutation(
        kader="inkoop-en-subsidie.vier-jaar-anticyclisch",
        path="contracten/digitaal-meedoen-2025-2027.yaml",
        change=without("looptijd_reden"),
        item="contract:digitaal-meedoen-2025-2027",
    ),
    Mutation(
        kader="inkoop-en-subsidie.werken-met-themas", path=WELFARE, change=without("instrumenten"), item=WELFARE_ITEM
    ),
    Mutation(
        kader="inkoop-en-subsidie.meerdere-partijen-en-ketenaanpak",
        path=WELFARE,
        change=having(partijen=["stichting-welzijn-de-lage-linge"]),
        item=WELFARE_ITEM,
    ),
    Mutation(
        kader="inkoop-en-subsidie.administratieve-lasten", path=YOUNG, change=having(uitvragen=12), item=YOUNG_ITEM
    ),
    Mutation(
        kader="kwaliteitsnormen.samen-met-inwoners",
        path="kwaliteitsmetingen/snelheid.yaml",
        change=without("vertellen"),
        item="kwaliteitsmeting:snelheid",
    ),
    Mutation(
        kader="kwaliteitsnormen.beperkte-set-vooraf-bekend",
        path="kwaliteitsmetingen/tevredenheid.yaml",
        change=having(indicatoren=["ondersteuning-past"]),
        item="kwaliteitsmeting:tevredenheid",
    ),
    Mutation(
        kader="kwaliteitsnormen.beperkte-set-vooraf-bekend",
        path="ontwikkelopdrachten/kwaliteitsnormen.yaml",
        change=lambda data: data["metingen"].append("wachttijd"),
        item="ontwikkelopdracht:kwaliteitsnormen",
        also={
            "kwaliteitsmetingen/wachttijd.yaml": having(
                nummer="10", titel="Wachttijd", groep="dienstverlening", vertellen="Gesprekken."
            )
        },
    ),
    Mutation(
        kader="kwaliteitsnormen.eerst-nulmeting-dan-norm",
        path="indicatoren/buurthulp.yaml",
        change=having(
            titel="Buurthulp",
            soort="output",
            eenheid="aantal",
            metingen=[{"id": "m2025", "waarde": 10, "peil": "2025"}],
            streefwaarden=[{"id": "doel-2027", "soort": "absoluut", "waarde": 20, "termijn": "2027"}],
        ),
        item="indicator:buurthulp",
    ),
    Mutation(
        kader="kwaliteitsnormen.eerst-nulmeting-dan-norm",
        path="indicatoren/huishoudens-lang-in-de-bijstand.yaml",
        change=one("streefwaarden", "doel-2025", having(termijn="2021-01-01")),
        item="meting:huishoudens-lang-in-de-bijstand.m2021",
    ),
    Mutation(
        kader="kwaliteitsnormen.eerst-nulmeting-dan-norm",
        path="indicatoren/ouders-geholpen-met-opvoedvraag.yaml",
        change=having(
            afwijking={
                "kader": "sturingsstrategie.nulmeting-bij-start",
                "reden": "De peiling is eens in de twee jaar.",
                "door": "teammanager sociaal domein",
                "tot": "2027-12-31",
            }
        ),
        item="streefwaarde:ouders-geholpen-met-opvoedvraag.doel-2027",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.eigen-hoofdstuk",
        path="opgaven/wonen.yaml",
        change=having(nummer="5", titel="Wonen"),
        item="opgave:wonen",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.ingericht-op-opgaven",
        path=BUDGET,
        change=one("regels", "taalhuis", having(hangt_aan="akkoord:proef")),
        item="begrotingsregel:begroting-2026.taalhuis",
        also=NEW_AGREEMENT,
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.ingericht-op-opgaven",
        path="activiteiten/talentenmarkt-in-de-dorpen.yaml",
        change=lambda data: data["doelen"].append("veerkracht"),
        item="activiteit:talentenmarkt-in-de-dorpen",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.ingericht-op-opgaven",
        path=BUDGET,
        change=one("inzet", "sociaal-team-snelle-start", having(hangt_aan="akkoord:proef")),
        item="inzetregel:begroting-2026.sociaal-team-snelle-start",
        also=NEW_AGREEMENT,
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.verantwoording-over-resultaten",
        path=BUDGET,
        change=one("regels", "taalhuis", without("eigenaar")),
        item="begrotingsregel:begroting-2026.taalhuis",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.verantwoording-over-resultaten",
        path=BUDGET,
        change=one("inzet", "programmamanagement", without("eigenaar")),
        item="inzetregel:begroting-2026.programmamanagement",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.verantwoording-over-resultaten",
        path="indicatoren/voldoende-bewegen.yaml",
        change=without("cyclusmomenten"),
        item="indicator:voldoende-bewegen",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.begroting-is-grens",
        path="activiteiten/buurtmaatjes.yaml",
        change=lambda data: data["kosten"].update(bedrag=70_000),
        item="begrotingsregel:begroting-2026.buurtmaatjes",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.begroting-is-grens",
        path=BUDGET,
        change=one("regels", "meedoen-algemeen", having(bedrag="PM")),
        item="begrotingsregel:begroting-2026.meedoen-algemeen",
    ),
    Mutation(
        kader="programmabegroting-sociaal-domein.begroting-is-grens",
        path=BUDGET,
        change=one("inzet", "programmamanagement", having(fte="PM")),
        item="inzetregel:begroting-2026.programmamanagement",
    ),
)
