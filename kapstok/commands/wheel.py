"""A wheel of the Kapstok that runs now, for a pipeline that must use the same one and can find it nowhere else.

It is packed from the files that are here, installed or in a folder of its makers, so nothing is built and nothing is
fetched. The same files give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import kapstok
from kapstok.commands.ourselves import Ourselves
from kapstok.core.workspace import resource

CARRIED = ("schemas", "poorten", "templates", "docs/handleiding", "docs/site", "mkdocs.yml")  # beside the code
_INSIDE = "kapstok/_mee"
_DATE = (1980, 1, 1, 0, 0, 0)
_WHEEL = "Wheel-Version: 1.0\nGenerator: kapstok {version}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel_name() -> str:
    """The name of the file that `pack_wheel` fills."""
    return f"kapstok-{kapstok.__version__}-py3-none-any.whl"


def pack_wheel(ours: Ourselves) -> bytes:
    """The wheel: the code, what it carries, and what it says of itself."""
    files = dict(sorted({**_code(), **_carried(), **_about(ours)}.items()))
    record = f"{_info()}/RECORD"
    lines = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _info() -> str:
    return f"kapstok-{kapstok.__version__}.dist-info"


def _code() -> Mapping[str, bytes]:
    root = Path(kapstok.__file__).resolve().parent
    return {f"kapstok/{path.relative_to(root).as_posix()}": path.read_bytes() for path in _files(root)}


def _carried() -> Mapping[str, bytes]:
    """What lies beside the code in a folder of its makers; an installed Kapstok has it inside already."""
    found = {}
    for name in CARRIED:
        place = resource(name)
        for path in [place] if place.is_file() else _files(place):
            inner = "" if place.is_file() else f"/{path.relative_to(place).as_posix()}"
            found[f"{_INSIDE}/{name}{inner}"] = path.read_bytes()
    return found


def _about(ours: Ourselves) -> Mapping[str, bytes]:
    texts = {"WHEEL": _WHEEL.format(version=kapstok.__version__), "METADATA": ours.metadata}
    return {f"{_info()}/{name}": text.encode() for name, text in {**texts, "entry_points.txt": ours.commands}.items()}


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield path


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
