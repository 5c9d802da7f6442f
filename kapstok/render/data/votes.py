"""The votes as open data: a row for each party in each vote, and one row for a vote that nobody counted."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.core.model import Model
from kapstok.kinds.address import item_address
from kapstok.reckon.door import Facts
from kapstok.reckon.outcomes import OUTCOME, Outcome
from kapstok.reckon.votes import Party, Vote

COLUMNS = (
    *("soort", "id", "titel", "url", "voorbeeld", "uitslag", "datum", "bijeenkomst", "stemwijze"),
    *("fractie", "voor", "tegen", "onthouden", "afwezig", "stemverklaring"),
)
Row = dict[str, str | int | bool | None]


def vote_rows(model: Model, facts: Facts) -> Iterator[Row]:
    """The rows, in the order of the agenda; what is not known is empty, never nought."""
    for item in facts.roles.ordered(facts.roles.items(OUTCOME)):
        outcome = facts.council.outcome(item)
        if outcome.vote is not None:
            address = item_address(item, model, facts.kinds)
            what: Row = {"soort": item.key.kind, "id": item.key.id, "titel": item.title, "url": address}
            what |= {"voorbeeld": item.example, **_decided(outcome, outcome.vote)}
            yield from (what | _of(party) for party in outcome.vote.parties or (None,))


def _decided(outcome: Outcome, vote: Vote) -> Row:
    return {
        "uitslag": str(outcome.result),
        "datum": outcome.day.text if outcome.day else None,
        "bijeenkomst": outcome.meeting.id if outcome.meeting else None,
        "stemwijze": vote.manner or None,
    }


def _of(party: Party | None) -> Row:
    if party is None:
        return dict.fromkeys(COLUMNS[9:])
    return {
        "fractie": party.name,
        "voor": party.in_favour,
        "tegen": party.against,
        "onthouden": party.abstained,
        "afwezig": party.absent,
        "stemverklaring": party.explained or None,
    }
