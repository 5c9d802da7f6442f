"""Contradictions in what was decided, voted, agreed and met about."""

from __future__ import annotations

from collections.abc import Iterator

from kapstok.check.pointing import role_place
from kapstok.check.response import who_may_respond_knows_until_when_how_and_where
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Item, Key
from kapstok.core.other import Other
from kapstok.core.places import Place, field_place, value_place
from kapstok.core.status import OPEN, SETTLED, WITHDRAWN
from kapstok.core.text import cut
from kapstok.reckon.adoption import STATUS, STEP_BODY, STEP_DAY, STEPS
from kapstok.reckon.decisions import CHANGES, Point, decided_points, is_proposal, names_point
from kapstok.reckon.door import Facts
from kapstok.reckon.matters import BY_HAND, COURSE, COURSE_MEETING, course_of
from kapstok.reckon.matters import SETTLED as SETTLED_ON
from kapstok.reckon.meetings import PROPOSAL
from kapstok.reckon.outcomes import DONE, OUTCOME, POINTS, has_outcome
from kapstok.reckon.rows import Row, come, rows
from kapstok.reckon.votes import ACCLAIMED, ADOPTED, MANNER, REJECTED, UNANIMOUS, vote_on

_YES = (ADOPTED, DONE)
_SAME = {"open": ("open", "openstaand"), "afgerond": ("afgerond", "afgehandeld")}  # the same in two lists of choices
_LONGEST = 60  # letters of a title in a message


def votes_bear_out_the_result(facts: Facts) -> Iterator[Finding]:
    """The result is that of the votes: more for than against is adopted, a tie decides nothing.

    Slecht: uitslag: aangenomen met 6 stemmen voor en 10 tegen. Goed: uitslag: verworpen.
    """
    for item in facts.roles.items(OUTCOME):
        written, vote = facts.roles.value(item, OUTCOME), vote_on(item, facts.roles)
        if vote is None or not vote.parties or isinstance(written, Other) or written not in (*_YES, REJECTED):
            continue
        if vote.is_tie and written in _YES:
            hint = (
                "Bij even veel stemmen is niets aangenomen: schrijf aangehouden of verworpen, of verbeter de stemmen."
            )
        elif vote.is_tie or (written in _YES) == (vote.outcome == ADOPTED):
            continue
        else:
            hint = f"Schrijf {vote.outcome}, of verbeter de stemmen."
        message = f"Hier staat {written}, maar er is gestemd {vote.words}."
        yield Finding.at(role_place(facts, item, OUTCOME), "uitslag-stemmen", message, hint)


def the_manner_bears_out_the_votes(facts: Facts) -> Iterator[Finding]:
    """A unanimous vote has no votes on the other side, and nobody counts an acclamation.

    Slecht: stemwijze: unaniem, met 6 stemmen voor en 2 tegen. Goed: stemwijze: handopsteken.
    """
    for item in facts.roles.items(MANNER):
        vote = vote_on(item, facts.roles)
        if vote is None or not vote.parties:
            continue
        if vote.manner == UNANIMOUS and vote.in_favour and vote.against:
            message = f"Hier staat {UNANIMOUS}, maar er is gestemd {vote.words}."
            hint = "Schrijf handopsteken of hoofdelijk, of verbeter de stemmen."
        elif vote.manner == ACCLAIMED:
            message = f"Hier staat {ACCLAIMED}, maar er zijn stemmen geteld: {vote.words}."
            hint = "Haal de stemmen weg, of schrijf hoe er is geteld: handopsteken of hoofdelijk."
        else:
            continue
        yield Finding.at(role_place(facts, item, MANNER), "stemwijze-stemmen", message, hint)


