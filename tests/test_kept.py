"""Findings that are kept say what was found, and are found anew as soon as anything that they rest on is another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workbench import copy_base, good_model, load_from, model_of, shipped_kinds, write

from kapstok.check.plain.notes import plain_notes
from kapstok.core.cache import Cache
from kapstok.core.finding import Edit, Finding, Fix, Severity
from kapstok.core.kept import KeptByFile, finding_of, kept_findings, row_of
from kapstok.core.state import workspace_state
from kapstok.core.workspace import open_workspace

HARD = "Het college werkt met de GGD. "
FILES = {
    "kernwaarden/een.yaml": f"titel: Een\ntekst: {HARD}",
    "kernwaarden/twee.yaml": f"titel: Twee\ntekst: {HARD}",
}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", key=b"sleutel")


def noted(files: dict[str, str], cache: Cache, state: str = "nu") -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The notes with their files, and the files that were read for them."""
    known = KeptByFile(cache, "taal", state)
    found = plain_notes(model_of(files)[0], shipped_kinds(), known)
    assert found == plain_notes(model_of(files)[0], shipped_kinds())
    return [(note.path, note.code) for note in found], tuple(path for path in known.fresh if "kernwaarden" in path)


@pytest.mark.parametrize(
    "fix",
    [None, Fix(rename="agenda/b.yaml", encoding="cp1252"), Fix(edits=(Edit(line=1, column=2, was="a", becomes="b"),))],
)
def test_a_finding_is_the_same_after_it_was_kept(fix: Fix | None, cache: Cache) -> None:
    finding = Finding(path="a", line=3, column=4, severity=Severity.NOTE, code="c", message="m", hint="h", fix=fix)
    assert finding_of(json.loads(json.dumps(row_of(finding)))) == finding
    asked: list[int] = []

    def look() -> list[Finding]:
        asked.append(1)
        return [finding]

    assert kept_findings(cache, ("x",), look) == kept_findings(cache, ("x",), look) == [finding]
    assert len(asked) == 1
    assert kept_findings(cache, ("y",), look) == [finding]
    assert len(asked) == 2


def test_notes_of_files_that_did_not_change_are_kept(cache: Cache) -> None:
    both = [(f"agenda/{path}", "taal-afkorting") for path in FILES]
    assert noted(FILES, cache) == (both, tuple(path for path, _ in both))
    assert noted(FILES, cache) == (both, ())
    plain = FILES | {"kernwaarden/een.yaml": "titel: Een\ntekst: Het college werkt samen."}
    assert noted(plain, cache) == (both[1:], ("agenda/kernwaarden/een.yaml",))
    assert noted(plain, cache) == (both[1:], ())
    fewer = {"kernwaarden/twee.yaml": FILES["kernwaarden/twee.yaml"]}
    assert noted(fewer, cache) == (both[1:], ())
    assert noted(FILES, cache) == (both, ("agenda/kernwaarden/een.yaml",))


def test_notes_are_found_anew_when_the_glossary_the_settings_or_the_tools_change(cache: Cache) -> None:
    both, every = noted(FILES, cache)
    explained = FILES | {"kernwaarden/ggd.yaml": "titel: GGD\ntekst: Een dienst."}
    assert noted(explained, cache)[0] == []
    assert noted(FILES, cache) == (both, ())
    assert noted(FILES, cache, "straks") == (both, every)


def test_damaged_notes_are_as_if_they_were_not_there(cache: Cache) -> None:
    both, every = noted(FILES, cache)
    assert cache.folder is not None
    for file in cache.folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"taal-afkorting", b"taal-afkortinG"))
    assert noted(FILES, cache) == (both, every)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/pagina/doel.md.j2", "{{ titel }}"),
        ("docs/site/over.md", "# Over"),
        ("docs/site/.verborgen/over.md", "# Over"),
        ("schemas/doel.extra.json", "{}"),
        ("huisstijl/tokens.css", ""),
        ("mkdocs.yml", "site_name: Anders\n"),
    ],
)
def test_the_state_of_a_workspace_is_another_after_each_change_beside_the_agenda(
    path: str, text: str, tmp_path: Path
) -> None:
    root = copy_base(tmp_path)
    states = [workspace_state(open_workspace(root))]
    assert workspace_state(open_workspace(root)) == states[0]
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    states.append(workspace_state(open_workspace(root)))
    file.write_text(f"{text} ", encoding="utf-8")
    states.append(workspace_state(open_workspace(root)))
    file.chmod(0o600)
    states.append(workspace_state(open_workspace(root)))
    file.unlink()
    file.symlink_to(tmp_path / "elders")
    states.append(workspace_state(open_workspace(root)))
    assert len(set(states)) == len(states)


def test_what_is_wrong_with_a_template_is_told_again_and_until_it_is_mended(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    wrong = {"templates/pagina/doel.md.j2": "{{ titl }}\n", "docs/site/over.md": "# Over\n\n<b>x</b>\n"}
    write(root, wrong)
    told = [[(f.path, f.line, f.code) for f in load_from(root).findings] for _ in range(2)]
    assert told[0] == told[1]
    assert {path for path, _, _ in told[0]} >= set(wrong)
    write(root, {"templates/pagina/doel.md.j2": "{{ peildatum }}\n", "docs/site/over.md": "# Over\n"})
    assert not {f.path for f in load_from(root).findings} & set(wrong)


def test_a_good_model_has_no_notes_of_files_that_are_gone(cache: Cache) -> None:
    noted(FILES, cache)
    assert plain_notes(good_model({}), shipped_kinds(), KeptByFile(cache, "taal", "nu")) == []
