"""Attachments that are small on disk and endless inside: told as such, in little time and memory."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from test_hostile_files import MEETING
from workbench import REPOSITORY, copy_base, write

from kapstok.files.hidden import hidden_in

MEMORY, SECONDS = 300 << 20, 1.0
UNKNOWN = "misschien meer, want het is te groot om na te kijken"
LOOK = """
import resource, sys, time
from pathlib import Path
import pikepdf, lxml.etree
from kapstok.files.content import is_what_it_says
from kapstok.files.hidden import hidden_in
path, start = Path(sys.argv[1]), time.process_time()
print(is_what_it_says(path), [trace.what for trace in hidden_in(path, path.suffix[1:])])
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
# A process starts with the peak of its parent: so a small one starts the one that is measured.
SMALL = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', *sys.argv[1:]]).returncode)"


def package(part: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<x/>")
        made.writestr(part, text)
    return out.getvalue()


def zeroes(size: int) -> bytes:
    """So many spaces, packed."""
    packer, part, out = zlib.compressobj(9), b" " * 1_000_000, []
    for _ in range(size // len(part)):
        out.append(packer.compress(part))
    return b"".join([*out, packer.flush()])


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects; the first is its root."""
    out, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return out + table + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"


def packed_objects(filters: bytes, body: bytes) -> bytes:
    """A PDF whose root lies in a packed stream of objects."""
    start = b"%PDF-1.5\n"
    stream = b"3 0 obj <</Type/ObjStm/N 2/First 8/Filter%s/Length %d>>\nstream\n" % (filters, len(body))
    out = start + stream + body + b"\nendstream endobj\n"
    rows = bytes(5) + b"\2\0\0\3\0" + b"\2\0\0\3\1" + b"\1" + len(start).to_bytes(3, "big") + b"\0"
    table = b"4 0 obj <</Type/XRef/Size 4/W[1 3 1]/Root 1 0 R/Length %d>>\nstream\n%s" % (len(rows), rows)
    return out + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def pages(count: int, notes: int) -> bytes:
    kids = b"".join(b"%d 0 R " % (3 + n) for n in range(count))
    page = b"<</Type/Page/Parent 2 0 R/Annots[%s]>>" % (b"<</Subtype/Text>>" * notes)
    return pdf([ROOT, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *[page] * count])


_MARKED = "<b " + " ".join(f"a{n}=''" for n in range(200)) + "/>"
_TWICE = b"[/FlateDecode/FlateDecode]"
_MANY = b"<</Type/Pages/Count 9/Kids[%s]>>" % (b"3 0 R " * 150_000)
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "elements": ("docx", lambda: package("word/document.xml", f"<a>{'<b/>' * 9_000_000}</a>")),
    "attributes": ("docx", lambda: package("word/document.xml", f"<a>{_MARKED * 20_000}</a>")),
    "cells": ("ods", lambda: package("content.xml", f"<a>{'<b/>' * 9_000_000}</a>")),
    "packed objects": ("pdf", lambda: packed_objects(b"/FlateDecode", zeroes(300_000_000))),
    "packed twice": (
        "pdf",
        lambda: packed_objects(_TWICE, zlib.compress(zeroes(300_000_000))),
    ),
    "packed in a way without limit": ("pdf", lambda: packed_objects(b"/LZ#57Decode", b"x")),
    "packed in a way told elsewhere": ("pdf", lambda: packed_objects(b"[ 9 0 R]", b"x")),
    "lists in lists": ("pdf", lambda: pdf([ROOT[:-2] + b"/X " + b"[" * 400_000 + b">>", b"<</Type/Pages/Kids[]>>"])),
    "more notes than anybody writes": ("pdf", lambda: pages(300, 400)),
    "one page named again and again": ("pdf", lambda: pdf([ROOT, _MANY, b"<</Type/Page/Parent 2 0 R>>"])),
    "pages in a circle": ("pdf", lambda: pdf([ROOT, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"])),
}
HARMLESS = ("one page named again and again", "pages in a circle", "packed objects", "packed twice")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_goes_off_nowhere(name: str, tmp_path: Path) -> None:
    suffix, make = BOMBS[name]
    path = tmp_path / f"x.{suffix}"
    path.write_bytes(make())
    assert path.stat().st_size < 4_000_000
    done = subprocess.run(
        [sys.executable, "-c", SMALL, LOOK, str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said, spent, peak = done.stdout.strip().rpartition("\n")[0], *done.stdout.split()[-2:]
    assert UNKNOWN in said or name in HARMLESS, said
    assert float(spent) < SECONDS
    assert int(peak) < MEMORY


def test_notes_of_an_ordinary_pdf_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pages(3, 2))
    assert [trace.what for trace in hidden_in(path, "pdf")] == ["6 opmerkingen"]


def test_no_library_says_anything_of_what_it_reads(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    meeting = MEETING.format("x.pdf") + "publicatie: openbaar\n"
    write(root, {"agenda/overleggen/raad.yaml": "naam: Raad\nniveau: gemeente\n"})
    write(root, {"agenda/vergaderingen/maart.yaml": meeting, "bijlagen/x.csv": "a;b\n"})
    start = b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3<< jbo 0 3\n(\x1b[2J)"
    rest = b" >>1 x/]R 0 /Type/Page/Annots[<</Subtype/Text>>]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    (root / "bijlagen" / "x.pdf").write_bytes(start + rest)
    done = subprocess.run(
        [sys.executable, "-m", "kapstok", "check", "--workspace", str(root), "--date", "2026-11-01"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert not re.search(r"\b(?:the|warning|object|damaged)\b", done.stdout)
