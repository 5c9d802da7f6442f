"""Reading: data by YAML 1.2, a place for everything, and no file that stops or hangs a run."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Position
from kapstok.read.reader import MAX_BYTES, read_files, read_text

PATH = "agenda/doelen/meedoen.yaml"


def read(text: str | bytes) -> tuple[Document | None, list[Finding]]:
    return read_text(PATH, text if isinstance(text, bytes) else text.encode())


def read_good(text: str | bytes) -> Document:
    document, findings = read(text)
    assert findings == []
    assert document is not None
    return document


def found(text: str | bytes) -> list[tuple[int, int, str]]:
    return [(f.line, f.column, f.code) for f in read(text)[1]]


def at(line: int, column: int) -> Position:
    return Position(line=line, column=column)


def test_a_document_knows_where_it_comes_from() -> None:
    document = read_good("titel: Meedoen\n")
    assert (document.path, document.folder, document.stem) == (PATH, "doelen", "meedoen")
    top, _ = read_text("a.b.yaml", b"titel: x\n")
    assert top is not None
    assert (top.folder, top.stem) == ("", "a.b")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("0", 0), ("12", 12), ("-3", -3), ("+4", 4), ("1.5", 1.5), ("-.5", -0.5), ("1e3", 1000.0),
        ("6.10", 6.1), ("0.25", 0.25), ("1.", 1.0),
    ],
)  # fmt: skip
def test_core_values_keep_their_source(source: str, value: object) -> None:
    document = read_good(f"waarde: {source}\n")
    assert document.data == {"waarde": value}
    assert type(document.data["waarde"]) is type(value)
    if not isinstance(value, str):
        assert document.raws[("waarde",)] == source


@pytest.mark.parametrize(
    "source",
    [
        "yes",
        "no",
        "nee",
        "ja",
        "on",
        "off",
        "y",
        "n",
        "012",
        "00",
        "-01",
        "01.5",
        "0o7",
        "0x1F",
        "0b1",
        "1_000",
        "13:30",
        "1:30:45",
        "2024-01-01",
        "1.000.000",
        "1.2.3",
        ".inf",
        "-.inf",
        ".nan",
        "1e999",
        "+-",
        ".",
        "-x",
        "2024-01-01T10:00:00Z",
        "PM",
        "n.n.b.",
        "4a",
        "9" * 5000,
    ],
)
def test_everything_else_is_text(source: str) -> None:
    document = read_good(f"waarde: {source}\n")
    assert document.data == {"waarde": source}
    assert document.raws == {}


@pytest.mark.parametrize("source", ['"1"', "'true'", '"~"', "!!str 1", "!!str true", "!!str", "|-\n  1", '""'])
def test_quotes_blocks_and_str_force_text(source: str) -> None:
    document = read_good(f"waarde: {source}\n")
    assert isinstance(document.data["waarde"], str)
    assert document.raws == {}


def test_every_key_and_value_has_a_place() -> None:
    document = read_good("titel: A\nkaders:\n  - id: k1\n    soort: [x, {y: 1}]\nleeg:\n")
    assert document.positions == {
        (): at(1, 1),
        ("titel",): at(1, 8),
        ("kaders",): at(3, 3),
        ("kaders", 0): at(3, 5),
        ("kaders", 0, "id"): at(3, 9),
        ("kaders", 0, "soort"): at(4, 12),
        ("kaders", 0, "soort", 0): at(4, 13),
        ("kaders", 0, "soort", 1): at(4, 16),
        ("kaders", 0, "soort", 1, "y"): at(4, 20),
        ("leeg",): at(5, 6),
    }
    assert document.keys == {
        ("titel",): at(1, 1),
        ("kaders",): at(2, 1),
        ("kaders", 0, "id"): at(3, 5),
        ("kaders", 0, "soort"): at(4, 5),
        ("kaders", 0, "soort", 1, "y"): at(4, 17),
        ("leeg",): at(5, 1),
    }
    assert document.raws == {("kaders", 0, "soort", 1, "y"): "1", ("leeg",): ""}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_count_code_points_with_any_line_end(mark: str, end: str) -> None:
    document = read_good(f"{mark}é😀: [😀é, x]{end}b: {{é: 1}}{end}")
    assert document.keys[("é😀",)] == at(1, 1)
    assert document.positions[("é😀",)] == at(1, 5)
    assert document.positions[("é😀", 1)] == at(1, 10)
    assert document.positions[("b", "é")] == at(2, 8)
    assert found(f"{mark}é: 😀x: y{end}") == [(1, 6, "yaml-dubbele-punt")]


def test_an_alias_is_a_copy_with_places_of_its_own() -> None:
    document = read_good("a: &x\n  b: [1, 6.10]\nc: *x\n")
    assert document.data == {"a": {"b": [1, 6.1]}, "c": {"b": [1, 6.1]}}
    assert document.data["a"]["b"] is not document.data["c"]["b"]
    assert document.positions[("c",)] == at(3, 4)
    assert document.positions[("c", "b", 1)] == document.positions[("a", "b", 1)] == at(2, 10)
    assert document.keys[("c", "b")] == at(2, 3)
    assert document.raws[("c", "b", 1)] == "6.10"


def test_a_repeated_key_is_found_at_the_second_and_the_first_counts() -> None:
    document, findings = read("titel: A\nnummer: 1\ntitel: {x: 2}\n")
    assert document is not None
    assert document.data == {"titel": "A", "nummer": 1}
    assert set(document.positions) == {(), ("titel",), ("nummer",)}
    assert document.positions[("titel",)] == at(1, 8)
    (finding,) = findings
    assert (finding.line, finding.column, finding.code) == (3, 1, "yaml-dubbel-veld")
    assert "‘titel’" in finding.message
    assert "regel 1" in finding.hint


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("1", 1),
        ("true", 1),
        ("~", 1),
        ("1.5", 1),
        ("? [a]\n", 3),
        ("? {a: b}\n", 3),
        ("!!str [a] ", 1),
    ],
)
def test_a_key_is_text(key: str, column: int) -> None:
    document, findings = read(f"{key}: x\ntitel: A\n")
    assert document is not None
    assert document.data == {"titel": "A"}
    assert (1, column, "yaml-veldnaam") in [(f.line, f.column, f.code) for f in findings]


def test_a_quoted_number_is_a_fine_key() -> None:
    assert read_good("'2024': 1\n\"<<\": 2\n? lang\n: 3\n").data == {"2024": 1, "<<": 2, "lang": 3}
    assert read_good("a: &naam titel\n*naam : b\n").data == {"a": "titel", "titel": "b"}


@pytest.mark.parametrize(
    ("source", "place", "shown"),
    [
        ("!foo x", (1, 4), "!foo"),
        ("&a !foo {b: 1}", (1, 7), "!foo"),
        ("!!python/object:os.system x", (1, 4), "!!python/object:os.system"),
        ("!!int '3'", (1, 4), "!!int"),
        ("!!str [a]", (1, 4), "!!str"),
        ("! x", (1, 4), "!"),
        ("[1, !!set {a}]", (1, 8), "!!set"),
    ],
)
def test_a_tag_is_found_where_it_stands(source: str, place: tuple[int, int], shown: str) -> None:
    _, findings = read(f"a: {source}\n")
    tags = [f for f in findings if f.code == "yaml-uitroepteken"]
    assert [(f.line, f.column) for f in tags] == [place]
    assert f"‘{shown}’" in tags[0].message


def test_merging_is_not_supported() -> None:
    document, findings = read("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n")
    assert document is not None
    assert document.data == {"a": {"b": 1}, "c": {"d": 2}}
    assert [(f.line, f.column, f.code) for f in findings] == [(3, 3, "yaml-samenvoegen")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, 1, "yaml-leeg")),
        ("# alleen dit\n\n", (1, 1, "yaml-leeg")),
        ("---\n", (1, 1, "yaml-leeg")),
        ("\n\n~\n", (1, 1, "yaml-leeg")),
        ("- a\n- b\n", (1, 1, "yaml-geen-velden")),
        ("Zomaar tekst\n", (1, 1, "yaml-geen-velden")),
        ("12\n", (1, 1, "yaml-geen-velden")),
        ("titel:Meedoen\n", (1, 1, "yaml-spatie")),
        ("a: 1\n---\nb: 2\n", (2, 1, "yaml-tweede-document")),
        ("%YAML 1.2\n---\na: 1\n", (1, 1, "yaml-richtlijn")),
    ],
)
def test_a_file_is_one_mapping(text: str, expected: tuple[int, int, str]) -> None:
    assert found(text) == [expected]


def test_several_mistakes_are_all_reported_in_order() -> None:
    text = "a: !x 1\na: 2\n3: 4\nb: &los x\nc: {d: 1, d: 2}\ne: f: g\n"
    assert found(text) == [
        (1, 4, "yaml-uitroepteken"),
        (2, 1, "yaml-dubbel-veld"),
        (3, 1, "yaml-veldnaam"),
        (5, 11, "yaml-dubbel-veld"),
        (6, 5, "yaml-dubbele-punt"),
    ]


@pytest.mark.parametrize(
    ("raw", "place", "part"),
    [
        (b"titel: caf\xe9\n", (1, 11), "opgeslagen als Windows-1252 (ANSI) en niet als UTF-8; hier staat zo ‘é’"),
        ("é: 1\r\n😀".encode() + b"\xff\n", (2, 2), "0xFF"),
        (b"\xef\xbb\xbfa\x80: b", (1, 2), "‘€’"),
        ("titel: café\n".encode("cp850"), (1, 11), "DOS-tekst"),
        ("titel: café\n".encode("mac-roman"), (1, 11), "Mac-tekst"),
        (b"a: \xed\xa0\x80\n", (1, 4), "0xED"),
        ("titel: x\n".encode("utf-16"), (1, 1), "UTF-16"),
        ("titel: x\n".encode("utf-16-be"), (1, 1), "UTF-16"),
        ("titel: x\n".encode("utf-32"), (1, 1), "UTF-32"),
    ],
)
def test_other_encodings_are_found_at_the_first_bad_byte(raw: bytes, place: tuple[int, int], part: str) -> None:
    document, (finding,) = read(raw)
    assert document is None
    assert (finding.line, finding.column, finding.code) == (*place, "yaml-geen-utf8")
    assert part in finding.message
    assert "sla op als UTF-8" in finding.hint


@pytest.mark.parametrize("char", "\x00\x07\x0b\x0c\x1b\x7f\x80\x9f\ufffe\uffff")
def test_control_characters_are_refused(char: str) -> None:
    document, (finding,) = read(f"a: b\ntitel: x{char}y{char}\n")
    assert document is None
    assert (finding.line, finding.column, finding.code) == (2, 9, "yaml-stuurteken")
    assert f"U+{ord(char):04X}" in finding.message


@pytest.mark.parametrize("char", "\x85\u2028\u2029")
def test_odd_line_breaks_do_not_shift_lines(char: str) -> None:
    document, findings = read(f"titel: x{char}y\nb: c\nb: d\n")
    assert [(f.line, f.column, f.code) for f in findings] == [
        (1, 9, "yaml-regeleinde"),
        (3, 1, "yaml-dubbel-veld"),
    ]
    assert document is not None
    assert document.data["titel"] == "x y"


def test_an_escaped_control_character_is_found_at_its_value() -> None:
    document, findings = read('a: "x\\x07"\nb: "\\u2028"\nc: "\\n\\t\\u00e9"\n')
    assert document is not None
    assert document.data == {"a": "x\x07", "b": "\u2028", "c": "\n\té"}
    assert [(f.line, f.column, f.code) for f in findings] == [
        (1, 4, "yaml-stuurteken"),
        (2, 4, "yaml-stuurteken"),
    ]


@pytest.mark.parametrize("char", "\xa0\xad\u2003\u200b\u202e\ufeff\ufffd\uf0b7\U00100000")
def test_special_characters_are_noted_once_and_kept(char: str) -> None:
    document, (finding,) = read(f"a: b\ntitel: 'x{char}y'\nc: 'x{char}{char}'\n")
    assert document is not None
    assert document.data["titel"] == f"x{char}y"
    assert (finding.line, finding.column, finding.code) == (2, 10, "yaml-bijzonder-teken")
    assert finding.severity is Severity.NOTE
    assert f"U+{ord(char):04X}" in finding.message


@pytest.mark.parametrize("text", ["'Café – ‘ja’ … € 5'", "'👩\u200d💻 ❤\ufe0f'"])
def test_ordinary_typography_is_not_special(text: str) -> None:
    read_good(f"a: {text}\n")


def bomb(width: int, levels: int) -> str:
    rows = ["a0: &a0 x"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join([*rows, f"z: *a{levels - 1}", ""])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (bomb(9, 9), "yaml-te-veel-onderdelen"),
        (bomb(2, 60), "yaml-te-veel-onderdelen"),
        ("a: [" + "1," * 100_001 + "]\n", "yaml-te-veel-onderdelen"),
        ("".join(f"a{n}:\n" for n in range(60_000)), "yaml-te-veel-onderdelen"),
        ("a: " + "[" * 400_000, "yaml-te-diep"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "yaml-te-diep"),
        ("a: " + "{b: " * 60 + "}" * 60 + "\n", "yaml-te-diep"),
        ("- " * 200_000, "yaml-te-diep"),
        ("? " * 200_000, "yaml-te-diep"),
        (f"a: &x {'[' * 30}{']' * 30}\nb: {'[' * 30}*x{']' * 30}\n", "yaml-te-diep"),
        ("a: &x [*x]\n", "yaml-kring"),
        ("a: &x {b: &y [*x, *y]}\n", "yaml-kring"),
        ("a: " + "x" * MAX_BYTES, "yaml-te-groot"),
    ],
)
def test_a_limit_is_a_finding_and_not_a_hang(text: str, code: str) -> None:
    start = time.process_time()
    document, findings = read(text)
    assert time.process_time() - start < 5
    assert document is None
    assert [f.code for f in findings] == [code]


@pytest.mark.parametrize(
    "piece", [" ", "a ", "a\n", "\t", "'", '"', "- \n", "a:b ", "#\n", "a: b: ", "*", "!a ", "\n - "]
)
def test_a_megabyte_of_anything_is_read_in_time(piece: str) -> None:
    start = time.process_time()
    read("a: b\n" + piece * (500_000 // len(piece)))
    assert time.process_time() - start < 10


def test_fifty_levels_are_allowed() -> None:
    read_good("a: " + "[" * 49 + "]" * 49 + "\n")


def test_a_small_bomb_within_the_limit_is_expanded() -> None:
    document = read_good(bomb(10, 4))
    assert document.data["z"][9][9][9] == "x"
    assert document.positions[("z", 9, 9, 9)].line == 2


class QuotedDumper(yaml.SafeDumper):
    """Writes every text in double quotes."""


QuotedDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=6), st.booleans(), st.booleans())
def test_what_a_dumper_writes_is_read_back(data: dict[str, Any], plain: bool, flow: bool) -> None:
    text = yaml.dump(data, Dumper=QuotedDumper, allow_unicode=plain, default_flow_style=flow)
    document, findings = read(text)
    assert document is not None, findings
    assert document.data == data
    assert {f.code for f in findings} <= {"yaml-stuurteken", "yaml-bijzonder-teken"}
    assert set(document.keys) | {p for p in document.positions if not p or isinstance(p[-1], int)} == set(
        document.positions
    )


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text("a:- \n\t[]{}'\"#&*!|>%@`?,<1\u00e9\ufeff\u2028", max_size=60).map(str.encode))
def test_no_bytes_raise(raw: bytes) -> None:
    document, findings = read(raw)
    assert document is not None or findings
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    for finding in findings:
        assert 1 <= finding.line <= lines
        assert finding.column >= 1
        assert finding.code.startswith(("yaml-", "git-"))


def put(root: Path, name: str, content: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_every_file_is_read_even_when_one_is_broken(tmp_path: Path) -> None:
    names = {
        "agenda/doelen/a.yaml": b"titel: A\n",
        "agenda/doelen/b.yaml": b"titel: 'A\n",
        "agenda/c.yaml": b"x: 1\n",
    }
    paths = [put(tmp_path, name, content) for name, content in names.items()]
    documents, findings = read_files(tmp_path, paths)
    assert [(d.path, d.folder) for d in documents] == [
        ("agenda/doelen/a.yaml", "doelen"),
        ("agenda/c.yaml", "agenda"),
    ]
    assert [(f.path, f.code) for f in findings] == [("agenda/doelen/b.yaml", "yaml-aanhalingsteken-open")]
    relative, _ = read_files(tmp_path, [Path(name) for name in names])
    assert relative == documents


def test_links_that_leave_the_workspace_are_not_read(tmp_path: Path) -> None:
    outside = put(tmp_path, "buiten/geheim.yaml", b"titel: geheim\n")
    root = tmp_path / "ruimte"
    inside = put(root, "agenda/a.yaml", b"titel: A\n")
    (root / "agenda/uit.yaml").symlink_to(outside)
    (root / "agenda/in.yaml").symlink_to(inside)
    (root / "agenda/los.yaml").symlink_to(root / "agenda/bestaat-niet.yaml")
    (root / "map").symlink_to(outside.parent)
    names = [
        "agenda/uit.yaml",
        "agenda/in.yaml",
        "agenda/los.yaml",
        "map/geheim.yaml",
        "../buiten/geheim.yaml",
    ]
    documents, findings = read_files(root, [root / name for name in names] + [outside])
    assert [d.path for d in documents] == ["agenda/in.yaml"]
    assert [(f.path, f.code) for f in findings[:4]] == [
        ("agenda/uit.yaml", "yaml-koppeling"),
        ("agenda/los.yaml", "yaml-onleesbaar"),
        ("map/geheim.yaml", "yaml-koppeling"),
        ("../buiten/geheim.yaml", "yaml-koppeling"),
    ]
    assert findings[4].code == "yaml-koppeling"


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").mkdir()
    os.mkfifo(tmp_path / "pijp.yaml")
    put(tmp_path, "groot.yaml", b"x" * (MAX_BYTES + 1))
    names = ["map.yaml", "pijp.yaml", "groot.yaml", "weg.yaml"]
    documents, findings = read_files(tmp_path, [tmp_path / name for name in names])
    assert documents == []
    assert [(f.path, f.code, f.line, f.column) for f in findings] == [
        ("map.yaml", "yaml-onleesbaar", 1, 1),
        ("pijp.yaml", "yaml-onleesbaar", 1, 1),
        ("groot.yaml", "yaml-te-groot", 1, 1),
        ("weg.yaml", "yaml-onleesbaar", 1, 1),
    ]