def nobody_votes_who_was_not_there(facts: Facts) -> Iterator[Finding]:
    """A group has no more votes than it had members at the meeting, when those were counted.

    Slecht: fractie A met 8 stemmen, en 7 aanwezig bij opkomst. Goed: beide getallen zijn gelijk.
    """
    for item in facts.roles.items("stemmen"):
        outcome = facts.council.outcome(item) if has_outcome(item, facts.roles) else None
        if outcome is None or outcome.vote is None or outcome.meeting is None:
            continue
        turnout = facts.council.gathering(facts.model.items[outcome.meeting]).turnout
        there = {one.behalf.casefold(): one.present for one in turnout.delegations}
        for row, party in zip(rows(item, "stemmen", facts.roles), outcome.vote.parties, strict=True):
            present = there.get(party.name.casefold())
            if present is not None and party.voters > present:
                message = f"{_short(party.name)} bracht {party.voters} stemmen uit, maar er waren {present} leden."
                hint = "Verbeter de stemmen hier, of aanwezig bij de opkomst van de vergadering."
                yield Finding.at(_row_place(facts, item, row, "stem-fractie"), "stemmen-opkomst", message, hint)


def a_group_votes_once(facts: Facts) -> Iterator[Finding]:
    """A group stands once among the votes on a thing: twice it counts twice.

    Slecht: twee regels met fractie: Fractie A. Goed: een regel met alle stemmen van Fractie A.
    """
    for item in facts.roles.items("stemmen"):
        seen: dict[str, int] = {}
        for row in rows(item, "stemmen", facts.roles):
            name = row.text("stem-fractie")
            if name.casefold() in seen:
                message = f"{_short(name)} staat twee keer bij de stemmen en telt dus dubbel."
                hint = "Zet alle stemmen van een fractie op één regel en haal de andere weg."
                yield Finding.at(_row_place(facts, item, row, "stem-fractie"), "fractie-dubbel", message, hint)
            seen.setdefault(name.casefold(), row.index)


def meetings_follow_each_other(facts: Facts) -> Iterator[Finding]:
    """The next meeting is later and the former one earlier.

    Slecht: volgende: raad-2019-05-16 bij een vergadering van 20 juni 2019. Goed: volgende noemt een latere vergadering.
    """
    meetings = facts.council.meetings
    for meeting in meetings.all:
        own = meetings.moment(meeting)
        for role, code in (("volgende", "vergadering-volgende"), ("vorige", "vergadering-vorige")):
            later = role == "volgende"
            for key in facts.roles.refers(meeting, role):
                other = meetings.moment(facts.model.items[key])
                if own is None or other is None or (own.sort_key == other.sort_key and key != meeting.key):
                    continue
                if key == meeting.key or (other.sort_key > own.sort_key) != later:
                    named = "niet later" if later else "niet eerder"
                    message = f"{_named(facts, key)} ({other.text}) is {named} dan deze vergadering ({own.text})."
                    hint = f"Noem bij {role} een andere vergadering, of verbeter de datum van een van beide."
                    yield Finding.at(role_place(facts, meeting, role), code, message, hint)


def what_is_secret_is_not_public(facts: Facts) -> Iterator[Finding]:
    """What lies under secrecy that was not lifted is not for everybody to read.

    Slecht: geheimhouding zonder opgeheven_op op een contract met publicatie: openbaar. Goed: publicatie: vertrouwelijk.
    """
    for secret in facts.roles.items("geheim", "geheim-van"):
        begin, end = (facts.roles.value(secret, role) for role in ("geheim-van", "geheim-tot"))
        lifted = end is not None and come(end, facts.day)
        for key in facts.roles.refers(secret, "geheim") if come(begin, facts.day) and not lifted else ():
            item = facts.model.items[key]
            if item.publication == "openbaar":
                message = f"Dit is openbaar, maar er ligt geheimhouding op ({_short(secret.title)})."
                hint = f"Schrijf publicatie: vertrouwelijk, of zet in {secret.path} wanneer de geheimhouding ophield."
                yield Finding.at(role_place(facts, item, "publicatie"), "geheim-openbaar", message, hint)


