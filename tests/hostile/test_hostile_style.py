"""Pictures, Word templates, tokens and settings by allow list: what could harm is told, what is left is harmless."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
import zlib

import docx
import pytest
from lxml import etree
from workbench import jpeg, model_of, png

from kapstok.files.house.tokens import _Reader
from kapstok.files.house.word import word_trouble
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import check_jpeg, clean_png
from kapstok.files.pictures.svg import clean_svg
from kapstok.render.drawings.picture_size import picture_size

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{0}</svg>'
HARMFUL = re.compile(
    rb"script|(?:\s|^)on\w+\s*=|javascript|@import|foreignObject|https?://(?!www\.w3\.org)|file:|data:|<!ENTITY|<\?|\\",
    re.I,
)
RECT = '<rect width="1" height="1" {0}/>'

DRAWINGS = {
    "script": "<script>alert(1)</script>",
    "script of another kind": '<script type="module" href="x.js"/>',
    "script in another name": '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    "XHTML": '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    "foreign object": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>',
    "event": RECT.format('onclick="alert(1)"'),
    "event on the root": "</svg>",
    "event of loading": '<g onload="x()"/>',
    "begin of an animation": '<set attributeName="href" to="javascript:alert(1)"/>',
    "animation": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "animated motion": '<animateTransform attributeName="transform"/>',
    "link": '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
    "link with a tab": '<a xlink:href="java&#9;script:alert(1)"><rect/></a>',
    "image": '<image href="https://elders.nl/x.png"/>',
    "image with data": '<image href="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4="/>',
    "image of a file": '<image xlink:href="file:///etc/passwd"/>',
    "use of elsewhere": '<use href="https://elders.nl/x.svg#a"/>',
    "use of data": '<use xlink:href="data:image/svg+xml,x#a"/>',
    "filter": '<filter id="f"><feImage href="https://elders.nl/x"/></filter>',
    "font": '<font-face-uri href="https://elders.nl/x"/>',
    "pattern": '<pattern id="p"><image href="x"/></pattern>',
    "marker": '<marker id="m"/>',
    "fill of elsewhere": RECT.format('fill="url(https://elders.nl/#x)"'),
    "fill with an escape": RECT.format('fill="u\\72l(https://elders.nl/)"'),
    "fill with quotes": RECT.format("fill=\"url('//elders.nl/x')\""),
    "style of elsewhere": RECT.format('style="fill:url(https://elders.nl/x)"'),
    "style with an import": "<style>@import 'https://elders.nl/x.css';</style>",
    "style with an escaped import": "<style>@im\\70ort 'x';</style>",
    "style with a comment in a word": "<style>@im/**/port 'x';</style>",
    "style with a font": "<style>@font-face{font-family:x;src:url(//elders.nl/x)}</style>",
    "style with an expression": RECT.format('style="width:expression(alert(1))"'),
    "style in CDATA": "<style><![CDATA[@import 'x';]]></style>",
    "selector": "<style>a[href^='x']{fill:red}</style>",
    "entity": "&x;",
    "number of sixty thousand digits": RECT.format('x="' + "9" * 60_000 + '"'),
    "huge number": RECT.format('x="1e99"'),
    "no number": RECT.format('x="NaN"'),
    "endless path": '<path d="M0 0' + "L1 1" * 200_000 + '"/>',
    "number in a path": '<path d="M0 0L99999999999999999999 1"/>',
    "transformation": RECT.format('transform="scale(1e30)"'),
    "copies of copies": '<g id="a"><rect/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/>',
    "copy of itself": '<g id="a"><use href="#a"/></g>',
    "deep": "<g>" * 80 + "</g>" * 80,
    "many": "<rect/>" * 20_000,
    "large": "<desc>" + "x" * 1_100_000 + "</desc>",
    "processing instruction": '<?xml-stylesheet href="https://elders.nl/x.css"?>',
    "comment": "<!-- <script> -->",
    "attribute of another space": RECT.format('xlink:actuate="onLoad" xmlns:ev="http://www.w3.org/2001/xml-events"'),
    "external resources": RECT.format('externalResourcesRequired="true"'),
    "handler": '<handler xmlns="http://www.w3.org/2000/svg" type="application/ecmascript">x</handler>',
    "mask of elsewhere": RECT.format('mask="url(x.svg#m)"'),
    "cursor": RECT.format('cursor="url(x)"'),
    "font family that breaks out": '<text font-family="x;}</style><script>">x</text>',
}


@pytest.mark.parametrize("drawn", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_refused_or_harmless(drawn: str) -> None:
    start = time.monotonic()
    try:
        made = clean_svg(SVG.format(drawn).encode())
    except PictureError:
        pass
    else:
        assert not HARMFUL.search(made)
        etree.fromstring(made)
        assert clean_svg(made) == made
        assert max(picture_size(made)) < 1e6
    assert time.monotonic() - start < 1


FILES = {
    "HTML": b"<html><script>alert(1)</script></html>",
    "comment that is HTML to a browser": b"<!--><script>alert(1)</script>--><svg/>",
    "entity bomb": b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><svg>&b;&b;&b;</svg>',
    "entity of a file": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg><title>&a;</title></svg>',
    "external DTD": b'<!DOCTYPE svg SYSTEM "https://elders.nl/x.dtd"><svg/>',
    "parameter entity": b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><svg/>',
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?><svg>+ADw-script+AD4-</svg>',
    "two roots": b"<svg/><svg/>",
    "nothing": b"",
    "zeroes": bytes(1000),
    "gzip": b"\x1f\x8b\x08" + bytes(50),
    "deep": b"<svg>" + b"<g>" * 100_000,
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_file_that_is_no_plain_drawing_is_refused_or_harmless(data: bytes) -> None:
    start = time.monotonic()
    try:
        made = clean_svg(data)
    except PictureError:
        pass
    else:
        assert b"root:" not in made
        assert not HARMFUL.search(made)
    assert time.monotonic() - start < 1


def test_a_drawing_of_a_drawing_program_keeps_its_looks() -> None:
    drawn = (
        "<defs><style>.a{fill:#123456;stroke:none}.a,.b{opacity:.5}#c{fill:red}rect{stroke-width:2px}</style>"
        '<linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<rect class="a" id="c" width="5" height="5" style="stroke:blue"/><path class="b" d="M0 0h5z" fill="url(#g)"/>'
        '<sodipodi:namedview xmlns:sodipodi="urn:s" a="1"/>'
    )
    made = etree.fromstring(clean_svg(SVG.format(drawn).encode()))
    rect, path = made[1], made[2]
    assert dict(rect.attrib) == {
        "id": "c",
        "width": "5",
        "height": "5",
        "fill": "red",
        "stroke": "blue",
        "opacity": ".5",
        "stroke-width": "2px",
    }
    assert (path.get("fill"), path.get("opacity"), len(made)) == ("url(#g)", ".5", 3)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def sized(width: int, height: int, pixels: bytes = b"", depth: int = 8, colour: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


RASTERS = {
    "bomb": sized(20_000, 20_000, bytes(1000)),
    "more pixels than it says": sized(4, 4, bytes(50_000_000)),
    "fewer": sized(4, 4, bytes(3)),
    "no width": sized(0, 4),
    "huge sides": sized(2**31 - 1, 1),
    "odd depth": sized(4, 4, bytes(20), depth=3),
    "odd colours": sized(4, 4, bytes(20), colour=5),
    "cut off": png()[:-20],
    "wrong sum": png()[:-1] + b"x",
    "two heads": png(extra=chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0))),
    "no pixels": b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
    "text": b"\x89PNG\r\n\x1a\n<script>",
}


@pytest.mark.parametrize("data", RASTERS.values(), ids=RASTERS)
def test_a_png_that_is_not_whole_or_too_large_is_refused(data: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(PictureError):
        clean_png(data)
    assert time.monotonic() - start < 1


def test_a_png_loses_what_was_behind_it() -> None:
    assert clean_png(png(extra=chunk(b"tEXt", b"a\0<script>")) + b"<script>alert(1)</script>") == png()


JPEGS = {
    "bomb": jpeg(width=65535, height=65535),
    "cut off": jpeg()[:20],
    "segment that is too long": b"\xff\xd8\xff\xe0\xff\xff",
    "segment without length": b"\xff\xd8\xff\xe0\x00\x00",
    "no picture": b"\xff\xd8\xff\xd9",
    "HTML": b"\xff\xd8\xff<script>",
}


@pytest.mark.parametrize("data", JPEGS.values(), ids=JPEGS)
def test_a_jpeg_that_is_not_whole_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        check_jpeg(data)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AWAY = 'TargetMode="External"'
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" {1}/>'
    "</Relationships>"
)


def template(parts: dict[str, bytes | str] | None = None, body: str = "") -> bytes:
    """A Word document of python-docx with other parts in it, and something more in its text."""
    source = io.BytesIO()
    docx.Document().save(source)
    out = io.BytesIO()
    with zipfile.ZipFile(source) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in made.namelist():
            data = made.read(name)
            if name == "word/document.xml" and body:
                data = data.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
            if name not in (parts or {}):
                changed.writestr(name, data)
        for name, content in (parts or {}).items():
            changed.writestr(name, content)
    return out.getvalue()


def field(*codes: str) -> str:
    """A field whose code is cut over runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    mark = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
    return f"<w:p>{mark.format('begin')}{runs}{mark.format('separate')}{mark.format('end')}</w:p>"


