"""What lies open for response says until when, how and where: a reader who cannot respond was not asked anything."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.check.pointing import role_place
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item
from kapstok.core.text import enumerate_words
from kapstok.kinds.facets import Adopted, Consultation
from kapstok.reckon.adoption import STATUS
from kapstok.reckon.door import Facts

_OPEN = "ter-inzage"


def who_may_respond_knows_until_when_how_and_where(facts: Facts) -> Iterator[Finding]:
    """A thing that lies open for response tells the last day, the way and the address.

    Slecht: status: ter-inzage zonder meer. Goed: daarbij ter_inzage met tot, reageren en adres.
    """
    settings = facts.model.settings

    def lies_open(item: Item) -> bool:
        return facts.council.adoption(item).status == _OPEN

    for item in facts.roles.items(STATUS):
        facet = facts.kinds[item.key.kind].facet(Adopted)
        if facet is None or not facet.consultation.name or not lies_open(item):
            continue
        block = next(iter(facet.consultation.of(item.fields)), {})
        if not block and item not in settings and any(map(lies_open, settings)):
            continue  # it lies open together with the agenda, which tells how
        names = facts.kinds[item.key.kind].shape.fields[facet.consultation.name].facets[Consultation.name]
        missing = [names[part] for part in ("tot", "reageren", "adres") if part in names and not block.get(names[part])]
        if missing:
            what = enumerate_words(missing, "en")
            yield Finding.at(
                role_place(facts, item, "inzage" if block else STATUS),
                "inzage-onvolledig",
                f"Dit ligt ter inzage, maar er staat niet bij: {what}.",
                f"Vul bij {facet.consultation.name} in: {what}.",
                Severity.WARNING,
            )
