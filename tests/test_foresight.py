"""What `kapstok check` says is what `kapstok build` says, on workspaces that were changed at random and after a build.

`KAPSTOK_MUTATIES=200` tries that many.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from workbench import copy_base, load_from, write

from kapstok.core.finding import Finding, has_errors
from kapstok.pipeline import foresee, render

MANY = int(os.environ.get("KAPSTOK_MUTATIES", "24"))
PROPOSAL = """titel: Vaststellen van de agenda
publicatie: openbaar
status: vastgesteld
besluitvorming:
  - {status: vastgesteld, datum: 17 december 2020, orgaan: gemeenteraad}
beslispunten:
  - De agenda vast te stellen.
aanleiding: Zie [de opgave](opgave:meedoen).
betreft: ['opgave:meedoen']
"""


def told_by_check(root: Path) -> list[Finding]:
    loaded = load_from(root)
    return sorted({*loaded.findings, *foresee(loaded)}, key=repr)


def told_by_build(root: Path) -> list[Finding]:
    loaded = load_from(root)
    if has_errors(loaded.findings):
        return sorted(set(loaded.findings), key=repr)
    with ThreadPoolExecutor(1) as executor:
        return sorted({*loaded.findings, *render(loaded, executor=executor).findings}, key=repr)


def page(root: Path, text: str) -> None:
    write(root, {"docs/site/over.md": f"---\ntitel: Over\n---\n# Over\n\n{text}\n"})


def broken_link(root: Path, source: random.Random) -> None:
    targets = ["../doelen/weg/", "../nergens/", "../opgaven/meedoen/#weg", "../data/agenda.json", "../stukken/x.pdf"]
    page(root, f"Zie [dit]({source.choice(targets)}) en [dat](../opgaven/meedoen/).")


def adopted(root: Path, source: random.Random) -> None:
    write(root, {"agenda/raadsvoorstellen/voorstel.yaml": PROPOSAL})
    status(root, source)


def status(root: Path, source: random.Random) -> None:
    file = source.choice(sorted((root / "agenda").glob("o*/*.yaml")))
    text = re.sub(r"^status: .*\n", "", file.read_text(encoding="utf-8"), flags=re.M)
    file.write_text(f"{text}\nstatus: {source.choice(['concept', 'ter-inzage', 'vastgesteld'])}\n", encoding="utf-8")


def gone(root: Path, source: random.Random) -> None:
    source.choice(sorted((root / "agenda").glob("*/*.yaml"))).unlink()


def other_word(root: Path, source: random.Random) -> None:
    file = source.choice(sorted((root / "agenda").glob("*/*.yaml")))
    words = ["**open", "| a | b |", "漢字", "[x](doel:weg)", "R&D", "\\x", "1. een"]
    lines = file.read_text(encoding="utf-8").split("\n")
    place = source.randrange(len(lines))
    lines[place] += " " + source.choice(words)
    file.write_text("\n".join(lines), encoding="utf-8")


def template(root: Path, source: random.Random) -> None:
    bodies = ["[weg](../weg/)\n", "{{ ding.bestaatniet }}\n", "# {{ ding | naam }}\n", "{{ ding | nietbekend }}\n"]
    write(root, {"templates/pagina/opgave.md.j2": source.choice(bodies)})


def twice(root: Path, source: random.Random) -> None:
    other = "agenda/raadsvoorstellen/voorstel.yaml"
    write(root, {other: PROPOSAL, "agenda/raadsvoorstellen/tweede.yaml": PROPOSAL.replace("vastgesteld", "concept")})


def hidden(root: Path, source: random.Random) -> None:
    file = source.choice(sorted((root / "agenda").glob("*/*.yaml")))
    text = re.sub(r"^publicatie: .*\n", "", file.read_text(encoding="utf-8"), flags=re.M)
    file.write_text(f"{text}\npublicatie: {source.choice(['intern', 'raad', 'vertrouwelijk'])}\n", encoding="utf-8")


def attachment(root: Path, source: random.Random) -> None:
    text = PROPOSAL + "bijlagen:\n  - {titel: Cijfers, bestand: cijfers.csv}\n"
    write(root, {"agenda/raadsvoorstellen/voorstel.yaml": text.replace("status: vastgesteld", "status: concept", 1)})
    if source.random() < 0.7:
        body = source.choice(["a;b\n1;2\n", "", ";=1+1\n", "een\x00twee"])
        write(root, {"agenda/raadsvoorstellen/bijlagen/cijfers.csv": body})


def signs(root: Path, source: random.Random) -> None:
    title = source.choice(["Samen 漢字 eten", "Stap ① en ☕", "שלום in de wijk", "x" * 90, "= 0", "⟦⟧ 𝔸"])
    text = f"titel: '{title}'\naan: de raad\nvan: het college\ndatum: 5 maart 2026\nbetreft: De voortgang.\n"
    write(root, {"agenda/memos/memo.yaml": text + "publicatie: openbaar\n"})


def paper(root: Path, source: random.Random) -> None:
    signs(root, source)
    bodies = ["# {{ ding | naam }}\n\n{{ ding.bestaatniet }}\n", "# A\n\n## A\n\n<b>x</b>\n", "---\ntitel: x\n", ""]
    write(root, {"templates/stuk/memo.md.j2": source.choice(bodies)})


def style(root: Path, source: random.Random) -> None:
    bodies = ["#let x = \n", "#panic()\n", "#let kapstok(body) = body\n", ""]
    files = ["document.typ", "stuk.lua", "stuk.pandoc.typ", "site/main.html", "site/partials/kop.html"]
    write(root, {f"templates/stijl/{source.choice(files)}": source.choice(bodies)})


def settings(root: Path, source: random.Random) -> None:
    lines = [
        "logo: huisstijl/weg.svg",
        "huisstijl: {kleuren: {hoofd: blauw}}",
        "organen: {raad: ''}",
        "ingangsdatum: ooit",
    ]
    file = root / "agenda/agenda.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{source.choice(lines)}\n", encoding="utf-8")


def own_kind(root: Path, source: random.Random) -> None:
    fields = source.choice(['"titel"', '"titel", "nergens"'])
    schema = (
        '{"title": "Ding", "x-meervoud": "Dingen", "x-map": "dingen", "x-titelveld": "titel", "x-groep": "Overig",'
        f' "type": "object", "required": [{fields}], "properties": {{"titel": {{"title": "T", "type": "string"}}}}}}'
    )
    write(root, {"schemas/ding.json": schema, "agenda/dingen/een.yaml": "titel: Een ding\npublicatie: openbaar\n"})


def dated(root: Path, source: random.Random) -> None:
    phrase = source.choice(["vrijdag 7 november 2019", "eind 2021", "ooit", "tot 1 mei 2024", "week 60 2024", "1799"])
    text = f"titel: Open dag\ndatum: {phrase}\npublicatie: openbaar\n"
    write(root, {"agenda/gebeurtenissen/dag.yaml": text})


def moved(root: Path, source: random.Random) -> None:
    file = source.choice(sorted((root / "agenda").glob("*/*.yaml")))
    file.write_text(f"{file.read_text(encoding='utf-8')}\nvorige_ids: [oud, meedoen]\n", encoding="utf-8")


def mkdocs(root: Path, source: random.Random) -> None:
    write(root, {"mkdocs.yml": source.choice(["site_name: A\nplugins: [weg]\n", "site_name: A\ntheme: x\n", "a: [\n"])})


CHANGES: tuple[Callable[[Path, random.Random], None], ...] = (
    broken_link, adopted, status, gone, other_word, other_word, template, twice, hidden, attachment, signs, paper,
    style, settings, own_kind, dated, moved, mkdocs,
)  # fmt: skip


def changed_workspace(folder: Path, seed: int) -> Path:
    """A copy of the small workspace with a few changes, the same ones each time for one seed."""
    source, root = random.Random(seed), copy_base(folder)
    for change in source.sample(CHANGES, source.randint(1, 3)):
        change(root, source)
    return root


@pytest.mark.langzaam
@pytest.mark.parametrize("number", range(MANY))
def test_check_and_build_say_the_same(number: int, tmp_path: Path) -> None:
    root = changed_workspace(tmp_path, number)
    first = told_by_check(root)
    assert first == told_by_build(root)
    assert told_by_check(root) == first


def test_a_broken_link_of_a_written_page_is_told_by_check(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    page(root, "Zie [dit](../nergens/) en [dat](../opgaven/meedoen/#weg).")
    found = told_by_check(root)
    assert [(f.path, f.line, f.code) for f in found] == [("docs/site/over.md", 6, "link-gebroken")] * 2


def test_a_paper_that_the_converters_refused_is_told_by_check_as_long_as_it_is_the_same(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    says = "if pandoc.utils.stringify(kop):find('Meedoen') then meld('zo kan het niet') end"  # only of this paper
    lua = f"return {{{{ Header = function(kop) {says} end }}}}\n"
    write(root, {"templates/stijl/stuk.lua": lua})
    for name in ("document.typ", "stuk.pandoc.typ"):
        file = Path(__file__).parent.parent / "templates" / "stijl" / name
        write(root, {f"templates/stijl/{name}": file.read_text(encoding="utf-8")})
    assert told_by_check(root) == []
    built = told_by_build(root)
    assert {f.code for f in built} == {"stuk-omzetten"}
    assert told_by_check(root) == built
    write(root, {"templates/stijl/stuk.lua": "return {}\n"})
    assert told_by_check(root) == []


def test_nothing_is_looked_at_again_when_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_base(tmp_path)
    page(root, "Zie [dit](../nergens/).")
    first = told_by_check(root)

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("kapstok.pipeline._build", never)
    assert told_by_check(root) == first
    page(root, "Zie [iets anders](../nergens/).")
    with pytest.raises(AssertionError):
        told_by_check(root)


def test_two_papers_of_one_name_are_told_by_check(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    memo = "titel: {}\naan: de raad\nvan: het college\ndatum: 5 maart 2026\nbetreft: X\npublicatie: openbaar\n"
    files = {f"agenda/memos/{name}.yaml": memo.format(name.title()) for name in ("b", "a-b")}
    write(root, {**files, "templates/stuk/memo-a.md.j2": "---\nvan: memo\n---\n# {{ ding | naam }}\n"})
    found = told_by_check(root)
    assert "stuk-dubbel" in {finding.code for finding in found}
    assert told_by_build(root) == found