def bomb() -> bytes:
    return template({"word/media/x.png": bytes(220_000_000)})


TEMPLATES = {
    "DDEAUTO": (lambda: template(body=field("DDEAUTO cmd /k calc")), "het veld DDEAUTO"),
    "DDE cut in pieces": (lambda: template(body=field("D", "DEA", "UTO x")), "het veld DDEAUTO"),
    "DDE in small letters": (lambda: template(body=field(" ddeauto x")), "het veld DDEAUTO"),
    "simple field": (lambda: template(body='<w:p><w:fldSimple w:instr="DDE x"/></w:p>'), "het veld DDE"),
    "include text": (lambda: template(body=field("INCLUDETEXT file:///etc/passwd")), "het veld INCLUDETEXT"),
    "include picture": (lambda: template(body=field("INCLUDEPICTURE http://x")), "het veld INCLUDEPICTURE"),
    "letters by number": (lambda: template(body=field("QUOTE 68 68 69")), "het veld QUOTE"),
    "database": (lambda: template(body=field("DATABASE x")), "het veld DATABASE"),
    "import": (lambda: template(body=field("IMPORT x")), "het veld IMPORT"),
    "macro button": (lambda: template(body=field("MACROBUTTON x y")), "het veld MACROBUTTON"),
    "taken out but there": (lambda: template(body="<w:delInstrText>DDEAUTO x</w:delInstrText>"), "het veld DDEAUTO"),
    "no name": (lambda: template(body=field("")), "het veld zonder naam"),
    "link to a share": (
        lambda: template(body=field('HYPERLINK "\\\\\\\\server\\\\x"')),
        "niet naar een website",
    ),
    "link to a file": (lambda: template(body=field('HYPERLINK "file:///etc/passwd"')), "niet naar een website"),
    "object": (lambda: template(body="<w:p><w:object/></w:p>"), "<object>"),
    "control": (lambda: template(body="<w:p><w:control/></w:p>"), "<control>"),
    "other document": (lambda: template(body="<w:altChunk/>"), "<altChunk>"),
    "macros": (lambda: template({"word/vbaProject.bin": b"x"}), "macro's"),
    "embedded": (lambda: template({"word/embeddings/oleObject1.bin": b"x"}), "ingesloten bestand"),
    "activeX": (lambda: template({"word/activeX/activeX1.xml": "<x/>"}), "macro's"),
    "fonts": (lambda: template({"word/fonts/font1.odttf": b"x"}), "lettertypen"),
    "glossary": (lambda: template({"word/glossary/document.xml": "<x/>"}), "bouwstenen"),
    "picture of Windows": (lambda: template({"word/media/image1.emf": b"x"}), "geen PNG of JPEG"),
    "picture that is none": (lambda: template({"word/media/image1.png": b"MZ"}), "niet te lezen"),
    "other part": (lambda: template({"word/x.html": b"<script>"}), "het onderdeel word/x.html"),
    "template of elsewhere": (
        lambda: template(
            {
                "word/_rels/settings.xml.rels": RELATION.format(
                    "attachedTemplate", 'TargetMode="External" Target="http://x"'
                )
            }
        ),
        "van een andere plek",
    ),
    "picture of elsewhere": (
        lambda: template(
            {"word/_rels/header1.xml.rels": RELATION.format("image", 'TargetMode="External" Target="//x"')}
        ),
        "van een andere plek",
    ),
    "script link": (
        lambda: template(
            {"word/_rels/header1.xml.rels": RELATION.format("hyperlink", 'TargetMode="External" Target="javascript:x"')}
        ),
        "niet naar een website",
    ),
    "other relation": (
        lambda: template({"word/_rels/header1.xml.rels": RELATION.format("oleObject", 'Target="x"')}),
        "de soort oleObject",
    ),
    "entities": (lambda: template({"word/header1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "beschadigd"),
    "bomb": (bomb, "te groot"),
    "names up": (lambda: template({"../x.xml": "<x/>"}), "beschadigd"),
    "no package": (lambda: b"geen word", "beschadigd"),
    "cut off": (lambda: template()[:2000], "beschadigd"),
}


@pytest.mark.parametrize(("make", "said"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_word_template_with_more_than_looks_is_refused(make: object, said: str) -> None:
    data = make()  # type: ignore[operator]
    start = time.monotonic()
    problem = word_trouble(data)
    assert time.monotonic() - start < 1
    assert problem
    assert re.search(said, problem[0]), problem[0]


def test_a_plain_word_document_with_page_numbers_may_be_used() -> None:
    extra = field(" PAGE ") + field("NUMPAGES") + field('HYPERLINK "https://voorbeeld.nl/"') + field('TOC \\o "1-3"')
    assert word_trouble(template(body=extra)) is None


SHEETS = {
    "script in an address": ":root{--a: url(javascript:alert(1))}",
    "escaped word": ":root{--a: u\\72l(x)}",
    "escaped import": "@im\\70ort 'x';",
    "import": "@import url(https://elders.nl/x.css);",
    "rule": "body{background:url(x)}",
    "end of a style": ":root{--a: </style><script>}",
    "brace": ":root{--a: }body{color:red}",
    "image set": ":root{--a: image-set('x' 1x)}",
    "attribute": ":root{--a: attr(data-x)}",
    "comment in a word": ":root{--a: u/**/rl(x)}",
    "open comment": ":root{--a: 1px} /* ",
    "open quote": ":root{--a: 'x}",
    "selector": "a[href]{--a:1}",
    "element": ":root{--a: element(#x)}",
    "expression": ":root{--a: expression(alert(1))}",
    "important": ":root{--a: red !important}",
    "nothing": "",
    "many": ":root{" + "--a:1;" * 6000 + "}",
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_style_sheet_gives_plain_values_or_a_finding(sheet: str) -> None:
    start = time.monotonic()
    reader = _Reader("x.css", sheet)
    values = dict(reader.tokens())
    text = "".join(token.value for token in values.values())
    assert reader.problems or not re.search(r"url|@|[\\<>{}]|image-set|expression", text)
    assert time.monotonic() - start < 1


SETTINGS = "titel: A\ngemeente: B\nstatus: concept\n"
WRONG = {
    "password in the address": "adres: https://u:p@x.nl/",
    "no host": "adres: https:///pad",
    "host with a sign": "adres: https://x'y.nl/",
    "IPv6 that is none": "adres: 'https://[::1/'",
    "script for an address": "adres: 'javascript:alert(1)'",
    "line in an address": 'adres: "https://x.nl/\\nSet-Cookie: x"',
    "backslash": "adres: 'https://x.nl\\@y.nl/'",
    "file": "adres: file:///etc/passwd",
    "port": "adres: https://x.nl:999999/",
    "colours as a word": "huisstijl:\n  kleuren: blauw",
    "colour as a word": "huisstijl:\n  kleuren:\n    hoofd: blauw",
    "colour with a line end": 'huisstijl:\n  kleuren:\n    hoofd: "#112233\\n"',
    "colour with more": "huisstijl:\n  kleuren:\n    hoofd: '#112233;background:url(x)'",
    "logo as a list": "huisstijl:\n  logo: [a]",
    "style as text": "huisstijl: mooi",
    "limit": "bijlagen_limiet_mb: 5000",
    "limit below nothing": "bijlagen_limiet_mb: -1",
    "peildatum": "peildatum: [2026]",
    "edit address": "repository:\n  bewerken: 'javascript:x'",
    "contact": "contact:\n  adres: '//x.nl'",
    "other setting": "hooks: x.py",
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_a_setting_that_is_none_is_told(line: str) -> None:
    _, findings = model_of({"agenda.yaml": f"{SETTINGS}{line}\n"})
    assert findings
    assert all(finding.line >= 4 for finding in findings)