def a_status_has_its_step(facts: Facts) -> Iterator[Finding]:
    """What was adopted, withdrawn or lapsed says when and by whom: a step of the decision making, or a result.

    Slecht: status: vastgesteld zonder besluitvorming. Goed: een stap met status, datum en orgaan.
    """
    for item in facts.roles.items(STATUS):
        status = facts.roles.text(item, STATUS)
        if status not in SETTLED | WITHDRAWN:
            continue
        step = next((row for row in rows(item, STEPS, facts.roles) if row.text(STATUS) == status), None)
        outcome = facts.council.outcome(item) if has_outcome(item, facts.roles) else None
        if step is None and not (outcome and outcome.day and facts.roles.value(item, OUTCOME)):
            message = f"Hier staat {status}, maar nergens wanneer en door wie."
            hint = f"Zet bij besluitvorming een stap met status: {status}, de datum en het orgaan."
            yield Finding.at(role_place(facts, item, STATUS), "status-zonder-stap", message, hint, Severity.WARNING)
        elif step is not None and status in SETTLED and not step.text(STEP_BODY) and not (outcome and outcome.body):
            message = f"Bij deze stap staat niet welk orgaan het besluit nam ({status})."
            hint = "Vul orgaan in, bijvoorbeeld: gemeenteraad."
            yield Finding.at(
                _row_place(facts, item, step, STATUS), "besluit-zonder-orgaan", message, hint, Severity.WARNING
            )


def the_status_is_that_of_the_last_step(facts: Facts) -> Iterator[Finding]:
    """The status is what the last step made it.

    Slecht: status: concept met als laatste stap vastgesteld. Goed: status: vastgesteld.
    """
    for item in facts.roles.items(STATUS, STEPS):
        status = facts.roles.text(item, STATUS)
        steps = [row for row in rows(item, STEPS, facts.roles) if come(row.values.get(STEP_DAY), facts.day)]
        if not status or not steps or (status in WITHDRAWN | SETTLED and status not in [r.text(STATUS) for r in steps]):
            continue  # the missing step was told above
        last = steps[-1]
        if last.text(STATUS) != status:
            message = f"Hier staat {status}, maar de laatste stap in de besluitvorming is {last.text(STATUS)}."
            hint = f"Schrijf status: {last.text(STATUS)}, of voeg de stap toe die er {status} van maakte."
            yield Finding.at(role_place(facts, item, STATUS), "status-stap", message, hint, Severity.WARNING)


def what_was_decided_is_no_concept(facts: Facts) -> Iterator[Finding]:
    """What was adopted or rejected is no concept any more.

    Slecht: status: concept met uitslag: aangenomen. Goed: status: vastgesteld.
    """
    for item in facts.roles.items(STATUS, OUTCOME):
        outcome, status = facts.council.outcome(item), facts.roles.text(item, STATUS)
        if status in OPEN and outcome.result in (*_YES, REJECTED):
            cure = "schrijf status: vastgesteld" if outcome.adopted else "haal status weg"
            message = f"Hier staat {status.replace('-', ' ')}, maar de uitslag is {outcome.result}."
            hint = f"Is er besloten, {cure}; anders haalt u uitslag weg."
            yield Finding.at(role_place(facts, item, STATUS), "status-uitslag", message, hint, Severity.WARNING)


def amendments_on_one_point_have_an_order(facts: Facts) -> Iterator[Finding]:
    """Of two adopted amendments on one point the last in the vote holds, so the order has to be known.

    Slecht: twee aangenomen amendementen op beslispunt 2 zonder stemvolgorde. Goed: stemvolgorde: 1 en stemvolgorde: 2.
    """
    for item in (i for i in facts.model.items.values() if is_proposal(i, facts.roles)):
        for clash in facts.council.decision(item).clashes:
            first, second = facts.model.items[clash.first], facts.model.items[clash.second]
            message = (
                f"Ook {_short(first.title)} is aangenomen en gaat over punt {clash.number}. Wat geldt, is niet te zien."
            )
            hint = f"Zet hier en in {first.path} stemvolgorde: het hoogste getal is het laatst in stemming en geldt."
            place = _place(facts, second, CHANGES, clash.row)
            yield Finding.at(place, "amendement-volgorde", message, hint, Severity.WARNING)


def a_new_point_has_a_new_number(facts: Facts) -> Iterator[Finding]:
    """A point that an amendment adds has a number that nothing else has: texts refer to it.

    Slecht: een nieuw beslispunt met nummer '2' terwijl er een 2 is. Goed: nummer: 1a, of het eerste vrije nummer.
    """
    for item in (i for i in facts.model.items.values() if is_proposal(i, facts.roles)):
        for key, index in facts.council.decision(item).doubles:
            amendment = facts.model.items[key]
            message = "Dit nummer heeft een ander beslispunt al."
            hint = "Kies een nummer dat vrij is, bijvoorbeeld met een letter erachter: 1a."
            place = _place(facts, amendment, CHANGES, index)
            yield Finding.at(place, "beslispunt-nummer-bestaat", message, hint, Severity.WARNING)


