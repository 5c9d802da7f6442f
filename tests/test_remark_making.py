"""What a comment tells: what changed and what is wrong, for one audience; and hostile words that stay words."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kapstok.cli import main
from kapstok.commands.remark.file import read_remark, write_remark
from kapstok.commands.remark.printing import Preview, as_comment, mark_of
from kapstok.commands.remark.values import Bit, Ink, Line, Part, Remark, line
from kapstok.core.forge_text import plain
from tests.secrets_planted import WORD, WORDS, plant
from tests.workbench import copy_base, write

PREVIEW = Preview(pages="https://proef.voorbeeld.nl/7/", whole="https://proef.voorbeeld.nl/7/")
GOAL = "nummer: '31'\ntitel: {title}\nopgave: meedoen\npublicatie: {seen}\nsamenvatting: Iedereen beweegt.\n"
HOSTILE = [
    "@raad @gemeente/team en iemand@voorbeeld.nl",
    "[klik](https://kwaad.nl) ![plaatje](https://kwaad.nl/x.png) <https://kwaad.nl>",
    "https://kwaad.nl www.kwaad.nl //kwaad.nl ftp://kwaad.nl",
    "#1 GH-2 !3 ~label %4 &5 $6 o/r#7 deadbeefdeadbeefdeadbeefdeadbeefdeadbeef :tada: [vulnerability:1] *iteration:2",
    "<!-- kapstok:opmerking:inwoners --> <img src=x onerror=alert(1)> <script>x</script>",
    "</details></summary></sub></del> <details open>",
    "/close /merge /label ~x",
    "```\nhek\n``` ~~~ `x` \\` \\\\",
    "# kop\n## kop\n> aanhaling\n- lijst\n1. lijst\n| a | b |\n| - | - |\n---\n===",
    "::add-mask::x ##[error]x ::stop-commands::y",
    "*a* **b** __c__ ~~d~~ $`x`$ $$y$$ [^1] [x][y]\n[y]: https://kwaad.nl",
    "\u202egnp.exe\u2066 \u0000\u001b[31m \ud83d\ude00",
    "&lt;b&gt; &#64;raad &commat;raad &#x40;raad",
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A workspace in git, on a branch of its own."""
    root = copy_base(tmp_path)
    write(root, {"agenda/doelen/zz.yaml": GOAL.format(title="Inwoners bewegen", seen="openbaar")})
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "switch", "-q", "-c", "voorstel")
    return root


def git(root: Path, *arguments: str) -> None:
    name = ["-c", "user.name=x", "-c", "user.email=x@voorbeeld.nl"]
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Een wijziging")


def comment_on(root: Path, audience: str = "inwoners") -> str:
    file = root.parent / "opmerking.json"
    assert main(["opmerking", "--workspace", str(root), "--audience", audience, "--naar", str(file)]) == 0
    return as_comment(read_remark(file), PREVIEW, 60_000)


def words_of(text: str) -> str:
    """The comment as it is read."""
    return re.sub(r"\\(?=[!-/:-@\[-`{-~])|\u2060", "", text)


def test_a_change_is_told_with_what_it_was_and_becomes_and_where_to_see_it(repository: Path) -> None:
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")})
    text = comment_on(repository)
    assert text.startswith(mark_of("inwoners") + "\n## Kapstok")
    assert "<summary>Was en wordt (1)</summary>" in text
    assert "[bekijk](https://proef.voorbeeld.nl/7/doelen/zz/)" in text
    assert "<del>Inwoners bewegen</del> <ins>Iedereen beweegt</ins>" in text
    assert "[Voorvertoning](https://proef.voorbeeld.nl/7/)" in text


def test_findings_on_lines_that_did_not_change_are_told_as_well(repository: Path) -> None:
    write(repository, {"agenda/doelen/fout.yaml": GOAL.format(title="Iets", seen="openbaar") + "teks: x\n"})
    commit(repository)
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")})
    text = words_of(comment_on(repository))
    assert "Fout in agenda/doelen/fout.yaml, regel 6: Het veld teks is hier niet bekend." in text
    assert text.index("### Bevindingen (") < text.index("Was en wordt")


def test_nothing_changed_is_said(repository: Path) -> None:
    assert "Voor dit publiek verandert er niets." in words_of(comment_on(repository))


