"""Who proposes, who decides and who signs, in the words of the agenda itself; without them those of a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapstok.core.model import Fields, Item
from kapstok.core.values import as_fields, as_text, as_texts
from kapstok.reckon.facts import Ground
from kapstok.reckon.roles import Roles

# A name that begins with one of these says by itself what kind of body it is.
_SELF_SPOKEN = frozenset(
    ("gemeente", "gemeenten", "regio", "stad", "waterschap", "hoogheemraadschap", "wetterskip", "provincie")
) | frozenset(("gemeenschappelijke", "veiligheidsregio", "omgevingsdienst", "samenwerkingsverband", "stichting"))
BLOCK, NAME = "organen", "organisatienaam"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bodies:
    """The bodies of an organisation, each with its article.

    `decides` is the whole name ("de raad van de gemeente X") and `decides_short` the name in a sentence ("de
    raad"); `addressed` is how a letter calls it. `proposes` is who makes the proposals, `proposes_full` how a letter
    calls that, and `reads` a sentence. `signs_decision` and `signs_letter` are roles in order. `own` says that the
    agenda names its bodies itself.
    """

    name: str
    organisation: str
    decides: str
    decides_short: str
    addressed: str
    proposes: str
    proposes_full: str
    reads: str
    signs_decision: tuple[str, ...]
    signs_letter: tuple[str, ...]
    own: bool
    grounds: tuple[Ground, ...]

    @property
    def proposes_of(self) -> str:
        """Who proposes, of which organisation: above the signatures."""
        return f"{self.proposes} van {self.name}" if self.name and self.name not in self.proposes else self.proposes

    @property
    def publisher(self) -> str:
        """Whose site this is: the name alone when the agenda names its own bodies or the name says what it is."""
        first = self.name.split(" ", 1)[0].lower()
        return self.name if self.own or first in _SELF_SPOKEN else f"Gemeente {self.name}".strip()

    @property
    def in_headings(self) -> Mapping[str, str]:
        """The names that a heading of a paper may use, between braces."""
        return {"gemeente": self.organisation, "besluit": self.decides_short, "voorstel": self.reads}

    @property
    def words(self) -> str:
        """Who decides, by its whole name."""
        return self.decides


def bodies(roles: Roles) -> Bodies:
    """The bodies as the settings of the agenda name them."""
    settings = next((item for kind in roles.kinds if kind.file for item in roles.model.of_kind(kind.name)), None)
    name = roles.text(settings, NAME) if settings else ""
    said = _said(settings, roles) if settings else {}
    decides, proposes = as_text(said.get("orgaan-besluit")), as_text(said.get("orgaan-voorstel"))
    short = as_text(said.get("orgaan-besluit-kort")) or decides
    grounds = () if settings is None else (Ground(rule="organen", item=settings.key, field=_field(settings, roles)),)
    return Bodies(
        name=name,
        organisation=as_text(said.get("orgaan-organisatie"), "de gemeente"),
        decides=decides or f"de raad van de gemeente {name}",
        decides_short=short or "de raad",
        addressed=short or "de gemeenteraad",
        proposes=proposes or "burgemeester en wethouders",
        proposes_full=proposes or "het college van burgemeester en wethouders",
        reads=proposes or "het college",
        signs_decision=as_texts(said.get("orgaan-tekent-besluit")) or ("de griffier", "de voorzitter"),
        signs_letter=as_texts(said.get("orgaan-tekent-brief")) or ("de secretaris", "de burgemeester"),
        own=bool(said),
        grounds=grounds,
    )


def _said(settings: Item, roles: Roles) -> Fields:
    """What the block of bodies says, by role."""
    block = roles.value(settings, BLOCK)
    kind = roles.kind(settings)
    shapes = next((kind.shape.fields[name].fields for name in kind.fields_with_role(BLOCK)), {})
    known = as_fields(block)
    return {role: known[n] for n, shape in shapes.items() for role in shape.roles if n in known}


def _field(settings: Item, roles: Roles) -> str:
    """The field that the words come from: the block, else the name."""
    kind = roles.kind(settings)
    names = [n for role in (BLOCK, NAME) for n in kind.fields_with_role(role) if n in settings.fields]
    return names[0] if names else ""