def no_point_names_one_that_was_struck_out(facts: Facts) -> Iterator[Finding]:
    """What was decided refers only to points that are still there.

    Slecht: punt 1b zegt "verslag te doen van 1a", en een aangenomen amendement schrapt 1a. Goed: het amendement wijzigt
    ook 1b.
    """
    for item in facts.roles.items(POINTS):
        decision = facts.council.decision(item)
        struck = [facts.model.items[key] for key in decision.lapsed]
        for point in decided_points(decision.points) if decision.outcome.adopted else ():
            named = next((one for one in struck if names_point(point.text, one.number)), None)
            if named is not None:
                message = f"Punt {point.number} noemt punt {named.number}, en dat is door een amendement vervallen."
                hint = "Laat het amendement ook dit punt wijzigen, of haal de verwijzing uit de tekst."
                yield Finding.at(_of_point(facts, point), "beslispunt-vervallen", message, hint, Severity.WARNING)


def _of_point(facts: Facts, point: Point) -> Place:
    """Where the text of a point stands: in the proposal, or in the amendment that gave it."""
    if point.by is not None:
        return role_place(facts, facts.model.items[point.by], CHANGES)
    assert point.item is not None  # what no amendment added, the proposal did
    item = facts.model.items[point.item]
    return field_place(facts.model, item, facts.roles.kind(item).title_field)


def an_amendment_changes_its_own_proposal(facts: Facts) -> Iterator[Finding]:
    """An amendment changes points of the proposal that it belongs to.

    Slecht: raadsvoorstel: a met een beslispunt van raadsvoorstel b. Goed: een beslispunt van a.
    """
    for item in facts.roles.items(PROPOSAL, CHANGES):
        own = facts.roles.refers(item, PROPOSAL)
        for row in rows(item, CHANGES, facts.roles):
            point = facts.model.items.get(target) if isinstance(target := row.values.get("wijzigt-punt"), Key) else None
            if point is not None and own and point.parent != own[0]:
                message = f"Dit beslispunt is niet van {_named(facts, own[0])}."
                hint = f"Noem een beslispunt dat met {own[0].id}. begint, of verander raadsvoorstel."
                yield Finding.at(
                    _row_place(facts, item, row, "wijzigt-punt"), "amendement-ander-voorstel", message, hint
                )


def what_is_done_is_not_open(facts: Facts) -> Iterator[Finding]:
    """What has a day on which it was done, is not filled in as still open, and was not done before it was agreed.

    Slecht: voortgang_actie: open met afgedaan_op: 1 mei 2022. Goed: alleen afgedaan_op, de stand volgt daaruit.
    """
    for item in facts.roles.items(SETTLED_ON):
        settled, by_hand = facts.roles.moment(item, SETTLED_ON), facts.roles.value(item, BY_HAND)
        if settled is None:
            continue
        if by_hand in ("open", "openstaand", "niet behandeld"):
            message = f"Hier staat {by_hand}, maar het is afgedaan op {settled.text}."
            yield Finding.at(
                role_place(facts, item, BY_HAND), "stand-afgedaan", message, "Haal deze regel weg.", Severity.WARNING
            )
        made = facts.council.matter(item).made
        if made and made.earliest and settled.latest and settled.latest < made.earliest:
            message = f"Dit is afgedaan op {settled.text}, voordat het is afgesproken ({made.text})."
            hint = "Verbeter afgedaan_op, of de dag van de afspraak."
            yield Finding.at(role_place(facts, item, SETTLED_ON), "afgedaan-te-vroeg", message, hint, Severity.WARNING)


def the_course_says_what_the_progress_says(facts: Facts) -> Iterator[Finding]:
    """What was filled in about the progress is what the last meeting noted: one question has one answer.

    Slecht: voortgang_actie: open, met verloop dat eindigt op afgerond. Goed: voortgang_actie weglaten.
    """
    for item in facts.roles.items(COURSE):
        written, course = facts.roles.value(item, BY_HAND), course_of(item, facts.roles, facts.council.meetings)
        if written is not None and course and str(written) not in _SAME.get(course[-1].state, (course[-1].state,)):
            message = f"Hier staat {_short(str(written))}, maar in de laatste vergadering was het {course[-1].state}."
            hint = "Haal dit veld weg; verloop zegt hoe het staat. Of verbeter de laatste stap van verloop."
            yield Finding.at(role_place(facts, item, BY_HAND), "verloop-voortgang", message, hint)


