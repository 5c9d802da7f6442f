"""What lapsed is marked or left out everywhere alike: one fact for pages, papers, trees and budgets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from workbench import building, copy_base, good_model, shipped_kinds, write

from kapstok.core.model import Key
from kapstok.reckon.door import Facts, reckon

DAY = date(2026, 7, 1)
STEPS = "besluitvorming:\n  - {status: vastgesteld, datum: 1 mei 2025}\n  - {status: ingetrokken, datum: 3 juni 2026}\n"
TASK = "nummer: '1'\ntitel: Meedoen\n"


def facts_of(files: dict[str, str], day: date = DAY) -> Facts:
    return reckon(good_model(files), shipped_kinds(), day)


def test_a_lapse_says_since_when_and_by_what() -> None:
    files = {
        "opgaven/a.yaml": TASK + f"status: ingetrokken\n{STEPS}vervangen_door: opgave:b\n",
        "opgaven/b.yaml": TASK.replace("'1'", "'2'"),
    }
    facts = facts_of(files)
    assert list(facts.lapses) == [Key(kind="opgave", id="a")]
    lapse = facts.lapses[Key(kind="opgave", id="a")]
    assert (lapse.words, lapse.heir) == ("ingetrokken (3 juni 2026)", Key(kind="opgave", id="b"))
    assert next((g.field, g.value) for g in lapse.grounds) == ("status", "ingetrokken")


def test_what_is_withdrawn_later_still_holds_today() -> None:
    files = {"opgaven/a.yaml": TASK + f"status: ingetrokken\n{STEPS}"}
    assert facts_of(files, date(2026, 6, 2)).lapses == {}
    assert len(facts_of(files, date(2026, 6, 3)).lapses) == 1


def test_a_part_lapses_with_its_whole() -> None:
    line = "regels:\n  - {id: een, titel: R, hangt_aan: 'opgave:a', bedrag: 1, soort: lasten, stand: begroot}\n"
    budget = f"titel: B\njaar: 2026\nsoort: begroting\n{line}"
    files = {"opgaven/a.yaml": TASK, "begroting/k.yaml": budget + "status: vervallen\n", "begroting/l.yaml": budget}
    lapses = facts_of(files).lapses
    assert {key.id: lapse.whole for key, lapse in lapses.items()} == {
        "k": None,
        "k.een": Key(kind="begroting", id="k"),
    }


def test_a_lapsed_goal_is_marked_in_the_tree_the_lists_and_the_papers_alike(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    goal = "nummer: '9'\ntitel: Verouderd doel\nopgave: meedoen\npublicatie: openbaar\nstatus: vervallen\n"
    goal += "besluitvorming: [{status: vervallen, datum: 1 mei 2024, orgaan: gemeenteraad}]\n"
    plan = "titel: Jaarplan 2026\njaar: 2026\npublicatie: openbaar\n"
    write(root, {"agenda/doelen/oud.yaml": goal, "agenda/jaarplannen/j.yaml": plan})
    with building(root) as build:
        pages = {page.address: page.markdown for page in build._pages()}
        papers = {draft.planned.stem: draft.paper.markdown for draft in build.drafts()}
        assert build.findings == []
    tree = next(text for address, text in pages.items() if "boom" in address)
    assert "Verouderd doel (vervallen)" in " ".join(tree.split())
    listed = pages["doelen/"]
    assert listed.index("Verouderd doel") > listed.index("Geldt niet meer")
    assert "Verouderd doel (vervallen)" in papers["beleidsagenda-agenda"]
    assert "Verouderd doel" not in papers["jaarplan-j"]
    assert "2 doelen, 1 activiteit" in pages[""]
    assert "Verouderd doel" not in pages["nog-te-bepalen/"]
