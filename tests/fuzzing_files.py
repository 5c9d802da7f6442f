"""Files beside the agenda that nobody would write: pages, styles, pictures, documents, schemas, templates, git.

Each sort takes something whole, breaks it at random, and lets whoever reads it read it. `try_file` does one case.
"""

from __future__ import annotations

import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import yaml
from workbench import BASE, jpeg, png, shipped_kinds

from kapstok.core.door import door_to
from kapstok.core.finding import Finding
from kapstok.core.git import Repository
from kapstok.core.workspace import Workspace, git_findings, pick_day, resource
from kapstok.files.content import is_what_it_says
from kapstok.files.frozen import read_frozen
from kapstok.files.hidden import hidden_in
from kapstok.files.house.fontfile import read_font
from kapstok.files.house.looks import read_looks
from kapstok.files.house.word import word_trouble
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import check_jpeg, clean_png
from kapstok.files.pictures.svg import clean_svg
from kapstok.history.commits import read_history
from kapstok.history.versions import past_of
from kapstok.kinds.schema import load_kinds
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.read.reader import read_text
from kapstok.render.own_files import check_own_files
from kapstok.render.site.config import SiteError, make_config

Rng = random.Random
DAY = date(2026, 11, 1)
# fmt: off
# ruff: noqa: E501 (tables of what is tried)
_PAGE = (
    "# Kop\n", "\n\n", "[a](b)", "[a][b]", "[b]: c\n", "<div>", "</div>", "<!--", "-->", "<script>", "&#106;", "{: #a .b onclick=x }",
    "{#a}", "`", "```\n", "~~~\n", "| a | b |\n| - | - |\n| c | d |\n", "> ", "- ", "1. ", "    ", "\t", "***", "__", "![a](b)", "<http://x>",
    "---\n", "titel: x\n", "volgorde: 1\n", "!!x ", "&a ", "*a", "\\", "\x00", "\u202e", "\ufeff", "é", "[TOC]", "<a b=", "\"", "<?", "]]>",
    "<!-- agenda: verklaring -->", "::: ", "$$", "[^1]", "Term\n: uitleg\n", "woord " * 9, "[" * 40, "<" * 40,
)
_STYLE = (":root{", "}", "{", ";", ":", "--a:", "--basis-color-accent-1-bg-default:", "#12345", "rgb(", ")", "var(--a)", "var(--b,", "/*", "*/",
          "\"", "'", "@import x;", "url(", "\\", "red", "1px", ",", ".x{", "\n", "é", "\x00", "0", "%", "hsl(1deg 2% 3%)", "!important")
_DRAWING = ("<g>", "</g>", "<rect/>", "<rect x='1' width='9e9'/>", "<path d='M0 0L1 1z'/>", "<path d='M", "<style>", "</style>", ".a{fill:red}", "{",
            "}", "<use href='#a'/>", "<g id='a'>", "<text>", "</text>", "&amp;", "&x;", "<![CDATA[", "]]>", "<!--", "-->", "<?x?>", "<defs>", "</defs>",
            "style='fill:url(#a)'", " class='a'", "<a href='x'>", "<image/>", "1e400", "-", "%", "\x00", "é", "<x:y xmlns:x='z'/>", "<title>", "<stop offset='1'/>")
_TEMPLATE = ("{{", "}}", "{%", "%}", "{#", "#}", " if ", " for x in ", " endif ", " endfor ", "ding", ".titel", " | proza", " | link", "(", ")", "[", "]",
             "alle('doel')", "'", "\"", "~", "+", "-", " not ", " is defined", " set x = ", " macro m() ", " endmacro ", " import 'x' as y ",
             " include 'x' ", " extends 'x' ", "1", "\n", "---\n", "titel: x\n", "als: [doel]\n", "\x00", "é", " else ", " block b ", " do ", " raw ", ",", "=", ".")
