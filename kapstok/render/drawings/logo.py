"""The logo: a picture of the workspace, published under a name and type of ours in a form that we wrote ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kapstok.core.door import Shut, named_door
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import PNG, clean_png
from kapstok.files.pictures.svg import clean_svg

_LIMIT = 2_000_000  # bytes
_NO_LOGO = ("", "", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """`data` is the picture that may be used, if any; `problem` is code, message and hint of what is wrong with it."""

    data: bytes | None = None
    problem: tuple[str, str, str] = _NO_LOGO

    @property
    def suffix(self) -> str:
        """What kind of picture it is, by its content: `.svg` or `.png`."""
        return ".png" if (self.data or b"").startswith(PNG) else ".svg"


def read_logo(root: Path, name: str) -> Logo:
    """The logo that the settings name by its path in the workspace; nothing without a name."""
    if not name:
        return Logo()
    door, file = named_door(root, name, limit=_LIMIT)
    data = door.read(file)
    if data is Shut.TOO_LARGE:
        message = f"Het logo {name} is groter dan {_LIMIT // 1_000_000} MB."
        return Logo(problem=("logo-vorm", message, "Maak het beeld kleiner."))
    if isinstance(data, Shut):
        hint = "Zet het bestand zelf in de werkruimte en noem het pad vanaf de hoofdmap."
        return Logo(problem=("logo-ontbreekt", f"Het logo {name} staat niet in de werkruimte.", hint))
    return _cleaned(name, data)


@lru_cache(maxsize=8)
def _cleaned(name: str, data: bytes) -> Logo:
    if data.startswith(PNG):
        try:
            return Logo(data=clean_png(data))
        except PictureError as error:
            message = f"Het logo {name} is geen PNG die gebruikt kan worden: {error.what}."
            return Logo(problem=("logo-onleesbaar", message, "Sla het beeld opnieuw op."))
    try:
        return Logo(data=clean_svg(data))
    except PictureError as error:
        if error.unsafe:
            message = f"Het logo {name} is niet veilig: er staat {error.what} in."
            hint = "Sla het logo op als gewone SVG, zonder scripts, stijl van elders, beelden en filters."
            return Logo(problem=("logo-onveilig", message, hint))
        message = f"Het logo {name} kan niet gebruikt worden: {error.what}."
        return Logo(problem=("logo-vorm", message, "Sla het logo op als gewone SVG, of als PNG."))