def a_meeting_tells_once_how_it_stands(facts: Facts) -> Iterator[Finding]:
    """A matter has one state per meeting, and only at meetings after the one where it was agreed.

    Slecht: verloop noemt de vergadering van 16 mei 2019 twee keer. Goed: een stap per vergadering.
    """
    meetings = facts.council.meetings
    for item in facts.roles.items(COURSE):
        seen: set[Key] = set()
        own = meetings.of_part(item)
        for step in course_of(item, facts.roles, meetings):
            title = _short(step.meeting.title)
            if step.meeting.key in seen:
                message, hint = f"{title} staat twee keer in verloop.", "Houd één stap per vergadering over."
                yield Finding.at(_row_place(facts, item, step.row, COURSE_MEETING), "verloop-dubbel", message, hint)
            elif own is not None and meetings.sort_key(step.meeting) <= meetings.sort_key(own):
                message = f"{title} is niet later dan de vergadering waarin dit is afgesproken."
                hint = "Noem in verloop alleen latere vergaderingen, of verbeter de datum van die vergadering."
                yield Finding.at(_row_place(facts, item, step.row, COURSE_MEETING), "verloop-volgorde", message, hint)
            seen.add(step.meeting.key)


def what_is_decided_leans_on_adopted_sources(facts: Facts) -> Iterator[Finding]:
    """What was adopted does not lean on a source that nobody has adopted yet.

    Slecht: status: vastgesteld met een bron met stand: nog-niet-vastgesteld. Goed: stel eerst de bron vast.
    """
    loose = {
        i.key for i in facts.roles.items("bronstand") if facts.roles.value(i, "bronstand") == "nog-niet-vastgesteld"
    }
    for reference in facts.model.references if loose else ():
        item = facts.model.items[reference.source]
        if (
            reference.target in loose
            and not reference.in_prose
            and facts.council.adoption(_whole(facts, item)).in_force
        ):
            source = facts.model.items[reference.target]
            message = f"Dit is vastgesteld, maar steunt op {_short(source.title)}, en die bron is dat nog niet."
            hint = f"Is de bron inmiddels vastgesteld, zet dat dan in {source.path}; haal anders de verwijzing weg."
            place = value_place(facts.model, item, reference.field)
            yield Finding.at(place, "bron-niet-vastgesteld", message, hint, Severity.WARNING)


def _named(facts: Facts, key: Key) -> str:
    return _short(facts.model.items[key].title)


def _short(text: str) -> str:
    return cut(text, _LONGEST)


def _whole(facts: Facts, item: Item) -> Item:
    while item.parent is not None and item.parent in facts.model.items:
        item = facts.model.items[item.parent]
    return item


def _place(facts: Facts, item: Item, role: str, *more: str | int) -> Place:
    names = [name for name in facts.roles.kind(item).fields_with_role(role) if name in item.fields]
    return value_place(facts.model, item, *names[:1], *more)


def _row_place(facts: Facts, item: Item, row: Row, role: str) -> Place:
    """Where the value with a role stands in a row of a list."""
    return value_place(facts.model, item, row.field, row.index, row.names[role])


COUNCIL = (
    votes_bear_out_the_result,
    the_manner_bears_out_the_votes,
    nobody_votes_who_was_not_there,
    a_group_votes_once,
    meetings_follow_each_other,
    what_is_secret_is_not_public,
    a_status_has_its_step,
    the_status_is_that_of_the_last_step,
    what_was_decided_is_no_concept,
    amendments_on_one_point_have_an_order,
    a_new_point_has_a_new_number,
    no_point_names_one_that_was_struck_out,
    an_amendment_changes_its_own_proposal,
    what_is_done_is_not_open,
    the_course_says_what_the_progress_says,
    a_meeting_tells_once_how_it_stands,
    what_is_decided_leans_on_adopted_sources,
    who_may_respond_knows_until_when_how_and_where,
)