SECRET = "agenda/doelen/geheim.yaml"
HIDDEN = [
    GOAL.format(title="Zwembad Zuid sluit", seen="vertrouwelijk"),
    GOAL.format(title="Zwembad Zuid sluit", seen="intern").replace("'31'", "'77'"),
    GOAL.format(title="Zwembad Zuid sluit", seen="intern").replace("meedoen", "meedoen # Zwembad"),
]
WRONG = ["titel: [Zwembad Zuid\n", GOAL.format(title="Zwembad Zuid sluit", seen="intern") + "teks: Zwembad Zuid\n"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_hidden_makes_no_difference_at_all(repository: Path, hidden: str) -> None:
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")})
    without = comment_on(repository)
    write(repository, {SECRET: hidden})
    assert comment_on(repository) == without
    git(repository, "switch", "-q", "main")
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Inwoners bewegen", seen="openbaar")})
    commit(repository)
    git(repository, "switch", "-q", "-c", "weg")
    (repository / SECRET).unlink()
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")})
    assert same_but_for_commits(comment_on(repository)) == same_but_for_commits(without)


@pytest.mark.parametrize("wrong", WRONG)
def test_of_a_hidden_file_that_is_wrong_only_that_nothing_can_be_built_is_told(repository: Path, wrong: str) -> None:
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")})
    write(repository, {SECRET: wrong})
    text = words_of(comment_on(repository))
    assert "niet te bouwen zolang er fouten in staan" in text
    assert "### Bevindingen" not in text
    assert "Zwembad" not in text
    assert "geheim" not in text


def same_but_for_commits(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", words_of(text).split("\n")[3]) + text.split("\n", 4)[4]


def test_a_message_that_names_what_is_hidden_is_told_without_its_words(repository: Path) -> None:
    secret = GOAL.format(title="Zwembad Zuid sluit", seen="vertrouwelijk") + "nummer: '77'\n"
    write(repository, {"agenda/doelen/aa.yaml": secret})
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Bewegen", seen="openbaar") + "nummer: '77'\n"})
    inside = words_of(comment_on(repository, "besloten"))
    outside = words_of(comment_on(repository))
    assert "Was en wordt" in inside
    assert "Zwembad" not in outside
    assert "geheim" not in outside


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["head", "title", "line", "gone", "new"])
def test_hostile_words_call_nobody_lead_nowhere_and_end_nothing(text: str, place: str, tmp_path: Path) -> None:
    shown = comment_of(text if place == "head" else "kop", text if place == "title" else "deel", bits_of(text, place))
    through_a_file = tmp_path / "o.json"
    write_remark(shown, through_a_file)
    body = as_comment(read_remark(through_a_file), PREVIEW, 60_000)
    assert_harmless(body)


def bits_of(text: str, place: str) -> tuple[Bit, ...]:
    inks = {"line": Ink.PLAIN, "gone": Ink.GONE, "new": Ink.NEW}
    return (Bit(text="Veld: "), Bit(ink=inks.get(place, Ink.PLAIN), text=text if place in inks else "gewoon"))


def comment_of(head: str, title: str, bits: tuple[Bit, ...]) -> Remark:
    rows = (Line(bits=bits, page="doelen/x/"), Line(bits=bits, level=1), line("Slot"))
    return Remark(audience="inwoners", head=head, parts=(Part(title=title, lines=rows, folded=True),))


OURS = {"<details>", "</details>", "<sub>", "</sub>", "<del>", "</del>", "<ins>", "</ins>"}
CALLS = re.compile(
    r"(?<![\w`])@[A-Za-z0-9]|(?:^|\W)[#!~%&$][\w\"'{]|\bGH-\d|://|\bwww\.|\b[0-9a-f]{7,40}\b|:\w+:|\[\w+:"
)


def assert_harmless(body: str) -> None:
    """The comment as a forge would read it holds our own frame, and besides that only words."""
    tokens = list(_flat(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(body)))
    assert body.startswith(mark_of("inwoners") + "\n")
    assert body.count("<!--") == 1
    for token in tokens:
        assert token.type not in {"image", "code_inline", "fence", "code_block", "table_open", "hr", "blockquote_open"}
        assert token.type not in {"strong_open", "em_open", "s_open"}, token
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://proef.voorbeeld.nl/7/"), token
        if token.type == "heading_open":
            assert token.tag == "h2"
        if token.type in {"html_inline", "html_block"}:
            for tag in re.findall(r"<[^<>]*>", token.content):
                assert tag in OURS or tag in {mark_of("inwoners"), "<summary>", "</summary>"}, tag
        if token.type == "text":
            assert not CALLS.search(token.content.replace("/7/doelen", "")), token.content
    lines = body.split("\n")
    assert not any(re.match(r"[\s>*-]*/\w", line) for line in lines), "a command to GitLab"
    assert sum(line.startswith("<details>") for line in lines) == sum(line == "</details>" for line in lines) == 1


def _flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in [token, *_flat(token.children or [])]]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.text(alphabet="@#!~[]()<>/\\`*_-:.|&;$%^\u2060 \nab1", max_size=60))
def test_any_words_stay_words(first: str, second: str) -> None:
    body = as_comment(comment_of(first, second, (Bit(ink=Ink.NEW, text=first), Bit(text=second))), PREVIEW, 60_000)
    assert_harmless(body)