_KEYS = ("type", "properties", "items", "required", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "multipleOf", "format", "$ref",
         "$dynamicRef", "$defs", "allOf", "anyOf", "oneOf", "not", "if", "then", "additionalProperties", "unevaluatedProperties", "patternProperties",
         "propertyNames", "dependentRequired", "dependentSchemas", "prefixItems", "contains", "uniqueItems", "title", "description", "default", "$id",
         "$schema", "$anchor", "$vocabulary", "definitions", "x-map", "x-facet", "x-rol", "x-vorm", "x-verwijst-naar", "x-zichtbaar-voor", "x-sorteer",
         "x-weergave", "x-versie", "x-titelveld", "x-nummerveld", "x-groep", "x-bestand", "x-meervoud", "x-van-kracht", "x-wijzigt", "x-bundel", "x-menu")
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2.5, 10**30, "", "x", "a/b", "[", "(?<=a)b", "\\p{L}+", "^(a+)+$", "(?i)x", "(?>a)", [], {}, ["x"], [[]], [{}],
    {"a": 1}, {"type": "string"}, {"$ref": "doel.json"}, {"$ref": "#/properties/titel"}, "#", "gemeenschappelijk.json#/$defs/titel", "#/$defs/weg",
    "string", ["string", "null"], "proza", "datum", "bestand", "object", "array", "http://x/y", "titel", "openbaar", ["doel"], ["*"], ["inwoners"],
    {"meting": {"waarde": "titel"}}, "x" * 3000, {"x": {"$ref": "#"}}, {"allOf": [{"$ref": "#"}]}, "../x", "\u202e", 1e308,
)
_SETTINGS = ("theme", "plugins", "markdown_extensions", "extra", "nav", "hooks", "docs_dir", "validation", "extra_css", "extra_javascript", "copyright",
             "edit_uri", "repo_url", "exclude_docs", "not_in_nav", "watch", "INHERIT", "config_file_path", "site_dir", "x", "", "mdx_configs")
_STAMPS = ("0 +0000", "1700000000 +0000", "-1 +0000", "99999999999 +0000", "253402300800 +9999", "1e9 +0000", " +0000", "1700000000 -2359")
# fmt: on


def try_file(rng: Rng) -> list[Finding]:
    """One case; gives the findings of sorts that have any, and raises what is a mistake of ours."""
    return rng.choice(_SORTS)(rng)


def _salad(words: tuple[str, ...], rng: Rng, most: int = 60) -> str:
    return "".join(rng.choices(words, k=rng.randint(1, most)))


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="kapstok-fuzz-"))


def _put(path: str, data: bytes) -> Path:
    """The one file of an otherwise empty workspace."""
    root = Path(tempfile.mkdtemp(dir=_folder()))
    (root / "agenda").mkdir()
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
    return root


