"""Papers as the engine plans, dates, lays out and withholds them, in a workspace with its own git history."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT
from papers import pdf_text, word_text
from papers_git import NOTE, built, change, codes, commit, contents, papers, workspace
from workbench import places, write

GOAL = "agenda/doelen/werk-naar-vermogen.yaml"
TASK = "agenda/opgaven/meedoen.yaml"

DECIDED = "besluitvorming: [{status: vastgesteld, datum: 1 mei 2025, orgaan: gemeenteraad}]"


# --- several papers of one item, and of the whole agenda ---


@pytest.mark.langzaam
def test_a_template_makes_a_paper_of_another_kind_under_its_own_name(tmp_path: Path) -> None:
    root = workspace(
        tmp_path,
        {
            "templates/stuk/opgavebrief.md.j2": "---\nvan: opgave\nsoort: Brief\n---\n# Brief\n\nBeste lezer.\n",
            "templates/stuk/doelenlijst.md.j2": (
                "---\nvan: beleidsagenda\ntitel: Alle doelen\nsoort: Lijst\nstatus: geen\n---\n"
                "{% for doel in alle('doel') %}\n- {{ doel.titel }}\n{% endfor %}\n"
            ),
            "templates/pagina/opgave.md.j2": (
                "# {{ ding.titel }}\n\n{% for s in ding | stukken %}\n"
                "- {{ s.soort }} / {{ s.titel }} / {{ s.status }} / {{ s.dag }} / {{ s.vormen[1][1] }}\n{% endfor %}\n"
            ),
        },
    )
    made = built(root, parts=("documents", "site"))
    assert made.findings == ()
    files = {o.path: o.content for o in made.outputs}
    names = {path for path in files if path.startswith("stukken/")}
    assert names == {
        f"stukken/{name}.{suffix}"
        for name in ("beleidsagenda-agenda", "doelenlijst-agenda", NOTE, "opgavebrief-meedoen")
        for suffix in ("docx", "pdf")
    }
    page = files["opgaven/meedoen/index.html"]
    assert isinstance(page, bytes)
    assert "Brief / Meedoen /  / 1 maart 2026 / stukken/opgavebrief-meedoen.pdf" in page.decode()
    assert docx.Document(io.BytesIO(contents(made)["doelenlijst-agenda.docx"])).core_properties.title == "Alle doelen"


@pytest.mark.parametrize(
    ("when", "there"),
    [
        ("veranderopgave", False),
        ("omschrijving", True),
        ("[contract, motie]", False),
        ("[contract, doel]", True),
        ("[doel.samenvatting]", False),
        ("[doel.opgave]", True),
    ],
)
def test_a_paper_is_made_when_its_condition_holds(tmp_path: Path, when: str, there: bool) -> None:
    root = workspace(tmp_path, {"templates/stuk/extra.md.j2": f"---\nvan: opgave\nals: {when}\n---\n# Kop\n\nTekst.\n"})
    assert ("extra-meedoen.pdf" in papers(root)) is there


def test_a_wrong_head_is_a_finding_at_its_own_place(tmp_path: Path) -> None:
    root = workspace(
        tmp_path / "een", {"templates/stuk/extra.md.j2": "---\nvan: opgave\nals: [doel.opgav]\n---\n# Kop\n"}
    )
    (finding,) = built(root).findings
    assert (finding.code, finding.hint) == ("stuk-sjabloon", "Bedoelde u opgave?")
    head = "---\nvan: opgave\nals: omschrijvin\nligend: true\n---\n# Kop\n"
    root = workspace(tmp_path, {"templates/stuk/extra.md.j2": head})
    made = built(root)
    path = "templates/stuk/extra.md.j2"
    assert places(made.findings) == [(path, 3, 6, "stuk-sjabloon"), (path, 4, 9, "stuk-sjabloon")]
    assert [f.hint for f in made.findings] == ["Bedoelde u omschrijving?", "Bedoelde u liggend?"]


# --- headings as data ---

PARTS = (
    "{% macro waarom(kop) %}\n# {{ kop }}\n\n{{ ding.omschrijving | proza }}\n\n{% endmacro %}\n"
    "{% macro naam(kop) %}\n# {{ kop }}\n\n{{ ding.titel }}\n\n{% endmacro %}\n"
)
LOOP = (
    "{% import 'stuk/_delen.md.j2' as d with context %}\n"
    "{% for deel in koppen('opgave') %}\n{{ d[deel.deel](deel.kop) }}\n{% endfor %}\n"
)


def with_headings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str) -> Path:
    """A workspace whose package brings headings for the paper, and that has `own` ones over them."""
    shipped = tmp_path / "pakket" / "templates"
    write(shipped, {"stuk/koppen.yaml": "opgave:\n  - {deel: waarom, kop: Waarom}\n  - {deel: naam, kop: Naam}\n"})
    root = workspace(tmp_path, {"templates/stuk/_delen.md.j2": PARTS, "templates/stuk/opgave.md.j2": LOOP})
    if own:
        write(root, {"templates/stuk/koppen.yaml": own})
    commit(root, "2026-03-02") if own else None
    (shipped / "stijl").symlink_to(Path(__file__).parents[1] / "templates" / "stijl")
    folders = [root / "templates", shipped]
    monkeypatch.setattr("kapstok.core.workspace.Workspace.template_folders", lambda self: folders)
    return root


def headings(data: bytes) -> list[str]:
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    return [p.text for p in paragraphs if p.style and (p.style.name or "").startswith("Heading")]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", ["Waarom", "Naam"]),
        ("opgave:\n  - {deel: naam, kop: Hoe het heet}\n  - {deel: waarom}\n", ["Hoe het heet", "Waarom"]),
        ("opgave:\n  - {deel: naam}\n", ["Naam", "Waarom"]),
        ("opgave:\n  - {deel: naam, weg: true}\n", ["Waarom"]),
    ],
)
def test_a_workspace_changes_headings_and_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, expected: list[str]
) -> None:
    root = with_headings(tmp_path, monkeypatch, own)
    assert headings(papers(root)[f"{NOTE}.docx"]) == expected


def test_an_unknown_part_or_paper_is_a_finding_with_the_nearest_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "opgave:\n  - {deel: warom, kop: Reden}\n  - {deel: naam}\n  - {deel: naam}\nopgav: []\n"
    made = built(with_headings(tmp_path, monkeypatch, own))
    path = "templates/stuk/koppen.yaml"
    assert places(made.findings) == [
        (path, 2, 12, "kop-deel-onbekend"),
        (path, 4, 12, "kop-deel-dubbel"),
        (path, 5, 1, "kop-stuk-onbekend"),
    ]
    assert [f.hint for f in made.findings[::2]] == ["Bedoelde u waarom?", "Bedoelde u opgave?"]


def test_headings_are_numbered_down_to_the_level_that_is_asked(tmp_path: Path) -> None:
    text = (
        "---\nnummering: 2\n---\n# Een\n\n## Deel\n\n### Los\n\n# Slot {.ongenummerd}\n\n# Twee\n\n## Deel\n\nTekst.\n"
    )
    made = papers(workspace(tmp_path, {"templates/stuk/opgave.md.j2": text}))
    assert headings(made[f"{NOTE}.docx"]) == ["1 Een", "1.1 Deel", "Los", "Slot", "2 Twee", "2.1 Deel"]


def test_a_list_of_norms_that_two_assignments_name_is_one_place_in_the_paper(tmp_path: Path) -> None:
    name = "agenda/ontwikkelopdrachten/nog-eens.yaml"
    text = "nummer: '6.10'\ntitel: Nog eens\npublicatie: openbaar\nkaderlijsten: [kader-inkoop]\nopdracht: Werk uit.\n"
    made = papers(workspace(tmp_path, {name: text}))["beleidsagenda-agenda.docx"]
    title = docx.Document(io.BytesIO(made)).element.xml.count('w:name="kaderlijst-kader-inkoop"')
    assert (title, headings(made).count("Kader inkoop")) == (1, 2)


# --- where a paper comes from ---


def test_a_paper_names_its_own_last_commit_in_the_text_and_in_the_metadata(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root, TASK, "Iedereen", "Elke inwoner")
    digest = commit(root, "2026-03-05")
    made = papers(root)
    word, pdf = made[f"{NOTE}.docx"], made[f"{NOTE}.pdf"]
    said = f"De bronnen van dit stuk zijn het laatst gewijzigd op 5 maart 2026 (commit {digest})."
    assert said in word_text(word)
    assert said in " ".join(pdf_text(pdf, tmp_path).split())
    properties = docx.Document(io.BytesIO(word)).core_properties
    assert digest in properties.identifier
    assert f"commit: {digest}" in properties.keywords
    assert (properties.created.date() if properties.created else None) == date(2026, 3, 5)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert f"commit: {digest}" in str(document.docinfo["/Keywords"])
        assert "peildatum: 2026-03-05" in str(document.docinfo["/Keywords"])


def test_other_peoples_commits_leave_a_paper_as_it_is(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    first = papers(root)
    change(root, GOAL, "Werk is meer", "Werk betekent meer")  # the text links to this goal, and takes nothing from it
    commit(root, "2026-03-09")
    second = papers(root)
    assert {n: second[n] for n in second if n.startswith(NOTE)} == {n: first[n] for n in first if n.startswith(NOTE)}
    assert second["beleidsagenda-agenda.pdf"] != first["beleidsagenda-agenda.pdf"]


@pytest.mark.parametrize(("path", "more"), [(TASK, "\nsamenvatting: Samen\n"), ("templates/stuk/opgave.md.j2", "\n")])
def test_a_commit_on_its_own_sources_changes_a_paper(tmp_path: Path, path: str, more: str) -> None:
    root = workspace(tmp_path)
    first = papers(root)
    (root / path).write_text((root / path).read_text(encoding="utf-8") + more, encoding="utf-8")
    commit(root, "2026-03-09")
    assert papers(root)[f"{NOTE}.pdf"] != first[f"{NOTE}.pdf"]


def test_the_peildatum_of_the_build_stands_there_when_it_was_given_or_used(tmp_path: Path) -> None:
    text = "# Nu\n\nOp {{ peildatum | dag }} liep dit.\n"
    root = workspace(tmp_path, {"templates/stuk/nu.md.j2": "---\nvan: opgave\n---\n" + text})
    given = word_text(papers(root, day=date(2026, 11, 1))[f"{NOTE}.docx"])
    assert "Peildatum: 1 november 2026." in given
    assert "1 maart 2026" in given  # the day of the paper itself
    change(root, GOAL, "Werk is meer", "Werk betekent meer")
    commit(root, "2026-03-09")
    made = papers(root)
    assert "Peildatum: 1 maart 2026." in word_text(made[f"{NOTE}.docx"])
    assert "Peildatum: 9 maart 2026." in word_text(made["nu-meedoen.docx"])


def test_a_change_that_is_not_committed_is_told(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root, TASK, "Iedereen", "Elke inwoner")
    assert "niet in git is vastgelegd" in word_text(papers(root)[f"{NOTE}.docx"])


def test_without_git_a_paper_has_the_peildatum_and_no_commit(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / ".git").rename(tmp_path / "weg")
    text = word_text(papers(root)[f"{NOTE}.docx"])
    assert "Peildatum: 15 januari 2026." in text
    assert "commit" not in text


# --- who may have it, and whether it still counts ---


def test_a_paper_for_inside_says_so_on_every_page(tmp_path: Path) -> None:
    long = "# Kop\n\n{% for n in range(60) %}Regel {{ n }}.\n\n{% endfor %}\n"
    root = workspace(tmp_path, {"templates/stuk/opgave.md.j2": long})
    for audience, mark in (("bestuur", "INTERN – bestuur"), ("besloten", "VERTROUWELIJK")):
        made = papers(root, audience=audience)
        pages = pdf_text(made[f"{NOTE}.pdf"], tmp_path).rstrip("\f").split("\f")
        assert len(pages) > 1
        assert all(mark in page for page in pages)
        section = docx.Document(io.BytesIO(made[f"{NOTE}.docx"])).sections[0]
        for header in (section.header, section.first_page_header):
            assert mark in header.paragraphs[0].text
    assert "INTERN" not in pdf_text(papers(root)[f"{NOTE}.pdf"], tmp_path)


def test_what_is_confidential_has_no_public_paper(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root, TASK, "publicatie: openbaar", "publicatie: vertrouwelijk")
    commit(root, "2026-03-09")
    assert f"{NOTE}.pdf" not in contents(built(root))
    assert f"{NOTE}.pdf" not in contents(built(root, audience="bestuur"))
    assert f"{NOTE}.pdf" in contents(built(root, audience="besloten"))


@pytest.mark.parametrize("status", ["ingetrokken", "vervallen"])
@pytest.mark.langzaam
def test_what_was_withdrawn_keeps_its_page_and_loses_its_papers(tmp_path: Path, status: str) -> None:
    root = workspace(tmp_path)
    step = f"besluitvorming: [{{status: {status}, datum: 1 maart 2026}}]"
    change(root, TASK, "nummer:", f"status: {status}\n{step}\nnummer:")
    commit(root, "2026-03-09")
    made = built(root, parts=("documents", "site"))
    assert {f.code for f in made.findings} == {"hangt-aan-vervallen"}, "goals still hang under it"
    files = contents(made)
    assert f"{NOTE}.pdf" not in files
    pages = {
        o.path: o.content.decode() for o in made.outputs if isinstance(o.content, bytes) and o.path.endswith("html")
    }
    since = f">{status.capitalize()}.</strong> Dit onderwerp geldt niet meer sinds 1 maart 2026."
    assert since in pages["opgaven/meedoen/index.html"]
    assert "Er zijn geen stukken meer van te downloaden." in pages["opgaven/meedoen/index.html"]
    listed = pages["downloads/index.html"].partition('id="ingetrokken"')[2]
    assert "opgaven/meedoen/" in listed.partition("<h2")[0]


def test_an_adopted_paper_may_not_lean_on_a_concept(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root, TASK, "nummer:", f"status: vastgesteld\n{DECIDED}\nnummer:")
    change(root, GOAL, "nummer:", "status: concept\nnummer:")
    commit(root, "2026-03-09")
    (finding,) = built(root).findings
    assert (finding.path, finding.code) == (TASK, "stuk-leunt-op-concept")
    assert f"Inwoners werken naar vermogen ({GOAL})" in finding.message
    change(root, GOAL, "status: concept", f"status: vastgesteld\n{DECIDED}")
    commit(root, "2026-03-10")
    assert codes(built(root).findings) == []


# --- lying on its side ---


def test_a_landscape_paper_lies_on_its_side_with_header_and_footer(tmp_path: Path) -> None:
    text = "---\nliggend: true\n---\n# Kop\n\n| A | B |\n| --- | --- |\n" + "| een | twee |\n" * 60
    made = papers(workspace(tmp_path, {"templates/stuk/opgave.md.j2": text}))
    with pikepdf.open(io.BytesIO(made[f"{NOTE}.pdf"])) as document:
        boxes = [[round(float(n)) for n in page.mediabox] for page in document.pages]
    assert len(boxes) > 1
    assert boxes == [[0, 0, 842, 595]] * len(boxes)
    last = pdf_text(made[f"{NOTE}.pdf"], tmp_path).rstrip("\f").split("\f")[-1]
    assert "Voorbeeldstad | Meedoen" in " ".join(last.split())
    assert f"Pagina {len(boxes)} van {len(boxes)}" in last
    document_ = docx.Document(io.BytesIO(made[f"{NOTE}.docx"]))
    (section,) = document_.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)  # type: ignore[union-attr]
    stops = [round(s.position.cm, 1) for s in document_.styles["header"].paragraph_format.tab_stops]  # type: ignore[union-attr]
    assert stops == [24.7]
