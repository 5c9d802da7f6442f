"""Running text: what falls outside the common subset is found, and what passes is harmless on the site."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapstok.core.markdown import escape, links_to_items, parse, with_links, write, write_inline
from kapstok.core.markdown.writer import own_address
from kapstok.render.offers.running import running

EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables", "sane_lists"]
TAGS = {
    "p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "code", "pre", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text).problems]


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Een <b>woord</b>", "tekst-html"),
        ("Een <!-- noot -->", "tekst-html"),
        ("<https://example.org>", "tekst-html"),
        ("`<b>`", "tekst-html"),
        ("![foto](https://example.org/a.png)", "tekst-afbeelding"),
        ("![een\nfoto](https://example.org/a.png)", "tekst-afbeelding"),
        ("# Kop", "tekst-kop"),
        ("#Kop", "tekst-kop"),
        ("> # Kop", "tekst-kop"),
        ("- # Kop", "tekst-kop"),
        ("Kop\n===", "tekst-streep"),
        ("Kop\n-", "tekst-streep"),
        ("> Kop\n> ---", "tekst-streep"),
        ("***", "tekst-streep"),
        ("- ***", "tekst-streep"),
        ("1. ---", "tekst-streep"),
        ("___", "tekst-streep"),
        ("```\ncode", "tekst-code"),
        ("~~~\ncode", "tekst-code"),
        ("Noot[^1]", "tekst-voetnoot"),
        ("Woord{.klas}", "tekst-kenmerk"),
        ("*woord*{onclick=alert}", "tekst-kenmerk"),
        ("!!! let op", "tekst-blok"),
        ("::: vak", "tekst-blok"),
        ("[1]: https://example.org", "tekst-linkdefinitie"),
        ("  [1]:javascript:x", "tekst-linkdefinitie"),
        ("> [1]: javascript:x", "tekst-linkdefinitie"),
        ("[a](javascript:alert(1))", "tekst-link"),
        ("[a [b]](javascript:x())", "tekst-link"),
        ("[a](JAVASCRIPT:x)", "tekst-link"),
        ("[a](data:text/html,x)", "tekst-link"),
        ("[a](//example.org)", "tekst-link"),
        ("[a](&#106;avascript:x)", "tekst-link"),
        ('[a](bestand.pdf "titel")', "tekst-link"),
        ("[a]()", "tekst-link"),
        ("`een` [a](x) `", "tekst-link"),
        ("\\`[a](x)\\`", "tekst-link"),
        ("Zie:\n- een\n- twee", "tekst-lijst"),
        ("Zie:\n1. een", "tekst-lijst"),
        ("- een\n  - twee", "tekst-inspringen"),
        ("\t- twee", "tekst-inspringen"),
        ("* een", "tekst-lijstteken"),
        ("+ een", "tekst-lijstteken"),
        ("+", "tekst-lijstteken"),
        ("Zie:\n• een", "tekst-lijst"),
        ("Zie:\n1) een", "tekst-lijst"),
        ("Zie:\na. een\nb. twee", "tekst-lijst"),
        ("- een\ntekst", "tekst-lijst"),
        ("- een\n1. twee", "tekst-lijst"),
        ("- - een", "tekst-lijst"),
        ("a. een\nb. twee\n\n1. drie", "tekst-lijst"),
        ("1. een\n2. twee\n2. drie", "tekst-nummering"),
        ("a. een\nb. twee\n\nc. drie\ne. vijf\nf. zes", "tekst-nummering"),
        ("Zie\n| a | b |\n| --- | --- |\n| 1 | 2 |", "tekst-tabel"),
        ("| a | b |\n| 1 | 2 |", "tekst-tabel"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\ntekst", "tekst-tabel"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 | 3 |", "tekst-tabel"),
        ("|  | 2024 |\n| --- | --- |\n| 1 | 2 |", "tekst-tabel"),
        ("| a |\n| --- |", "tekst-tabel"),
        ("- een\n\n    | a |\n    | --- |\n    | 1 |", "tekst-tabel"),
        ("een **open woord", "tekst-nadruk"),
        ("*cursief *en", "tekst-nadruk"),
        ("** vet **", "tekst-nadruk"),
        ("**vet *schuin** door*", "tekst-nadruk"),
        ("hotel met 5*", "tekst-nadruk"),
        ('zei \\"ja\\"', "tekst-schuine-streep"),
        ("C:\\map", "tekst-schuine-streep"),
        ("[t] (https://x.nl)", "tekst-link"),
        ("[](doel:x)", "tekst-link"),
        ("[ ](https://x.nl)", "tekst-link"),
        ("[t](https://x.nl/een twee)", "tekst-link"),
        ("[t](https://x.nl", "tekst-link"),
        ("[a [b](doel:x)](doel:y)", "tekst-link"),
        ("R&amp;D", "tekst-html"),
        ("caf&eacute;", "tekst-html"),
        ("Kop\n\n    code", "tekst-inspringen"),
        ("- een\n\n  twee", "tekst-inspringen"),
    ],
)
def test_what_falls_outside_the_subset(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Gewone tekst, 5 < 6 en 7 > 6, R&D, 18+ en 18-, 100%, a_b_c, € 5,-.",
        "*nadruk* en **sterk**",
        "Zie [het doel](doel:werk), [het kader](kader:a.b-c) en [mail](mailto:a@example.org).",
        "Zie [de\nwebsite](https://example.org/a?b=c#d).",
        "Lijst:\n\n- een\n- twee\n    vervolg\n\n1. een\n2. twee",
        "- een\n    - twee",
        "> Citaat\n> met twee regels",
        "| a | b |\n| --- | ---: |\n| 1 | 2 |",
        "Prijs - kwaliteit\n\nDe zaal (groot) #1",
        "Zie [1] en [noot].",
    ],
)
def test_what_is_good(text: str) -> None:
    assert codes(text) == []


def test_a_problem_knows_where_it_begins() -> None:
    [problem] = parse("Eerste regel.\nTweede <b>.").problems
    assert (problem.offset, problem.found) == (21, "<b>.")


PIECES = st.sampled_from(
    ["[", "]", "(", ")", "](", "!", "`", "``", "\\", "*", "_", "<", ">", "#", "-", "=", "|", ":", "{", "}", '"', "&",
     "\n", "\n\n", "    ", " ", "a", "1.", "javascript:alert", "https://example.org/", "doel:werk", "mailto:a@b.nl",
     "<b>", "onclick=x", "&#106;", "[1]", "[1]:", "[x](", "~~~", "- ", "\t"]
)  # fmt: skip


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("[a `](doel:werk)` ](javascript:alert)")
def test_what_passes_is_harmless_on_the_site(text: str) -> None:
    parsed = parse(text)
    if parsed.problems:
        return
    ready = write(parsed.blocks, lambda link: f"../{link.kind}/{link.id}/")
    for tag, attributes in Seen(markdown.markdown(ready, extensions=EXTENSIONS)).found:
        assert tag in TAGS, tag
        assert set(attributes) <= {"href", "align", "style", "start", "class"}, attributes
        assert re.match(r"https?://|mailto:|\.\./", attributes.get("href") or "../"), attributes


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    for before in ("", "x "):
        html = markdown.markdown(f"{before}{escape(line)}", extensions=EXTENSIONS)
        assert [tag for tag, _ in Seen(html).found] == (["p"] if before or line else []), html


def test_links_to_items_are_found_and_replaced() -> None:
    text = "Zie [het doel](doel:werk) en [een\nkader](kader:a.b)."
    assert [(link.offset, link.kind, link.id) for link in links_to_items(text)] == [
        (15, "doel", "werk"),
        (41, "kader", "a.b"),
    ]
    assert with_links(text, lambda link: link.inner) == "Zie het doel en een kader."
    assert with_links(text, lambda link: [link]) == text


def test_what_is_left_of_a_link_means_nothing_new() -> None:
    assert with_links("[2](doel:x). dan", lambda link: link.inner) == "2\\. dan"
    assert with_links("[- los](doel:x)", lambda link: link.inner) == "\\- los"
    assert with_links("[a. x](doel:x)\n\nb. y", lambda link: link.inner) == "a\\. x\n\nb. y".replace("b. y", "b\\. y")


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Regie en regie", "[Regie](t) en [regie](t)"),
        ("[alle regie](doel:a)", "[alle regie](doel:a)"),
        ("`regie`", "`regie`"),
        ("https://regie.nl/regie", "[https://regie.nl/regie](https://regie.nl/regie)"),
        ("| regie | x |\n| --- | --- |\n| regie | y |", "| regie | x |\n| --- | --- |\n| regie | y |"),
        (
            "[alles over regie](https://x.nl/Wmo_(wet)) regie",
            "[alles over regie](https://x.nl/Wmo_%28wet%29) [regie](t)",
        ),
        ("**regie**", "**[regie](t)**"),
        ("- regie\n\n> regie", "- [regie](t)\n\n> [regie](t)"),
    ],
)
def test_terms_are_linked_in_plain_words_only(text: str, linked: str) -> None:
    found = running(text, own_address, paper=False, pattern=re.compile("regie", re.IGNORECASE), term=lambda _: "t")
    assert found == linked


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a. een\nb. twee", "1. een\n    {: .letters }\n2. twee\n    {: .letters }"),
        ("1) een\n2) twee", "1. een\n2. twee"),
        ("• een\n• twee", "- een\n- twee"),
        ("– een\n– twee", "- een\n- twee"),
        ("3. drie\n4. vier", "3. drie\n4. vier"),
        ("– en dat is alles", "– en dat is alles"),
        ("a. alleen dit", "a. alleen dit"),
        ("Wij\n– samen –\ndoen het", "Wij – samen – doen het"),
        ("In het jaar\n2019.", "In het jaar 2019."),
        ("2019.", "2019\\."),
        ("mail a.b@x.nl.", "mail [a.b@x.nl](mailto:a.b@x.nl)."),
        ("www.x.nl/pad)", "[www.x.nl/pad](https://www.x.nl/pad))"),
        ("[w](Https://x.nl)", "[w](https://x.nl)"),
        ("\\* en \\\\", "\\* en \\\\"),
        ("a | b", "a \\| b"),
        ("[concept] & zo", "\\[concept\\] &amp; zo"),
        (": onder", "&#58; onder"),
    ],
)
def test_one_spelling_for_both_readers(text: str, written: str) -> None:
    parsed = parse(text)
    assert parsed.problems == ()
    assert write(parsed.blocks) == written


def test_a_cell_holds_a_whole_text_on_one_line() -> None:
    text = "Eerst dit:\n\n1. een\n2. twee;\n3. drie\n\n- vier\n- vijf | zes\n\n> [slot](doel:x)"
    assert write_inline(parse(text).blocks) == (
        "Eerst dit: 1\\. een; 2\\. twee; 3\\. drie vier; vijf \\| zes [slot](doel:x)"
    )


@pytest.mark.parametrize(
    "part",
    [
        "x",
        "[",
        "*",
        "*a ",
        "a@",
        "a@b.",
        "> ",
        "|a",
        "- a\n",
        "_a",
        "&amp",
        "– a\n\n",
        "`a",
        "[a](",
        "https://a",
        "![",
        "a. b\n",
    ],
)
def test_ten_times_as_much_takes_no_more_than_its_share(part: str) -> None:
    def steps(text: str) -> int:
        count = 0

        def trace(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(trace)
        try:
            parse.__wrapped__(text)
        finally:
            sys.setprofile(None)
        return count

    assert steps(part * 10_000) <= 12 * steps(part * 1_000) + 1_000
