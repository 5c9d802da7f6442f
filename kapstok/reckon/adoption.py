"""How far the decision about a thing is as of a day: status, result, day and body, as one statement.

Four fields speak about it (`status`, the steps of `besluitvorming`, `uitslag` and the day of the decision). The steps
say what the status was at a day; a result says more than a status, so a proposal that was adopted is no concept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kapstok.core.dates import VagueDate
from kapstok.core.model import Item
from kapstok.core.status import PENDING, SETTLED, WITHDRAWN
from kapstok.reckon.facts import Ground
from kapstok.reckon.meetings import Meetings
from kapstok.reckon.outcomes import Outcome, has_outcome, outcome_of
from kapstok.reckon.roles import Roles
from kapstok.reckon.rows import Row, come, rows
from kapstok.reckon.votes import ADOPTED, REJECTED
from kapstok.reckon.words import at

STATUS, STEPS, STEP_DAY, STEP_BODY = "vaststelling", "besluitvorming", "besluitdatum", "besluitorgaan"
_SAID = {
    "concept": "concept, er is nog niet over besloten",
    "ter-inzage": "ter inzage, nog niet vastgesteld",
    "gepresenteerd": "voorgelegd, er is nog niet over besloten",
    "voor-kennisgeving": "voor kennisgeving aangenomen",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """The state of the decision about an item. `status` is '' for what nobody decides about.

    `day` is the day of that status and `body` who decided, when they are known. `outcome` is the result of a vote in
    council, for what is voted on.
    """

    item: Item
    status: str
    day: VagueDate | None
    body: str
    outcome: Outcome | None
    grounds: tuple[Ground, ...]

    @property
    def short(self) -> str:
        """The status in a word or two: "ter inzage"."""
        return self.status.replace("-", " ")

    @property
    def words(self) -> str:
        """The whole statement: "vastgesteld op 17 december 2020 door de gemeenteraad"; '' when there is none."""
        if self.outcome and self.outcome.result:
            result, _, vote = self.outcome.words.partition(", ")
            return f"{result}{self._when}{', ' + vote if vote else ''}"
        if self.status in PENDING:
            return _SAID.get(self.status, self.short)
        return f"{_SAID.get(self.status, self.short)}{self._when}" if self.status else ""

    @property
    def _when(self) -> str:
        day = f" {at(self.day)}" if self.day and self.day.kind == "dag" else f" ({self.day.text})" if self.day else ""
        return f"{day}{' door ' + self.body if self.body else ''}"

    @property
    def in_force(self) -> bool:
        """Whether it was adopted and still holds."""
        return self.status in (*SETTLED, "verlengd")

    @property
    def pending(self) -> bool:
        """Whether a decision is still to come."""
        return self.status in PENDING

    @property
    def withdrawn(self) -> bool:
        """Whether it holds no more."""
        return self.status in WITHDRAWN


def adoption_of(item: Item, day: date, roles: Roles, meetings: Meetings) -> Adoption:
    """How far the decision about an item is as of a day."""
    outcome = outcome_of(item, day, roles, meetings) if has_outcome(item, roles) else None
    steps = rows(item, STEPS, roles)
    there = [row for row in steps if come(row.values.get(STEP_DAY), day)]
    written = roles.value(item, STATUS)
    status = str(written) if written is not None else ""
    if steps and not there:
        status = "concept" if status else ""
    elif there and status not in [row.text(STATUS) for row in there]:
        later = status in [row.text(STATUS) for row in steps]
        status = there[-1].text(STATUS) if later or not status else status
    result = outcome.result if outcome else ""
    if result in (ADOPTED, REJECTED) and status in PENDING:
        status = "vastgesteld" if result == ADOPTED else REJECTED
    step = next((row for row in reversed(there) if row.text(STATUS) == status), None)
    return Adoption(
        item=item,
        status=status,
        day=_day(step, outcome),
        body=_body(step, outcome, roles),
        outcome=outcome,
        grounds=tuple(_grounds(item, roles, status, step, outcome)),
    )


def _day(step: Row | None, outcome: Outcome | None) -> VagueDate | None:
    found = step.values.get(STEP_DAY) if step else None
    if isinstance(found, VagueDate):
        return found
    return outcome.day if outcome and outcome.result else None


def _body(step: Row | None, outcome: Outcome | None, roles: Roles) -> str:
    if step and step.text(STEP_BODY):
        return step.text(STEP_BODY)
    found = roles.model.items.get(outcome.body) if outcome and outcome.result and outcome.body else None
    return found.title if found else ""


def _grounds(item: Item, roles: Roles, status: str, step: Row | None, outcome: Outcome | None) -> Iterator[Ground]:
    for name in roles.kind(item).fields_with_role(STATUS):
        if name in item.fields:
            yield Ground(rule="status", value=status, item=item.key, field=name)
    if step:
        yield Ground(rule="stap in de besluitvorming", value=status, item=item.key, field=step.field)
    if outcome:
        yield from outcome.grounds
