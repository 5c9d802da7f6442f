"""A package (a ZIP such as Word, Excel and LibreOffice make), opened within limits: names, sizes, XML without a DTD."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kapstok.core.element import Element

MOST_PARTS, LARGEST_PART, LARGEST_WHOLE = 2_000, 40_000_000, 200_000_000
MOST_MARKS = 800_000  # elements and attributes of one part: each takes hundreds of bytes once it is read
_DAMAGE = (KeyError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
_PLAIN_NAME = re.compile(r"(?![/.])(?!.*(?:\.\.|//))[^\\\x00-\x1f:*?\"<>|]{1,200}")


class PackageError(Exception):
    """The bytes are no package that can be read, or one that is larger than anybody needs."""


class TooLargeError(PackageError):
    """It may be a package, but nobody can look into it without taking more of the machine than is fair."""


class Package:
    """The parts of a package by name; each is unpacked when it is asked for, and never beyond the limits."""

    def __init__(self, content: bytes | Path) -> None:
        """Raises PackageError."""
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        except _DAMAGE as error:
            raise PackageError("geen pakket") from error
        parts = self._file.infolist()
        self.names = [part.filename for part in parts if not part.is_dir()]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_WHOLE:
            raise TooLargeError("te groot")
        folded = {name.casefold() for name in self.names}
        if len(folded) != len(self.names) or not all(map(_PLAIN_NAME.fullmatch, self.names)):
            raise PackageError("vreemde namen")
        self._left = LARGEST_WHOLE

    def read(self, name: str) -> bytes:
        """One part. Raises PackageError when it is not there, damaged, locked, or larger than it says."""
        try:
            with self._file.open(name) as part:
                data = part.read(min(LARGEST_PART, self._left) + 1)
        except _DAMAGE as error:
            raise PackageError("beschadigd") from error
        self._left -= len(data)
        if len(data) > LARGEST_PART or self._left < 0:
            raise TooLargeError("te groot")
        return data

    def xml(self, name: str) -> Element:
        """One part as XML, in which nothing is fetched or filled in. Raises PackageError."""
        data = self.read(name)
        if data.count(b"<") + data.count(b"=") > MOST_MARKS:
            raise TooLargeError("te groot")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            made = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise PackageError("geen XML") from error
        if made.getroottree().docinfo.doctype:
            raise PackageError("een doctype")
        root: Element = made
        return root

    def xml_names(self) -> Iterator[str]:
        """The names of the parts that are XML."""
        yield from (name for name in self.names if name.lower().endswith((".xml", ".rels")))
