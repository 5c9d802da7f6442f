"""How to reach the organisation and how to respond, as sentences in Markdown for the hand-written pages, and as values
for the foot of every page. What is not known is said to be so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapstok.core.markdown import escape
from kapstok.core.model import Item
from kapstok.core.text import enumerate_words
from kapstok.kinds.address import item_address
from kapstok.reckon.council import Council
from kapstok.render.offers.standing import ROLE_RESPONSE, Response, response_of

_WAYS = ("telefoon", "email", "bezoek", "adres")  # parts of the field with which people reach us, in their order


def contact_of(settings: Item | None) -> dict[str, str]:
    """The ways to reach the organisation that were filled in, by their Dutch names."""
    found = settings.fields.get("contact") if settings else None
    if not isinstance(found, Mapping):
        return {}
    return {name: str(found[name]) for name in _WAYS if found.get(name)}


def contact_words(contact: Mapping[str, str]) -> str:
    """How to reach the organisation, in a sentence."""
    told = {
        "telefoon": "bel {}",
        "email": "mail naar {}",
        "bezoek": "kom langs: {}",
    }
    ways = [words.format(escape(contact[name])) for name, words in told.items() if name in contact]
    if "adres" in contact:
        ways.append(f"kijk op onze [contactpagina](<{contact['adres']}>)")
    if not ways:
        return "Hoe u ons bereikt, staat nog niet in deze agenda."
    said = enumerate_words(ways, "of")
    return f"{said[:1].upper()}{said[1:]}."


def respond_words(settings: Item | None, council: Council) -> str:
    """Whether anybody can respond to the agenda now, until when, how and where; and what else lies open for that."""
    told = _of_the_agenda(settings, council) if settings else ""
    others = [_link(item, council) for item in _open(council) if item is not settings]
    if others:
        told += f" Nu ter inzage: {enumerate_words(others, 'en')}. Op die pagina staat hoe u reageert."
    return told.strip()


def _of_the_agenda(settings: Item, council: Council) -> str:
    response = response_of(settings, council)
    if response.is_open:
        return _days(response) + _way(response)
    if response.until and council.adoption(settings).pending:
        return f"Reageren op de agenda kon tot en met {escape(response.until)}. Dat is nu voorbij."
    if council.adoption(settings).pending:
        return "Wanneer en hoe u op de agenda kunt reageren, is nog niet bekend."
    return "De agenda ligt nu niet ter inzage. Een vraag of een idee is altijd welkom."


def _days(response: Response) -> str:
    begin = f" van {escape(response.start)}" if response.start else ""
    end = f" tot en met {escape(response.until)}" if response.until else ""
    return f"**U kunt op de agenda reageren{begin}{end}.**"


def _way(response: Response) -> str:
    how = f" {escape(response.how.rstrip('.'))}." if response.how else ""
    return how + (f" Stuur uw reactie naar {escape(response.where)}." if response.where else "")


def _open(council: Council) -> Iterator[Item]:
    """Everything to which anybody can respond now or soon."""
    for item in council.roles.ordered(council.roles.items(ROLE_RESPONSE)):
        if response_of(item, council).is_open:
            yield item


def _link(item: Item, council: Council) -> str:
    address = item_address(item, council.roles.model, council.roles.kinds)
    return f"[{escape(item.title)}](<../{address}>)"
