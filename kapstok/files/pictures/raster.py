"""PNG and JPEG: decoded as far as needed to know that they are whole and no larger than a screen can use.

A PNG is written anew from the chunks that draw it, so that nothing that was hidden in or behind it comes along.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from kapstok.files.pictures.problem import PictureError

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_PIXELS = 40_000_000
_LONGEST = 20_000  # pixels of a side
_DRAWS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"})
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_INTERLACED = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xDA)})  # markers without a length, and no markers


def clean_png(data: bytes) -> bytes:
    """The same picture from nothing but the chunks that draw it. Raises PictureError."""
    found = list(chunks(data))
    if not found or found[0][0] != b"IHDR" or len(found[0][1]) != 13 or found[-1] != (b"IEND", b""):
        raise PictureError("geen hele PNG")
    if sum(kind == b"IHDR" for kind, _ in found) != 1:
        raise PictureError("geen hele PNG")
    _decode(found[0][1], b"".join(body for kind, body in found if kind == b"IDAT"))
    return PNG + b"".join(_chunk(kind, body) for kind, body in found if kind in _DRAWS)


def check_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG whose segments are whole. Raises PictureError."""
    size = (0, 0)
    for marker, body in segments(data):
        if marker in _FRAMES and len(body) >= 6:
            height, width = struct.unpack_from(">HH", body, 1)
            size = _bounded(width, height)
    if size == (0, 0) or b"\xff\xd9" not in data:
        raise PictureError("geen hele JPEG")
    return size


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The mark and content of every segment before the pixels of a JPEG. Raises PictureError."""
    at = 2 if data.startswith(JPEG[:2]) else len(data)
    while at + 4 <= len(data):
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if data[at] != 0xFF or marker in _ALONE or length < 2 or at + 2 + length > len(data):
            break
        if marker == 0xDA:
            return
        yield marker, data[at + 4 : at + 2 + length]
        at += 2 + length
    raise PictureError("geen hele JPEG")


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and content of every chunk, up to and including the last."""
    if not data.startswith(PNG):
        raise PictureError("geen hele PNG")
    at = len(PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        end = data[at + 8 + length : at + 12 + length]
        if len(body) != length or end != struct.pack(">I", zlib.crc32(kind + body)):
            raise PictureError("geen hele PNG")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _decode(head: bytes, packed: bytes) -> None:
    """Unpack the pixels, and not one byte more than the head says that there are."""
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", head)
    _bounded(width, height)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise PictureError("geen hele PNG")
    bits = depth * _CHANNELS[colour]
    wanted = sum(_rows(width, height, bits, *step) for step in (_INTERLACED if interlaced else ((0, 0, 1, 1),)))
    unpacker = zlib.decompressobj()
    try:
        found, left = 0, packed
        while left and not unpacker.eof and found <= wanted:
            found += len(unpacker.decompress(left, 1 << 20))
            left = unpacker.unconsumed_tail
    except zlib.error as error:
        raise PictureError("geen hele PNG") from error
    if found != wanted:
        raise PictureError("geen hele PNG")


def _rows(width: int, height: int, bits: int, left: int, top: int, across: int, down: int) -> int:
    """The bytes that one pass over the picture takes."""
    columns, rows = -(-(width - left) // across), -(-(height - top) // down)
    return rows * (1 + -(-columns * bits // 8)) if columns > 0 and rows > 0 else 0


def _bounded(width: int, height: int) -> tuple[int, int]:
    if not (0 < width <= _LONGEST and 0 < height <= _LONGEST and width * height <= MOST_PIXELS):
        raise PictureError(f"{width} bij {height} beeldpunten")
    return width, height


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
