"""Running text: what falls outside the common subset is found, and what passes is harmless on the site."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kapstok.core import prose
from kapstok.core.prose import check_prose, escape_markdown, item_links, link_terms, replace_item_links

EXTENSIONS = ["attr_list", "fenced_code", "md_in_html", "tables", "sane_lists"]
TAGS = {
    "p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "code", "pre", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def codes(text: str) -> list[str]:
    return [problem.code for problem in check_prose(text)]


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
        ("[a [b]](javascript:x)", "tekst-link"),
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
    [problem] = check_prose("Eerste regel.\nTweede <b>.")
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
    if codes(text):
        return
    ready = replace_item_links(text, lambda shown, kind, target: f"[{shown}](../{kind}/{target}/)")
    for tag, attributes in Seen(markdown.markdown(ready, extensions=EXTENSIONS)).found:
        assert tag in TAGS, tag
        assert set(attributes) <= {"href", "title", "style", "start"}, attributes
        assert re.match(r"https?://|mailto:|\.\./", attributes.get("href") or "../"), attributes


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    html = markdown.markdown(f"x {escape_markdown(line)}", extensions=EXTENSIONS)
    assert [tag for tag, _ in Seen(html).found] == ["p"], html


def test_item_links_are_found_and_replaced() -> None:
    text = "Zie [het doel](doel:werk) en [een\nkader](kader:a.b)."
    assert list(item_links(text)) == [(15, "doel", "werk"), (41, "kader", "a.b")]
    assert (
        replace_item_links(text, lambda shown, kind, target: f"{shown}={target}")
        == "Zie het doel=werk en een\nkader=a.b."
    )


def test_terms_are_linked_in_plain_text_only() -> None:
    pattern = re.compile("regie", re.IGNORECASE)
    text = "Regie en [regie](doel:a) en `regie` en https://regie.nl/regie\n| regie | x |"
    linked = link_terms(text, pattern, lambda found: f"[{found}](t)")
    assert linked == "[Regie](t) en [regie](doel:a) en `regie` en https://regie.nl/regie\n| regie | x |"


@settings(max_examples=400)
@given(st.text(alphabet="aé1 -*+_=#<>![](){}^~`:.?/|\t", max_size=12))
@example("a ![x](y)")
@example("- a: [^1]")
@example("- - a #")
def test_a_line_that_is_passed_over_as_ordinary_breaks_no_rule(line: str) -> None:
    if prose._ORDINARY.fullmatch(line):
        assert [rule[1] for rule in prose._RULES if rule[0].search(line)] == []


def test_most_lines_are_passed_over() -> None:
    for line in ("Gewone zin met **nadruk**, een [link](x) en 3 euro.", "- een punt;", "Élan - en meer"):
        assert prose._ORDINARY.fullmatch(line)
