"""The words that the rules about plain language know by heart."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDEN = _words("werd werden word worden wordt")
ZIJN = _words("is waren was zijn")
# Words with the form of a participle that are none.
NO_PARTICIPLES = _words(
    """
    begrijpt bekend beknopt bereid bericht bespreekt betreft bewijst bewust bezoekt doordat gebed gebeurt gebit
    gebod gedicht geduld geeft geest gehandicapt gehucht geldt geluid gemeend gemiddeld gemoed gerecht gerucht
    gerust geschikt gevecht geweld gewicht gezicht gezond omdat omvat ondergrond onderhoud onderkant onderscheid
    onderzoekt ontbreekt ontwerpt overheid overkant overlast verband verblijft verbod verdriet verhoudt verkeerd
    verkoopt verloopt vernieuwend verstand verwant verwijst verzoekt voorbeeld voordat voorgrond voorkant voorraad
    voortvarend
    """
)
# Participles that go with "zijn" while the subject acts, or that are mere adjectives.
ACTIVE_PARTICIPLES = _words(
    """
    aangekomen aangesloten aangewezen afgenomen bedacht bedoeld begonnen beperkt beschikbaar bestemd betrokken
    bevoegd bezet bezorgd doorgegaan ervaren gebaseerd gebeurd gebleven gebonden geboren gedaald gegaan gegroeid
    gehouden gekomen gekoppeld geland gelegen gelukt gemengd gemotiveerd geneigd geopend gerechtigd geregeld
    gerelateerd gericht gescheiden geslaagd gesloten gespecialiseerd gestart gestegen gestopt getrouwd gevallen
    gevestigd gevorderd geweest gewend gewenst gewijd geworden gezakt gezegend geëindigd geïnteresseerd ingegaan
    mislukt ontstaan ontwikkeld opgegroeid opgehouden overgegaan overleden overtuigd toegenomen uitgegaan veranderd
    verankerd verantwoord verbeterd verbonden verdeeld verdwenen vereist vergelijkbaar verhinderd verhuisd verleden
    verouderd verplicht verschenen verslechterd versnipperd verspreid vertrokken verwacht verward voorbijgegaan
    voorgekomen
    """
)
# Short forms that end in a full stop and never end a sentence.
SHORT_WITHIN = _words(
    """
    a.d.h.v afd art artt bijv blz burg bv ca d.d d.m.v d.w.z dd dhr dir dr drs evt excl fig ged hfst i.h.k.v i.p.v
    i.v.m incl ing ir jl jr m.b.t m.i.v m.u.v max mevr min mld mln mr mw n.a.v nl nr nrs o.a o.b.v o.m p pag par plv
    prof red resp sr st stb stcrt t.a.v t.b.v t.g.v t.o.v tel vgl vs weth zgn
    """
)
# Short forms that may stand at the end of a sentence.
SHORT_AT_END = _words("a.u.b c.q e.a e.d e.v enz etc jl m.n n.n.b n.v.t p.j p.p q.q s.v.p z.s.m")
# Abbreviations that everybody knows better than what they stand for; and words that are only said with stress.
COMMON_SHORT = _words(
    """
    ANWB AOW APK BTW BV CD CO2 CV DNA DVD EU HBO HIV ID MBO NL NS NV OK PC PDF SMS TV USB VN VS WC
    ALLE ALLEEN ALTIJD EN GEEN IK LET MEER MOET NIET NOOIT NU OF OP SAMEN WEL WIJ ZIJ
    """
)