def test_hostile_names_of_branches_files_and_ids_are_words_too(repository: Path) -> None:
    name = "x/@raad;$(kwaad)-`#1`"
    git(repository, "branch", "-m", "main", name)
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="[x](https://kwaad.nl) @raad", seen="openbaar")})
    write(repository, {"agenda/doelen/@raad](x) #1.yaml": GOAL.format(title="'<!-- x -->'", seen="openbaar")})
    file = repository.parent / "o.json"
    assert main(["opmerking", "--workspace", str(repository), "--basis", name, "--naar", str(file)]) == 0
    body = as_comment(read_remark(file), PREVIEW, 60_000)
    assert_harmless(re.sub(r"^### ", "## ", body, flags=re.MULTILINE))
    assert "@raad;$(kwaad)" in words_of(body)


def test_plain_text_reads_as_it_was() -> None:
    for text in ("Agenda 2026: 50% meer, € 1.250 (zie bijlage) – 'ja'", "agenda/doelen/a-b.yaml", "6.10 en 12:30 uur"):
        rendered = MarkdownIt("commonmark").renderInline(plain(text))
        assert rendered.replace("&quot;", '"') == text


def test_the_comment_goes_into_the_summary_of_a_step_as_well(repository: Path) -> None:
    write(repository, {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen @beweegt", seen="openbaar")})
    file, step = repository.parent / "o.json", repository.parent / "stap.md"
    step.write_text("Eerst de controle.\n", encoding="utf-8")
    arguments = ["opmerking", "--workspace", str(repository), "--naar", str(file), "--samenvatting", str(step)]
    assert main(arguments) == 0
    text = step.read_text(encoding="utf-8")
    assert text.startswith("Eerst de controle.\n<!-- kapstok")
    assert "Was en wordt (1)" in text
    assert "@b" not in text
    assert main([*arguments[:-1], str(repository / "er-niet" / "x")]) == 2


def test_what_cannot_be_built_has_no_preview_to_lead_to(repository: Path) -> None:
    changed = GOAL.format(title="Iedereen beweegt", seen="openbaar")
    write(repository, {"agenda/doelen/zz.yaml": changed})
    assert "[bekijk]" in comment_on(repository)
    write(repository, {"agenda/doelen/zz.yaml": changed + "teks: x\n"})
    assert "[bekijk]" not in comment_on(repository)


def test_an_amount_stays_on_one_line() -> None:
    assert "€\u00a020" in plain("€\u00a020")


@pytest.mark.langzaam
def test_a_comment_on_an_agenda_full_of_secrets_leaks_none(tmp_path: Path) -> None:
    root = plant(tmp_path)
    git(root, "branch", "-f", "oud", "HEAD")
    for file in root.glob("agenda/**/*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"{WORD}", f"{WORD}er").replace("31415926", "31415927"), encoding="utf-8")
    for file in list(root.glob(f"agenda/**/{WORD.lower()}*.yaml"))[::2]:
        file.unlink()
    outside = tmp_path / "o.json"
    assert main(["opmerking", "--workspace", str(root), "--basis", "oud", "--naar", str(outside)]) == 0
    body = as_comment(read_remark(outside), PREVIEW, 1_000_000)
    for text in (outside.read_text(encoding="utf-8"), words_of(body)):
        for word in (*WORDS, "31415927", "31.415.927"):
            assert word.casefold() not in text.casefold()
    inside = tmp_path / "binnen.json"
    assert (
        main(["opmerking", "--workspace", str(root), "--basis", "oud", "--audience", "besloten", "--naar", str(inside)])
        == 0
    )
    assert WORD in inside.read_text(encoding="utf-8"), "there was something to leak"


def test_what_is_wrong_with_pages_and_templates_and_what_a_build_would_find_is_told(repository: Path) -> None:
    changed = {"agenda/doelen/zz.yaml": GOAL.format(title="Iedereen beweegt", seen="openbaar")}
    write(repository, {**changed, "docs/site/plan.md": "# Plan\n\n[Doel](doelen/bestaat-niet/index.md)\n"})
    assert "docs/site/plan.md, regel 3" in words_of(comment_on(repository))
    write(repository, {"docs/site/plan.md": "# Plan\n", "templates/pagina/doel.md.j2": "{{ item.titl }}\n"})
    assert "templates/pagina/doel.md.j2" in words_of(comment_on(repository))
    (repository / "templates/pagina/doel.md.j2").unlink()
    write(repository, {"bijlagen/Zwembad Zuid geheim.pdf": "x", "agenda/memos/zwembad.txt": "x"})
    assert "wembad" not in comment_on(repository)