def torn(data: bytes, rng: Rng) -> bytes:
    """Bytes in which something was cut, doubled, turned over or put in."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
        end = min(end, at + rng.choice((1, 4, 40, 4_000)))
        piece = rng.choice((b"", rng.randbytes(4), b"\xff" * 4, bytes(8), data[at:end] * 2, data[at:end][::-1]))
        data = data[:at] + piece + data[end:]
    return data


def _own(path: str, text: str) -> list[Finding]:
    root = _put(path, text.encode("utf-8", "surrogatepass"))
    workspace = Workspace(root=root)
    doors = [door_to(folder).once() for folder in workspace.template_folders()]
    return list(check_own_files(workspace, shipped_kinds(), doors))


def _page(rng: Rng) -> list[Finding]:
    return _own("docs/site/x.md", rng.choice(("", "---\n", "---\ntitel: x\n---\n")) + _salad(_PAGE, rng))


def _template(rng: Rng) -> list[Finding]:
    name = rng.choice(("pagina/doel.md.j2", "overzicht/eigen.md.j2", "stuk/opgave.md.j2"))
    shipped = (resource("templates") / "pagina" / "doel.md.j2").read_text(encoding="utf-8")
    text = _salad(_TEMPLATE, rng) if rng.random() < 0.6 else torn(shipped.encode(), rng).decode(errors="replace")
    return _own(f"templates/{name}", rng.choice(("", "---\n", "---\ntitel: x\n---\n")) + text)


def _headings(rng: Rng) -> list[Finding]:
    shipped = (resource("templates") / "stuk" / "koppen.yaml").read_bytes()
    return _own("templates/stuk/koppen.yaml", torn(shipped, rng).decode(errors="replace"))


def _settings(rng: Rng) -> list[Finding]:
    data = {"site_name": "x"} | {rng.choice(_SETTINGS): deepcopy(rng.choice(_VALUES)) for _ in range(rng.randint(1, 3))}
    text = yaml.safe_dump(data, allow_unicode=True) + rng.choice(
        ("", "", "extra: !ENV X\n", "x: !!python/name:os.x \n", "<<: {}\n")
    )
    found = _own("mkdocs.yml", text)
    root = _put("mkdocs.yml", text.encode("utf-8", "surrogatepass"))
    try:
        make_config(root / "mkdocs.yml", {"docs_dir": str(root)})
    except SiteError as error:
        found += error.findings
    return found


def _style(rng: Rng) -> list[Finding]:
    root = _put("huisstijl/x.css", _salad(_STYLE, rng, 120).encode())
    colours = {"hoofd": rng.choice(("#123456", "#ffffff", "#000000"))} if rng.random() < 0.5 else {}
    looks, _ = read_looks(root, {"tokens": "huisstijl/x.css", "kleuren": colours})
    looks.css()
    return []


def _drawing(rng: Rng) -> list[Finding]:
    whole = [piece for piece in _DRAWING if piece.endswith("/>") or not set("<>&\0") & set(piece)]
    inner = _salad(_DRAWING, rng) if rng.random() < 0.3 else _salad(tuple(whole), rng)
    style = f"<style>{_salad(_STYLE, rng).replace('<', '')}</style>" if rng.random() < 0.3 else ""
    try:
        made = clean_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{style}{inner}</svg>'.encode())
    except PictureError:
        return []
    assert clean_svg(made) == made
    return []


def _picture(rng: Rng) -> list[Finding]:
    for data, read in ((png(20, 20), clean_png), (jpeg(b"\xff\xe1\x00\x08Exif\0\0"), check_jpeg)):
        try:
            read(torn(data, rng))
        except PictureError:
            continue
    read_font(torn(_font(), rng))
    return []


@cache
def _font() -> bytes:
    import fontpkg_noto_sans

    return next(iter(sorted(Path(str(fontpkg_noto_sans.__file__)).parent.rglob("*.ttf")))).read_bytes()


@cache
def _word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def _document(rng: Rng) -> list[Finding]:
    data = torn(_word(), rng) if rng.random() < 0.5 else _repacked(rng)
    word_trouble(data)
    _look(data, "docx")
    return []


def _repacked(rng: Rng) -> bytes:
    """A Word document with one of its parts broken, in a whole package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_word())) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, torn(old.read(name), rng) if name == chosen else old.read(name))
    return out.getvalue()


def _pdf(rng: Rng) -> list[Finding]:
    body = b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction 3 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    body += b"3 0 obj <</Type/Page/Parent 2 0 R/Annots[<</Subtype/Text>>]>> endobj\ntrailer <</Root 1 0 R/Info <</Author(x)>>>>\n%%EOF\n"
    _look(torn(body, rng), "pdf")
    return []


def _look(data: bytes, suffix: str) -> None:
    path = _folder() / f"x.{suffix}"
    path.write_bytes(data)
    is_what_it_says(path)
    hidden_in(path, suffix)


