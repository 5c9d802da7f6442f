"""Facets: what a kind or a block is, and which fields play its parts.

A schema says it with `x-facet`: `{"meting": {"waarde": "waarde", "peil": "peil"}}`. The names of facets and parts are
the Dutch ones that schema authors write; code reads a part by its English name, typed (`kinds/readers.py`). A part can
also be found by its role (`kind.fields_with_role("meetwaarde")`), and a shared field that plays the same part in every
kind names that role itself (`x-rol`). The tables in `docs/ontwikkelen/schemas.md` are made from this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kapstok.kinds.facet import Facet, part
from kapstok.kinds.readers import Blocks, Flag, Moment, Number, Reader, Text, Things


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement(Facet):
    """A measured value of an indicator."""

    name: ClassVar[str] = "meting"
    sentence: ClassVar[str] = "een gemeten waarde van een indicator op één moment"
    value: Number = part(Number, "waarde", "het gemeten getal", "meetwaarde", required=True)
    moment: Moment = part(Moment, "peil", "wanneer of waarover is gemeten", "peilmoment", required=True)
    in_words: Text = part(Text, "woorden", "de uitkomst in woorden", "in-woorden")
    certainty: Text = part(Text, "status", "hoe zeker het cijfer is", "meetstatus")
    is_baseline: Flag = part(Flag, "nulmeting", "of dit de beginstand is", "nulwaarde")
    split: Text = part(Text, "uitsplitsing", "voor welke groep het geldt", "uitsplitsing")
    source: Things = part(Things, "bron", "waar het cijfer vandaan komt", "meetbron")
    note: Text = part(Text, "noot", "een opmerking bij het cijfer", "meetnoot")


@dataclass(frozen=True, kw_only=True, slots=True)
class Aim(Facet):
    """A target of an indicator."""

    name: ClassVar[str] = "streefwaarde"
    sentence: ClassVar[str] = "wat een indicator op een moment moet zijn"
    value: Number = part(Number, "waarde", "het getal", "streefgetal", required=True)
    term: Moment = part(Moment, "termijn", "wanneer het bereikt moet zijn", "streefmoment", required=True)
    low: Number = part(Number, "van", "het begin van een bereik of van een daling of stijging", "streefgetal-van")
    high: Number = part(Number, "tot", "het eind daarvan", "streefgetal-tot")
    sort: Text = part(Text, "soort", "absoluut, relatief, bereik en dergelijke", "streefsoort")
    comparison: Text = part(Text, "vergelijking", "het teken: ten minste, hoogstens", "vergelijking")
    compared_with: Text = part(Text, "ten_opzichte_van", "waarmee wordt vergeleken", "vergeleken-met")
    unit: Text = part(Text, "eenheid", "de eenheid, als die anders is dan van de indicator", "eenheid")
    in_words: Text = part(Text, "woorden", "het doel in woorden", "in-woorden")
    is_step: Flag = part(Flag, "tussendoel", "of het een stap op weg is", "tussendoel")
    origin: Things = part(Things, "herkomst", "het stuk waar het in staat", "herkomst")
    since: Moment = part(Moment, "sinds", "wanneer het is afgesproken", "streef-sinds")
    replaces: Things = part(Things, "vervangt", "de streefwaarden waarvoor deze in de plaats komt", "vervangt")
    for_good: Flag = part(Flag, "blijvend", "of het niet meer kan terugvallen", "blijvend")
    lapsed: Flag = part(Flag, "vervallen", "of het niet meer geldt", "vervallen")
    split: Text = part(Text, "uitsplitsing", "voor welke groep het geldt", "uitsplitsing")


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyLine(Facet):
    """A line with money or staff."""

    name: ClassVar[str] = "geldregel"
    sentence: ClassVar[str] = "een bedrag of inzet van mensen, opgeteld langs de doelenboom"
    one_of: ClassVar[tuple[str, ...]] = ("bedrag", "fte")
    hangs_on: Things = part(Things, "hangt_aan", "de plek in de agenda", "hangt-aan", required=True)
    amount: Number = part(Number, "bedrag", "het bedrag in hele euro's", "bedrag")
    staff: Number = part(Number, "fte", "de inzet in fte", "fte")
    year: Number = part(Number, "jaar", "het jaar; anders dat van het geheel", "boekjaar")
    state: Text = part(Text, "stand", "begroot, realisatie of aangekondigd", "stand")
    sort: Text = part(Text, "soort", "lasten, baten of reserve", "geldsoort")


@dataclass(frozen=True, kw_only=True, slots=True)
class Moments(Facet):
    """Something that stands in the calendar."""

    name: ClassVar[str] = "moment"
    sentence: ClassVar[str] = "iets met een plaats op de kalender"
    day: Moment = part(Moment, "datum", "wanneer het is", "kalender", required=True)
    year: Number = part(Number, "jaar", "het jaar waar het bij hoort", "boekjaar")
    outcome: Text = part(Text, "uitkomst", "wat eruit kwam", "uitkomst")
    reports_on: Reader = part(Reader, "over", "waarover wordt gemeld", "rapporteren-over")


@dataclass(frozen=True, kw_only=True, slots=True)
class Course(Facet):
    """Something that runs from a begin to an end."""

    name: ClassVar[str] = "looptijd"
    sentence: ClassVar[str] = "iets dat begint, loopt en eindigt"
    begin: Moment = part(Moment, "begin", "wanneer het begint, of de hele periode", "begin", required=True)
    end: Moment = part(Moment, "einde", "wanneer het eindigt", "einde")
    progress: Text = part(Text, "voortgang", "hoe ver het werk is", "voortgang")
    years: Reader = part(Reader, "jaren", "de jaren waarin het in de begroting staat", "begrotingsjaren")
    end_state: Text = part(Text, "eindbeeld", "het beeld zonder einddatum; het loopt nooit achter", "eindbeeld")
    reason: Text = part(Text, "reden", "waarom juist deze looptijd", "looptijd-reden")


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch(Facet):
    """Something that hangs in the tree of goals."""

    name: ClassVar[str] = "boom"
    sentence: ClassVar[str] = "iets dat in de doelenboom onder iets anders hangt; bepaalt volgorde en nummering"
    parent: Things = part(Things, "ouder", "waar het onder hangt", "boom", required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionPoint(Facet):
    """A point that a council decides on."""

    name: ClassVar[str] = "besluitpunt"
    sentence: ClassVar[str] = "één punt waarover wordt besloten"
    number: Text = part(Text, "nummer", "het nummer", "besluit-nummer", required=True)
    text: Text = part(Text, "tekst", "het besluit in woorden", "besluit-tekst", required=True)
    lapses: Things = part(Things, "doet_vervallen", "wat met dit besluit vervalt", "doet-vervallen")
    ends_others: Blocks = part(
        Blocks, "doet_ook_vervallen", "welke besluiten buiten de agenda ermee vervallen", "doet-ook-vervallen"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class FormerDecision(Facet):
    """A block with a decision that is not in the agenda."""

    name: ClassVar[str] = "ouder_besluit"
    sentence: ClassVar[str] = "een blok met een besluit dat niet in de agenda staat"
    title: Text = part(Text, "titel", "hoe het heet", "ouder-besluit", required=True)
    number: Text = part(Text, "nummer", "het nummer", "ouder-besluit-nummer")
    day: Moment = part(Moment, "datum", "de dag", "ouder-besluit-datum")


@dataclass(frozen=True, kw_only=True, slots=True)
class Amending(Facet):
    """A block that changes a point that is decided on."""

    name: ClassVar[str] = "wijziging"
    sentence: ClassVar[str] = "een blok dat een besluitpunt wijzigt, schrapt of toevoegt"
    point: Things = part(Things, "besluitpunt", "het punt dat verandert", "wijzigt-punt", required=True)
    becomes: Text = part(Text, "wordt", "de nieuwe tekst", "wijzigt-wordt", required=True)
    was: Text = part(Text, "was", "de oude tekst", "wijzigt-was")
    number: Text = part(Text, "nummer", "het nummer van een nieuw punt", "wijzigt-nummer")
    lapses: Flag = part(Flag, "vervalt", "of het punt wordt geschrapt", "wijzigt-vervalt")
    place: Text = part(Text, "onderdeel", "de plaats in een bijlage", "wijzigt-onderdeel")
    reason: Text = part(Text, "toelichting", "waarom", "wijzigt-reden")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot(Facet):
    """Something that a body votes on."""

    name: ClassVar[str] = "stemming"
    sentence: ClassVar[str] = "iets waarover wordt gestemd"
    outcome: Text = part(Text, "uitslag", "wat eruit kwam", "uitslag", required=True)
    votes: Blocks = part(Blocks, "stemmen", "de stemmen per fractie", "stemmen")
    made: Moment = part(Moment, "gemaakt_op", "wanneer het is ingediend of geschreven", "gemaakt-op")
    treated: Moment = part(Moment, "behandeld_op", "wanneer het wordt behandeld", "behandeld-op")
    decided: Moment = part(Moment, "besloten_op", "wanneer erover is besloten", "besloten-op")
    points: Reader = part(Reader, "punten", "de punten waarover wordt besloten", "te-besluiten")
    manner: Text = part(Text, "wijze", "hoe er is gestemd", "stemwijze")
    on_tie: Text = part(Text, "gevolg", "wat er volgt als de stemmen staken", "bij-staken")
    changes: Blocks = part(Blocks, "wijzigt", "wat het aan een ander voorstel verandert", "wijzigt")
    order: Reader = part(Reader, "volgorde", "de plaats in de volgorde van stemmen", "stemvolgorde")
    proposal: Things = part(Things, "bij", "het voorstel waar het bij hoort", "bij-voorstel")
    meeting: Things = part(Things, "vergadering", "in welke vergadering", "in-vergadering")
    place: Reader = part(Reader, "agendanummer", "het punt op de agenda", "agendanummer")


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote(Facet):
    """A block with the votes of one group."""

    name: ClassVar[str] = "stem"
    sentence: ClassVar[str] = "een blok met de stemmen van één fractie"
    group: Text = part(Text, "fractie", "wie er stemt", "stem-fractie", required=True)
    in_favour: Number = part(Number, "voor", "het aantal stemmen voor", "stem-voor", required=True)
    against: Number = part(Number, "tegen", "het aantal stemmen tegen", "stem-tegen", required=True)
    abstained: Number = part(Number, "onthouden", "hoeveel zich onthielden", "stem-onthouden")
    absent: Number = part(Number, "afwezig", "hoeveel er niet waren", "stem-afwezig")
    explained: Text = part(Text, "verklaring", "de stemverklaring", "stem-verklaring")


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise(Facet):
    """Something that was agreed and has to be done."""

    name: ClassVar[str] = "afspraak"
    sentence: ClassVar[str] = "iets dat is afgesproken en moet worden gedaan"
    text: Text = part(Text, "tekst", "wat er is afgesproken", "afspraak-tekst", required=True)
    done: Moment = part(Moment, "afgedaan_op", "de dag waarop het klaar was", "afgedaan-op", required=True)
    made: Moment = part(Moment, "datum", "wanneer het is afgesproken", "gemaakt-op")
    term: Moment = part(Moment, "termijn", "wanneer het klaar moet zijn", "uiterlijk")
    who: Text = part(Text, "wie", "wie het doet", "afspraak-wie")
    sort: Reader = part(Reader, "soort", "welk soort afspraak", "afspraak-soort")
    state: Reader = part(Reader, "stand", "hoe het ermee staat", "afspraak-voortgang")
    done_with: Things = part(Things, "afgedaan_met", "waarmee het is gedaan", "afgedaan-met")
    passed_to: Things = part(Things, "doorverwezen_naar", "wie het verder behandelt", "doorverwezen-naar")
    passed_when: Text = part(Text, "doorverwezen_moment", "wanneer dat is", "doorverwezen-moment")
    meeting: Things = part(Things, "vergadering", "in welke vergadering het is afgesproken", "in-vergadering")
    course: Blocks = part(Blocks, "verloop", "hoe het er in latere vergaderingen voor stond", "afspraak-verloop")


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseStep(Facet):
    """A block that says how something agreed stood at a meeting."""

    name: ClassVar[str] = "verloopstap"
    sentence: ClassVar[str] = "een blok dat zegt hoe een afspraak er in één vergadering voor stond"
    meeting: Things = part(Things, "vergadering", "in welke vergadering", "verloop-vergadering", required=True)
    state: Text = part(Text, "stand", "hoe het er toen voor stond", "verloop-stand", required=True)
    note: Text = part(Text, "noot", "wat er toen over is gezegd", "verloop-noot")


@dataclass(frozen=True, kw_only=True, slots=True)
class Norm(Facet):
    """A norm that the agenda is held against."""

    name: ClassVar[str] = "norm"
    sentence: ClassVar[str] = "een norm waar de agenda aan wordt getoetst"
    text: Text = part(Text, "tekst", "de tekst van de norm, in elke breuk", "norm", required=True)
    tests: Blocks = part(Blocks, "toets", "hoe de norm wordt getoetst", "toets", required=True)
    opinion: Blocks = part(Blocks, "oordeel", "het oordeel van een mens", "oordeel")
    untestable: Reader = part(
        Reader, "niet_toetsbaar", "waarom zij niet te toetsen is; een van de drie moet er zijn", "niet-toetsbaar"
    )
    suspends: Things = part(Things, "schort_op", "de normen waarop zij een uitzondering maakt", "schort-op")


@dataclass(frozen=True, kw_only=True, slots=True)
class GateChoice(Facet):
    """A block that tailors a gate that ships with Kapstok."""

    name: ClassVar[str] = "poortkeuze"
    sentence: ClassVar[str] = "een blok dat een meegeleverde poort uitzet of strenger maakt"
    gate: Text = part(Text, "poort", "welke poort", "poort", required=True)
    off: Flag = part(Flag, "uit", "of zij uit staat", "poort-uit")
    level: Text = part(Text, "niveau", "hoe erg een breuk is", "poort-niveau")
    reason: Text = part(Text, "reden", "waarom", "poort-reden", required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exempting(Facet):
    """A block that makes an exception to a norm."""

    name: ClassVar[str] = "afwijking"
    sentence: ClassVar[str] = "een blok met een uitzondering op een norm"
    norm: Things = part(Things, "van", "van welke norm wordt afgeweken", "afwijking-van", required=True)
    ground: Things = part(Things, "op_grond_van", "wat de afwijking toestaat", "afwijking-grond")


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication(Facet):
    """Something of which is said who may see it."""

    name: ClassVar[str] = "publicatie"
    sentence: ClassVar[str] = "wie het ziet"
    level: Text = part(Text, "niveau", "voor wie het is", "publicatie", required=True)
    secret: Flag = part(Flag, "vertrouwelijk", "true gaat voor alles", "vertrouwelijk")


@dataclass(frozen=True, kw_only=True, slots=True)
class Adopted(Facet):
    """Something that is adopted, step by step."""

    name: ClassVar[str] = "vaststelling"
    sentence: ClassVar[str] = "hoe ver de besluitvorming is, en sinds wanneer iets niet meer geldt"
    status: Text = part(Text, "status", "de status op pagina en stuk", "vaststelling", required=True)
    steps: Blocks = part(Blocks, "stappen", "de stappen in de besluitvorming", "besluitvorming")
    successor: Things = part(Things, "opvolger", "wat er nu geldt", "opvolger")
    consultation: Blocks = part(Blocks, "inzage", "de periode om te reageren", "inzage")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step(Facet):
    """A block with one step of the decision making."""

    name: ClassVar[str] = "besluitstap"
    sentence: ClassVar[str] = "een blok met één stap in de besluitvorming"
    status: Text = part(Text, "status", "de status na deze stap", "vaststelling", required=True)
    day: Moment = part(Moment, "datum", "wanneer", "besluitdatum", required=True)
    body: Text = part(Text, "orgaan", "wie het besluit nam", "besluitorgaan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Consultation(Facet):
    """A block that says when and how a reader can react."""

    name: ClassVar[str] = "inzage"
    sentence: ClassVar[str] = "een blok dat zegt wanneer en hoe een lezer kan reageren"
    first: Moment = part(Moment, "van", "de eerste dag", "inzage-van", required=True)
    last: Moment = part(Moment, "tot", "de laatste dag", "inzage-tot", required=True)
    how: Text = part(Text, "reageren", "hoe het moet", "inzage-reageren")
    where: Text = part(Text, "adres", "waar de reactie naartoe gaat", "inzage-adres")


@dataclass(frozen=True, kw_only=True, slots=True)
class Annex(Facet):
    """A block with an annex."""

    name: ClassVar[str] = "bijlage"
    sentence: ClassVar[str] = "een blok met een bestand, of een deel van de agenda, dat ergens bij hoort"
    one_of: ClassVar[tuple[str, ...]] = ("bestand", "onderdeel")
    title: Text = part(Text, "titel", "de titel", "bijlage-titel", required=True)
    file: Text = part(Text, "bestand", "het bestand in bijlagen/", "bijlage-bestand")
    thing: Things = part(Things, "onderdeel", "het deel van de agenda", "bundel")
    alternative: Text = part(Text, "alt", "wat er op een beeld te zien is", "alternatief")


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting(Facet):
    """A meeting."""

    name: ClassVar[str] = "vergadering"
    sentence: ClassVar[str] = "een vergadering van een overleg of orgaan"
    day: Moment = part(Moment, "datum", "wanneer", "vergaderd-op", required=True)
    body: Things = part(Things, "overleg", "welk overleg vergadert", "vergadert-als", required=True)
    points: Reader = part(Reader, "agendapunten", "wat er op de agenda staat", "op-de-agenda", required=True)
    present: Reader = part(Reader, "aanwezig", "wie er waren", "aanwezig")
    absent: Reader = part(Reader, "afwezig", "wie er niet waren", "afwezig")
    secret: Flag = part(Flag, "vertrouwelijk", "of het achter gesloten deuren is", "vertrouwelijk")
    before: Things = part(Things, "vorige", "de vergadering ervoor", "vorige")
    after: Things = part(Things, "volgende", "de vergadering erna", "volgende")
    minutes: Text = part(Text, "verslagstatus", "hoe ver het verslag is", "verslagstatus")
    minutes_adopted: Moment = part(
        Moment, "verslag_vastgesteld_op", "wanneer het verslag is vastgesteld", "verslag-vastgesteld-op"
    )
    time: Text = part(Text, "aanvang", "hoe laat zij begint", "aanvang")
    place: Text = part(Text, "plaats", "waar zij is", "vergaderplaats")
    chairs: Reader = part(Reader, "voorzitters", "wie voorzitten", "voorzitters")
    ends: Text = part(Text, "einde", "hoe laat zij eindigde", "eindtijd")
    guests: Reader = part(Reader, "gasten", "wie er waren zonder lid te zijn", "gasten")
    turnout: Reader = part(Reader, "opkomst", "hoeveel leden er waren, per delegatie", "opkomst")
    corrections: Reader = part(Reader, "wijzigingen", "wat zij in een eerder verslag wijzigde", "verslagwijzigingen")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction(Facet):
    """A block with one correction of the minutes of an earlier meeting."""

    name: ClassVar[str] = "verslagwijziging"
    sentence: ClassVar[str] = "een blok met één wijziging in het verslag van een eerdere vergadering"
    minutes_of: Things = part(Things, "vergadering", "van welk verslag", "verslag-van", required=True)
    where: Text = part(Text, "waar", "waar in het verslag", "verslag-waar")
    before: Text = part(Text, "was", "wat er stond", "verslag-was")
    after: Text = part(Text, "wordt", "wat er komt te staan", "verslag-wordt", required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee(Facet):
    """A block about somebody at a meeting by role, or about a delegation by how many of it were there."""

    name: ClassVar[str] = "deelnemer"
    sentence: ClassVar[str] = (
        "een blok met wie bij een vergadering was of niet was: een rol, of een delegatie in aantallen"
    )
    one_of: ClassVar[tuple[str, ...]] = ("wie", "namens")
    who: Text = part(Text, "wie", "de rol", "mens-wie")
    behalf: Text = part(Text, "namens", "de fractie of organisatie", "mens-namens")
    at: Text = part(Text, "bij", "voor welk deel van de vergadering", "mens-bij")
    begin: Text = part(Text, "van", "vanaf wanneer", "mens-van")
    end: Text = part(Text, "tot", "tot wanneer", "mens-tot")
    late: Text = part(Text, "later", "hoe laat iemand kwam", "mens-later")
    early: Text = part(Text, "eerder", "hoe laat iemand wegging", "mens-eerder")
    notice: Text = part(Text, "kennisgeving", "of de afwezigheid is gemeld", "mens-kennisgeving")
    reason: Text = part(Text, "reden", "waarom iemand er niet was", "mens-reden")
    number: Number = part(Number, "aantal", "hoeveel er waren", "mens-aantal")
    members: Number = part(Number, "leden", "hoeveel er hadden kunnen zijn", "mens-leden")


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation(Facet):
    """The organisation whose agenda it is."""

    name: ClassVar[str] = "organisatie"
    sentence: ClassVar[str] = "de organisatie van wie de agenda is"
    title: Text = part(Text, "naam", "hoe zij heet", "organisatienaam", required=True)
    bodies: Reader = part(Reader, "organen", "wie voorstelt, besluit en tekent", "organen")


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyNames(Facet):
    """A block with the names of the bodies of an organisation."""

    name: ClassVar[str] = "organen"
    sentence: ClassVar[str] = "een blok met de organen van de organisatie, zoals stukken en pagina's ze noemen"
    decides: Text = part(Text, "besluit", "wie besluit, voluit", "orgaan-besluit", required=True)
    decides_short: Text = part(Text, "besluit_kort", "wie besluit, in een zin", "orgaan-besluit-kort")
    proposes: Text = part(Text, "voorstel", "wie voorstelt", "orgaan-voorstel")
    organisation: Text = part(Text, "organisatie", "hoe zij zichzelf noemt", "orgaan-organisatie")
    sign_decision: Reader = part(Reader, "tekent_besluit", "wie een besluit tekenen", "orgaan-tekent-besluit")
    sign_letter: Reader = part(Reader, "tekent_brief", "wie een brief tekenen", "orgaan-tekent-brief")


@dataclass(frozen=True, kw_only=True, slots=True)
class Secrecy(Facet):
    """Something that puts other things under secrecy."""

    name: ClassVar[str] = "geheimhouding"
    sentence: ClassVar[str] = "iets dat andere dingen geheim maakt, van een dag tot een dag"
    things: Things = part(Things, "betreft", "wat geheim is", "geheim", required=True)
    begin: Moment = part(Moment, "van", "de dag waarop het is opgelegd", "geheim-van", required=True)
    end: Moment = part(Moment, "tot", "de dag waarop het is opgeheven", "geheim-tot")


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture(Facet):
    """A block with a picture."""

    name: ClassVar[str] = "beeld"
    sentence: ClassVar[str] = "een blok met een beeld, dat op de pagina en in het stuk te zien is"
    alternative: Text = part(Text, "alt", "wat er op het beeld te zien is", "alternatief", required=True)
    file: Text = part(Text, "bestand", "het bestand in bijlagen/", "beeld-bestand", required=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterText(Facet):
    """A block with a chapter or a section of the agenda as a text to read."""

    name: ClassVar[str] = "hoofdstuk"
    sentence: ClassVar[str] = "een blok met een hoofdstuk of paragraaf van de agenda om te lezen"
    title: Text = part(Text, "titel", "de kop", "hoofdstuk-titel", required=True)
    number: Text = part(Text, "nummer", "het nummer", "hoofdstuk-nummer")
    text: Text = part(Text, "tekst", "de lopende tekst", "hoofdstuk-tekst")
    sections: Blocks = part(Blocks, "paragrafen", "de paragrafen", "hoofdstuk-paragrafen")
    shows: Reader = part(Reader, "toont", "de onderdelen van de agenda die hier staan", "hoofdstuk-toont")


@dataclass(frozen=True, kw_only=True, slots=True)
class Participation(Facet):
    """A consultation that the own organisation takes part in."""

    name: ClassVar[str] = "deelname"
    sentence: ClassVar[str] = "een overleg waaraan de eigen organisatie meedoet, met wat zij er haalt en brengt"
    level: Text = part(Text, "niveau", "op welk niveau het overleg is", "overlegniveau", required=True)
    worth: Reader = part(Reader, "meerwaarde", "waarom meedoen zin heeft", "meerwaarde", required=True)
    closed: Flag = part(Flag, "afgesloten", "of het overleg is gestopt", "afgesloten")
    staff: Blocks = part(Blocks, "inzet", "hoeveel tijd het kost en van wie", "inzet")
    gives: Blocks = part(Blocks, "bijdragen", "aan welke doelen het bijdraagt", "bijdragen")


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffTime(Facet):
    """A block with the time that something costs."""

    name: ClassVar[str] = "inzet"
    sentence: ClassVar[str] = "een blok met de tijd die iets kost"
    hours: Number = part(Number, "uren", "het aantal uren per jaar", "inzet-uren", required=True)
    group: Text = part(Text, "groep", "wie de uren maakt", "inzet-groep")


FACETS: Mapping[str, type[Facet]] = {
    found.name: found
    for found in tuple(vars().values())
    if isinstance(found, type) and issubclass(found, Facet) and found is not Facet
}
PART_ROLES = frozenset(part.role for facet in FACETS.values() for part in facet.parts())
