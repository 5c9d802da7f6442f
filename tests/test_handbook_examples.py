"""The chapter on tests is true: its ten examples give what stands there, its tables are those of the code."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from shipped import shipped, with_files
from workbench import REPOSITORY, shipped_kinds

from kapstok.commands.report import as_text
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Key
from kapstok.link.cases import try_cases
from kapstok.rules.functions import FUNCTIONS
from kapstok.rules.placement import BREAKS, EXEMPT, KEEPS
from kapstok.rules.reading import read_tests

CHAPTER = (REPOSITORY / "docs/handleiding/kader-toetsen.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"^### (\d+)\. (.+)$", re.MULTILINE)
LIST = "agenda/kaderlijsten/afspraken.yaml"
BEFORE = "titel: Onze afspraken\nontwikkelopdracht: sturingsstrategie\npublicatie: openbaar\nkaders:\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One worked example: the norm with its test, the files it is held against, and what is said then."""

    name: str
    norm: str
    files: dict[str, str]
    said: str

    @property
    def key(self) -> Key:
        """The norm in the model."""
        name = re.search(r"- id: (\S+)", self.norm)
        assert name
        return Key(kind="kader", id=f"afspraken.{name[1]}")

    def findings(self, files: dict[str, str]) -> list[Finding]:
        """What is found in these files under this norm."""
        norm = "".join(f"  {line}" for line in self.norm.splitlines(keepends=True))
        return [
            f
            for f in with_files({LIST: BEFORE + norm, **files})[2]
            if f.path in (*files, LIST) and (f.code == self.code or not f.code.startswith("kader-"))
        ]

    @property
    def code(self) -> str:
        """The code of a breach."""
        return f"kader-{self.key.id.replace('.', '-')}"


def read_example(number: str, text: str) -> Example:
    found = FENCE.findall(text)
    yaml = [body for language, body in found if language == "yaml"]
    [said] = [body for language, body in found if language == "text"]
    files = {body.splitlines()[0].removeprefix("# "): body for body in yaml[1:]}
    assert len(files) == len(yaml) - 1
    return Example(name=number, norm=yaml[0], files=files, said=said)


def read_examples() -> list[Example]:
    parts = HEAD.split(CHAPTER.partition("## Tien voorbeelden")[2])[1:]
    return [read_example(number, text) for number, text in zip(parts[::3], parts[2::3], strict=True)]


EXAMPLES = read_examples()


def test_there_are_ten_examples_in_order() -> None:
    assert [example.name for example in EXAMPLES] == [str(number) for number in range(1, 11)]
    assert len({example.key for example in EXAMPLES}) == 10


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_says_what_stands_there_and_nothing_else(example: Example) -> None:
    findings = [f for f in example.findings(example.files) if f.severity is not Severity.NOTE]
    assert as_text(findings).rpartition("\n")[0] == example.said.rstrip("\n")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_has_something_that_keeps_it_and_one_thing_that_breaks_it(example: Example) -> None:
    norm = "".join(f"  {line}" for line in example.norm.splitlines(keepends=True))
    model, judgement, _ = with_files({LIST: BEFORE + norm, **example.files})
    states = [o.state for o in judgement.of_norm(example.key) if model.items[o.item].path in example.files]
    assert states.count(BREAKS) == 1
    assert KEEPS in states
    assert (EXEMPT in states) == ("behalve:" in example.norm)


def test_the_table_of_functions_is_that_of_the_code() -> None:
    table = CHAPTER.partition("| Functie | Betekenis |\n| --- | --- |\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| `{f.use}` | {f.meaning} |" for f in FUNCTIONS.values()]


def test_the_table_of_fields_is_that_of_the_schema() -> None:
    fields = shipped_kinds()["kader"].shape.fields["toets"].items
    assert fields is not None
    table = CHAPTER.partition("| Veld | Wat u invult |\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(fields.fields)


def test_the_states_that_are_in_force_are_those_of_the_schema() -> None:
    fields = shipped_kinds()["activiteit"].shape.fields
    table = CHAPTER.partition("## Hoe erg het is")[2].partition("\n## ")[0]
    for name in ("status", "voortgang"):
        assert fields[name].in_force
        assert all(value in table for value in fields[name].in_force)


def test_what_is_quoted_from_the_agenda_stands_there() -> None:
    text = CHAPTER.partition("## Tien voorbeelden")[0]
    quoted = re.findall(r"`(agenda/[^`]+\.yaml)`:\n\n```yaml\n(.*?)```", text, re.DOTALL)
    assert len(quoted) == text.count("```yaml") - 1 == 5  # that of the gates is made up
    for path, block in quoted:
        assert block in (REPOSITORY / path).read_text(encoding="utf-8"), path


def test_the_case_that_comes_out_otherwise_says_what_stands_there() -> None:
    said = CHAPTER.partition("\n## Gevallen\n")[2].partition("```text\n")[2].partition("```")[0]
    path = said.partition(":")[0]
    text = (
        (REPOSITORY / path)
        .read_text(encoding="utf-8")
        .replace("soort: subsidie, lijn: 0e", "soort: subsidie, lijn: 2e")
    )
    model, _, _ = with_files({path: text})
    tests, _ = read_tests(model, shipped_kinds())
    assert as_text(list(try_cases(tests, model, shipped_kinds(), shipped().day))).rpartition("\n")[0] == said.rstrip(
        "\n"
    )


def test_the_norms_and_fields_that_the_chapter_names_exist() -> None:
    text = CHAPTER.partition("## Tien voorbeelden")[0]
    named = re.findall(r"op_grond_van: (\S+)`", text)
    assert named
    assert all(Key(kind="kader", id=name) in shipped().model.items for name in named)
