"""`kapstok vaststellen`: what was adopted is kept to the byte, and everything that goes against that is told."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from papers import word_text
from papers_git import NOTE, built, change, codes, commit, contents, freeze, papers, workspace
from workbench import write

from kapstok.cli import main

TASK = "agenda/opgaven/meedoen.yaml"
GOAL = "agenda/doelen/werk-naar-vermogen.yaml"
ITEM = "opgave:meedoen"


def adopted(folder: Path, files: dict[str, str] | None = None) -> Path:
    """A workspace in which the task is adopted, but not kept yet."""
    root = workspace(folder, files)
    change(
        root,
        TASK,
        "nummer:",
        "status: vastgesteld\n"
        "besluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]\nnummer:",
    )
    commit(root, "2026-03-05")
    return root


def kept(folder: Path) -> tuple[Path, dict[str, bytes]]:
    """A workspace with a kept paper, and the bytes of its files by name."""
    root = adopted(folder)
    findings, written = freeze(root, ITEM)
    assert findings == []
    commit(root, "2026-04-02")
    return root, {path.name: path.read_bytes() for path in written}


def test_a_paper_is_kept_with_a_record_that_can_be_checked(tmp_path: Path) -> None:
    _, files = kept(tmp_path)
    assert sorted(files) == [f"{NOTE}.docx", f"{NOTE}.json", f"{NOTE}.pdf"]
    record = json.loads(files[f"{NOTE}.json"])
    for name in (f"{NOTE}.docx", f"{NOTE}.pdf"):
        said = record["bestanden"][name]
        assert said == {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    assert (record["datum"], record["orgaan"], record["onderdeel"]) == ("2026-04-02", "de raad", ITEM)
    assert (record["status"], record["uitgave"], record["publiek"]) == ("vastgesteld", 1, "inwoners")
    assert ITEM in record["gebruikt"]
    assert "Vastgesteld op 2 april 2026 door de raad." in word_text(files[f"{NOTE}.docx"])
    assert "Besluit van 2 april 2026" in word_text(files[f"{NOTE}.docx"])
    assert f"(commit {record['commit']})" in word_text(files[f"{NOTE}.docx"])


def test_later_builds_publish_the_very_bytes(tmp_path: Path) -> None:
    root, files = kept(tmp_path)
    write(root, {"templates/stuk/opgave.md.j2": "# Heel anders\n\n{{ ding.omschrijving | proza }}\n"})
    change(root, "agenda/agenda.yaml", "status: concept", "status: concept\nhuisstijl:\n  kleuren: {hoofd: '#1d4f60'}")
    commit(root, "2026-05-01")
    for audience in ("inwoners", "bestuur"):
        made = papers(root, audience=audience, day=date(2027, 1, 1))
        for suffix in ("docx", "pdf"):
            assert made[f"{NOTE}.{suffix}"] == files[f"{NOTE}.{suffix}"]


def test_a_later_change_of_the_sources_offers_a_new_edition(tmp_path: Path) -> None:
    root, files = kept(tmp_path)
    text = (root / TASK).read_text(encoding="utf-8")
    (root / TASK).write_text("# een opmerking\n" + text, encoding="utf-8")
    commit(root, "2026-05-01")
    assert codes(built(root).findings) == []  # nothing that the paper takes has changed
    change(root, TASK, "Iedereen", "Elke inwoner")
    commit(root, "2026-05-02")
    made = built(root)
    (finding,) = made.findings
    assert (finding.path, finding.code, str(finding.severity)) == (TASK, "vastgesteld-gewijzigd", "warning")
    assert ITEM in finding.message
    assert f"kapstok vaststellen {ITEM} --stuk opgave --nieuwe-versie" in finding.hint
    assert contents(made)[f"{NOTE}.pdf"] == files[f"{NOTE}.pdf"]


def test_a_new_edition_stands_beside_the_old_one(tmp_path: Path) -> None:
    root, files = kept(tmp_path)
    change(root, TASK, "Iedereen", "Elke inwoner")
    commit(root, "2026-05-02")
    assert codes(freeze(root, ITEM)[0]) == ["vaststellen-bestaat"]
    findings, written = freeze(root, ITEM, again=True, day=date(2026, 6, 1))
    assert findings == []
    assert sorted(path.name for path in written) == [f"{NOTE}-v2.docx", f"{NOTE}-v2.json", f"{NOTE}-v2.pdf"]
    commit(root, "2026-06-01")
    made = papers(root)
    assert made[f"{NOTE}.pdf"] == files[f"{NOTE}.pdf"]
    assert made[f"{NOTE}-v2.pdf"] != files[f"{NOTE}.pdf"]
    text = word_text(made[f"{NOTE}-v2.docx"])
    assert "Elke inwoner" in text
    assert "Vastgesteld op 1 juni 2026 door de raad, uitgave 2." in text


@pytest.mark.parametrize("harm", ["pdf", "docx", "json", "gone"])
def test_a_damaged_paper_stops_the_build(tmp_path: Path, harm: str) -> None:
    root, _ = kept(tmp_path)
    name = f"{NOTE}.{'pdf' if harm == 'gone' else harm}"
    file = root / "vastgesteld" / name
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-20])
    (finding,) = [f for f in built(root).findings if f.code == "vastgesteld-beschadigd"]
    assert str(finding.severity) == "error"
    assert finding.path.startswith(f"vastgesteld/{NOTE}.")
    assert main(["check", "--workspace", str(root)]) == 1


def test_what_is_not_adopted_is_refused_at_its_status(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root, TASK, "nummer:", "status: concept\nnummer:")
    commit(root, "2026-03-05")
    ((finding,), written) = freeze(root, ITEM)
    assert (finding.path, finding.line, finding.column, finding.code) == (TASK, 1, 9, "vaststellen-status")
    assert written == []
    assert not (root / "vastgesteld").exists()


def test_every_concept_that_it_leans_on_is_told(tmp_path: Path) -> None:
    root = adopted(tmp_path)
    for path in (GOAL, "agenda/effecten/inwoners-doen-mee.yaml"):
        change(root, path, "publicatie:", "status: ter-inzage\npublicatie:")
    commit(root, "2026-03-06")
    findings, written = freeze(root, ITEM)
    assert [(f.path, f.code) for f in findings] == [
        (GOAL, "stuk-leunt-op-concept"),
        ("agenda/effecten/inwoners-doen-mee.yaml", "stuk-leunt-op-concept"),
    ]
    assert written == []


def test_an_open_value_is_refused(tmp_path: Path) -> None:
    template = "---\nvan: activiteit\n---\n# Kosten\n\n{{ ding.kosten.bedrag }}\n"
    root = workspace(tmp_path, {"templates/stuk/plan.md.j2": template})
    file = root / "agenda/activiteiten/buurtmaaltijd.yaml"
    text = (
        "titel: Buurtmaaltijd\nvoortgang: gestart\npublicatie: openbaar\nstatus: vastgesteld\n"
        "besluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]\nkosten:\n  bedrag: PM\n"
    )
    file.write_text(text, encoding="utf-8")
    commit(root, "2026-03-06")
    findings, _ = freeze(root, "activiteit:buurtmaaltijd")
    assert codes(findings) == ["vaststellen-open-waarde"]
    assert "PM" in findings[0].message


def test_a_paper_that_says_that_something_is_still_to_come_is_refused(tmp_path: Path) -> None:
    template = "# Besluit\n\nBesloten op {{ '(datum nog in te vullen)' | nog_open }}.\n"
    root = adopted(tmp_path, {"templates/stuk/opgave.md.j2": template})
    findings, written = freeze(root, ITEM)
    assert codes(findings) == ["vaststellen-open-waarde"]
    assert "‘(datum nog in te vullen)’" in findings[0].message
    assert written == []


def test_what_is_not_committed_hidden_or_unknown_is_refused(tmp_path: Path) -> None:
    root = adopted(tmp_path)
    assert codes(freeze(root, "opgave:medoen")[0]) == ["vaststellen-onbekend"]
    assert freeze(root, "opgave:medoen")[0][0].hint == "Bedoelde u opgave:meedoen?"
    assert codes(freeze(root, ITEM, paper="opgav")[0]) == ["vaststellen-geen-stuk"]
    change(root, TASK, "Iedereen", "Elke inwoner")
    assert codes(freeze(root, ITEM)[0]) == ["vaststellen-niet-in-git"]
    change(root, TASK, "publicatie: openbaar", "publicatie: intern")
    commit(root, "2026-03-06")
    assert codes(freeze(root, ITEM)[0]) == ["vaststellen-niet-zichtbaar"]
    assert freeze(root, ITEM, audience="bestuur")[0] == []
    change(root, TASK, "publicatie: intern", "publicatie: openbaar")
    commit(root, "2026-03-07")
    assert f"{NOTE}.pdf" not in contents(built(root))  # its bytes were for other eyes, and it is never made anew


def test_a_paper_that_nobody_adopts_is_not_kept(tmp_path: Path) -> None:
    text = "---\nvan: opgave\nstatus: geen\n---\n# Kop\n\nTekst.\n"
    root = adopted(tmp_path, {"templates/stuk/lijst.md.j2": text})
    assert codes(freeze(root, ITEM, paper="lijst")[0]) == ["vaststellen-geen-status"]
    findings, written = freeze(root, ITEM, paper="opgave")
    assert (findings, len(written)) == ([], 3)


def test_without_a_name_the_papers_are_kept_that_somebody_adopts(tmp_path: Path) -> None:
    text = "---\nvan: opgave\nstatus: geen\n---\n# Kop\n\nTekst.\n"
    root = adopted(tmp_path, {"templates/stuk/lijst.md.j2": text})
    findings, written = freeze(root, ITEM, paper="")
    assert findings == []
    assert len(written) == 3
    assert not any(path.name.startswith("lijst") for path in written)


def test_withdrawn_after_adoption_leaves_the_record_and_no_download(tmp_path: Path) -> None:
    root, _ = kept(tmp_path)
    step = "{status: ingetrokken, datum: 1 mei 2026}"
    change(root, TASK, "status: vastgesteld\n", "status: ingetrokken\n")
    change(root, TASK, "orgaan: gemeenteraad}]", f"orgaan: gemeenteraad}}, {step}]")
    commit(root, "2026-05-01")
    made = built(root)
    assert set(codes(made.findings)) == {"hangt-aan-vervallen"}, "the goals hang under what was withdrawn"
    assert f"{NOTE}.pdf" not in contents(made)
    (root / TASK).unlink()
    assert "vastgesteld-zonder-onderdeel" in codes(built(root).findings)


def test_the_command_tells_what_it_wrote_or_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = adopted(tmp_path)
    call = ["vaststellen", ITEM, "--workspace", str(root), "--orgaan", "de raad", "--datum", "2026-04-02"]
    assert main(call) == 0
    assert f"Vastgelegd: vastgesteld/{NOTE}.pdf" in capsys.readouterr().err
    assert main(call) == 1
    said = capsys.readouterr()
    assert "vaststellen-bestaat" in said.out
    assert "Er is niets vastgelegd." in said.err