def _record(rng: Rng) -> list[Finding]:
    values: dict[str, Any] = dict.fromkeys(("titel", "soort", "status", "orgaan", "versie", "commit"), "x")
    values |= {
        "vorm": 1,
        "stuk": "memo",
        "uitgave": 1,
        "onderdeel": "doel:x",
        "publiek": "inwoners",
        "datum": "2026-01-01",
    }
    values |= {"bestanden": {"memo.pdf": {"sha256": "x"}}, "gebruikt": {}}
    values["bijlagen"] = [dict.fromkeys(("bij", "nummer", "titel", "alt", "genoemd", "bestand", "sha256"), "x")]
    for _ in range(rng.choice((1, 1, 3))):
        holder = rng.choice((values, values, values["bijlagen"][0] if _is_row(values["bijlagen"]) else values))
        holder[rng.choice(sorted(holder))] = deepcopy(rng.choice(_VALUES))
    root = _put(
        "vastgesteld/memo.json",
        json.dumps(values).encode() if rng.random() < 0.9 else torn(json.dumps(values).encode(), rng),
    )
    return read_frozen(root)[1]


def _is_row(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and isinstance(rows[0], dict) and bool(rows[0])


def _schema(rng: Rng) -> list[Finding]:
    shipped = rng.choice(sorted(resource("schemas").glob("*.json")))
    data = json.loads(shipped.read_text(encoding="utf-8"))
    for _ in range(rng.choice((1, 1, 2, 4))):
        holder, key = rng.choice(list(_inside(data)))
        if isinstance(holder[key], dict) and rng.random() < 0.5:
            holder[key][rng.choice(_KEYS)] = deepcopy(rng.choice(_VALUES))
        elif rng.random() < 0.2:
            del holder[key]
        else:
            holder[key] = deepcopy(rng.choice(_VALUES))
    name = rng.choice((shipped.name, "nieuw.json", shipped.name.replace(".json", ".extra.json")))
    root = _put(f"schemas/{name}", json.dumps(data).encode())
    kinds, found = load_kinds([("schemas (Kapstok)", resource("schemas")), ("schemas", root / "schemas")])
    placed, more = validate(_documents(), kinds)
    return [*found, *more, *resolve(placed, kinds)[1]]


def _inside(data: Any) -> Any:
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from _inside(data[key])


@cache
def _documents() -> list[Any]:
    read = (read_text(path.relative_to(BASE).as_posix(), path.read_bytes())[0] for path in sorted(BASE.rglob("*.yaml")))
    return [document for document in read if document is not None]


def _history(rng: Rng) -> list[Finding]:
    """A repository of a few commits with any name, day and words at all."""
    import subprocess

    root = _put("agenda/agenda.yaml", b"titel: x\n")
    lines = []
    for number in range(rng.randint(1, 5)):
        name = rng.choice(("x", "a\\nb", "é", "\\303", "a b", "-n", ":(top)", "x" * 90, '"', "%h"))
        path = f'"agenda/doelen/{name if name != chr(34) else chr(92) + chr(34)}.yaml"'
        words = _salad(_PAGE, rng, 5).encode("utf-8", "replace")
        lines += [
            f"commit refs/heads/main\ncommitter t <t@x> {rng.choice((*_STAMPS, *['1700000000 +0000'] * 12))}\ndata {len(words)}\n".encode()
            + words
            + b"\n"
        ]
        lines += [
            f"M 100644 inline {path}\ndata 3\nx: \n".encode()
            if number == 0 or rng.random() < 0.8
            else f"D {path}\n".encode()
        ]
    git = ["git", "-C", str(root), "-c", "core.protectNTFS=false"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True, capture_output=True)
    done = subprocess.run([*git, "fast-import", "--quiet"], input=b"".join(lines), check=False, capture_output=True)
    if done.returncode:
        return []
    found = Repository(root)
    findings = pick_day(found, None, "2026-01-01")[1]
    read_history(found)
    past_of(found, DAY)
    return [*findings, *git_findings(found)]


_SORTS: tuple[Callable[[Rng], list[Finding]], ...] = (
    *(_page, _page, _page, _page, _template, _template, _style, _style, _style, _drawing, _drawing, _drawing),
    *(_picture, _picture, _document, _document, _pdf, _pdf, _record, _record, _settings, _headings, _schema, _history),
)
