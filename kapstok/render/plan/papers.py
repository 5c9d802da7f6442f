"""Which papers there are: one design for each template in `stuk/`, and what each is made of in this view.

A template says in its head what it is for; nothing here knows a kind or a paper by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kapstok.convert import SUFFIXES
from kapstok.core.audience import AUDIENCES
from kapstok.core.dates import VagueDate, format_day
from kapstok.core.door import Door
from kapstok.core.finding import Finding
from kapstok.core.model import Document, Item, Key, Model, Plain
from kapstok.core.places import START, Place
from kapstok.core.text import nearest
from kapstok.core.values import as_list, as_texts
from kapstok.files.frozen import Frozen
from kapstok.kinds.address import paper_path
from kapstok.kinds.order import ordered
from kapstok.kinds.schema import Kind, Kinds
from kapstok.read.reader import read_text
from kapstok.reckon.council import Council
from kapstok.render.plan.head import read_source
from kapstok.render.plan.lacking import lacking, present_in

PAPERS_FOLDER = "stuk"
ROLE_STATUS = "vaststelling"
_ENDING = ".md.j2"
_NO_STATUS = "geen"
_ALL = frozenset(level for levels in AUDIENCES.values() for level in levels)
HEAD: Mapping[str, tuple[type, ...]] = {
    "van": (str,),
    "als": (str, list),
    "titel": (str,),
    "soort": (str,),
    "ondertitel": (str,),
    "inhoudsopgave": (int, bool),
    "nummering": (int, bool),
    "liggend": (bool,),
    "status": (str,),
    "dag": (str,),
    "na": (str,),
    "een_van": (list,),
}
OF_THE_DECISION, OF_THE_BUILD = "besluit", "peildatum"  # what `dag` may say besides a field

_CODE = "stuk-sjabloon"


_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {"status": (_NO_STATUS,), "dag": (OF_THE_DECISION, OF_THE_BUILD)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Design:
    """One template for papers: of which kind, when, and how it looks.

    `filled` is a field that must hold something and, where there are any, one of `needs` must exist in the view: a
    kind, or a kind with a field that must hold something (`kind.field`).
    `after` is a field with a day before which there is no paper, and of `one_of` at least one path of fields must hold
    something. `day` says what day the paper bears: a field, the day of the decision, or that of the build.
    `label` is the kind of paper for a reader. `status` is the field with the adoption of the paper, empty for a
    paper that nobody adopts. `contents` and `numbering` are levels of headings, 0 for none.
    """

    name: str
    kind: str
    label: str
    title: str = ""
    subtitle: str = ""
    contents: int = 0
    numbering: int = 0
    landscape: bool = False
    status: str = ""
    filled: str = ""
    needs: tuple[str, ...] = ()
    after: str = ""
    one_of: tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """One paper to be: of which item, after which design; `frozen` are its adopted editions, the newest first.

    `day` is the day that the paper bears by itself, in words and bounds; None for one that only has a version.
    """

    design: Design
    item: Item
    status: str
    day: VagueDate | None = None
    frozen: tuple[Frozen, ...] = ()

    @property
    def stem(self) -> str:
        """The name of the paper: that of the template and the id of the item."""
        return f"{self.design.name}-{self.item.key.id}"

    @property
    def title(self) -> str:
        """The title on the paper."""
        return self.design.title or self.item.title

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Where the paper stands in the output: (suffix, path)."""
        name = self.frozen[0].name if self.frozen else self.stem
        return tuple((suffix, paper_path(name, suffix)) for suffix in SUFFIXES)

    @property
    def earlier_paths(self) -> tuple[tuple[str, str], ...]:
        """The same for the adopted editions before the newest, which stay where they were published."""
        return tuple((suffix, paper_path(old.name, suffix)) for old in self.frozen[1:] for suffix in sorted(old.files))


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A paper that is not made of an item, and why, in words that go on after a colon."""

    design: Design
    item: Item
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Every paper of a view by its item, in order, the items whose papers were withdrawn, and what is not made."""

    papers: Mapping[Key, tuple[Planned, ...]] = field(default_factory=dict)
    withdrawn: tuple[Key, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Planned]:
        for papers in self.papers.values():
            yield from papers

    def output_paths(self) -> set[str]:
        """The path of every file that the papers give, earlier editions included."""
        return {path for paper in self for _, path in (*paper.paths, *paper.earlier_paths)}


def read_designs(doors: Sequence[Door], kinds: Kinds) -> tuple[list[Design], list[Finding]]:
    """The design of every template in `stuk/`, by name; a wrong head is a finding. Of the folders with templates
    (`doors`) the first wins."""
    found: dict[str, tuple[Door, str]] = {}
    for door in doors:
        for file in door.names(f"{PAPERS_FOLDER}/*{_ENDING}"):
            found.setdefault(file.removesuffix(_ENDING), (door, f"{PAPERS_FOLDER}/{file}"))
    designs: list[Design] = []
    findings: list[Finding] = []
    for name, (door, path) in sorted(found.items(), key=lambda pair: pair[0]):
        if not name.startswith("_"):
            source, _ = read_source(door, path, path)  # what keeps it from being read is found with all templates
            design, problems = _design(name, source.front, kinds) if source else (None, [])
            findings += problems
            designs += [design] if design else []
    return designs, findings


def _design(name: str, front: str, kinds: Kinds) -> tuple[Design | None, list[Finding]]:
    path = f"templates/{PAPERS_FOLDER}/{name}{_ENDING}"
    document, findings = read_text(path, ("\n" + front).encode()) if front.strip() else (None, [])
    head = document.block if document else {}
    owner = str(head.get("van", name))
    if findings or (owner not in kinds and "van" not in head):
        return None, findings  # a template of another name is for other templates to use
    findings += _check_head(path, document, head, kinds)
    if findings:
        return None, findings
    kind, when = kinds[owner], head.get("als", "")
    own_status = (*kind.fields_with_role(ROLE_STATUS), "")[0]
    status = str(head.get("status", own_status))
    design = Design(
        name=name,
        kind=owner,
        label=str(head.get("soort", kind.title)),
        title=str(head.get("titel", "")),
        subtitle=str(head.get("ondertitel", "")),
        contents=_levels(head.get("inhoudsopgave")),
        numbering=_levels(head.get("nummering")),
        landscape=bool(head.get("liggend", False)),
        status="" if status == _NO_STATUS else status,
        filled=when if isinstance(when, str) else "",
        needs=as_texts(when) if isinstance(when, list) else (),
        after=str(head.get("na", "")),
        one_of=as_texts(head.get("een_van")),
        day=str(head.get("dag", "")),
    )
    return design, []


def _levels(value: Plain) -> int:
    """How many levels of headings: a number, or true for one."""
    return int(value) if isinstance(value, int) else 0


def _check_head(path: str, document: Document | None, head: Mapping[str, Plain], kinds: Kinds) -> Iterator[Finding]:
    """What is wrong in the head of a template, at its own place."""

    def at(name: str) -> Place:
        return Place(path, document.positions.get((name,), START) if document else START)

    for name, value in head.items():
        if name not in HEAD:
            guess = nearest(str(name), HEAD)
            hint = f"Bedoelde u {guess}?" if guess else f"Kies uit: {', '.join(HEAD)}."
            yield Finding.at(at(name), _CODE, f"Een stuk kent geen instelling {name}.", hint)
        elif not isinstance(value, HEAD[name]):
            yield Finding.at(
                at(name),
                _CODE,
                f"De instelling {name} heeft hier geen goede waarde.",
                "Zie de handleiding, bij Stukken.",
            )
    owner = head.get("van", "")
    if "van" in head and owner not in kinds:
        guess = nearest(str(owner), kinds.by_name)
        yield Finding.at(
            at("van"), _CODE, f"Er is geen soort {owner}.", f"Bedoelde u {guess}?" if guess else "Kijk in schemas/."
        )
        return
    kind = kinds[str(owner) or path.rpartition("/")[2].removesuffix(_ENDING)]
    yield from (Finding.at(at(name), _CODE, *said) for name, said in _check_names(head, kind, kinds))


def _check_names(head: Mapping[str, Plain], kind: Kind, kinds: Kinds) -> Iterator[tuple[str, tuple[str, str]]]:
    """The fields and kinds that a head names and that do not exist."""
    fields = [(name, head.get(name)) for name in ("als", "ondertitel", "status", "dag", "na")]
    fields += [("een_van", path.partition(".")[0]) for path in as_texts(head.get("een_van"))]
    for name, value in fields:
        if isinstance(value, str) and value not in kind.shape.fields and value not in _OTHER_WORDS.get(name, ()):
            guess = nearest(value, kind.shape.fields)
            hint = f"Bedoelde u {guess}?" if guess else "Noem een veld van het schema."
            yield name, (f"De soort {kind.name} heeft geen veld {value}.", hint)
    for value in as_texts(as_list(head.get("als"))):
        name, _, field_name = value.partition(".")
        if name not in kinds:
            guess = nearest(name, kinds.by_name)
            yield "als", (f"Er is geen soort {name}.", f"Bedoelde u {guess}?" if guess else "Kijk in schemas/.")
        elif field_name and field_name not in kinds[name].shape.fields:
            guess = nearest(field_name, kinds[name].shape.fields)
            hint = f"Bedoelde u {guess}?" if guess else "Noem een veld van het schema."
            yield "als", (f"De soort {name} heeft geen veld {field_name}.", hint)


def plan_papers(
    designs: Iterable[Design], model: Model, kinds: Kinds, council: Council, kept: Sequence[Frozen] = ()
) -> Plan:
    """The papers of a view. A withdrawn item has none; what was adopted for other eyes than these has none either."""
    papers: dict[Key, list[Planned]] = {}
    withdrawn: dict[Key, None] = {}
    present, skipped = present_in(model), list[Skipped]()
    levels = AUDIENCES.get(model.audience, frozenset())
    for design in designs:
        for item in ordered(model.of_kind(design.kind), model, kinds):
            editions = [f for f in kept if f.stem == f"{design.name}-{item.key.id}" and f.item == item.key]
            why = "" if editions else lacking(design, item, present, council)
            if why:
                skipped.append(Skipped(design=design, item=item, why=why))
                continue
            if council.adoption(item).withdrawn:
                withdrawn[item.key] = None
                skipped.append(Skipped(design=design, item=item, why="het geldt niet meer"))
                continue
            allowed = tuple(f for f in reversed(editions) if AUDIENCES.get(f.audience, _ALL) <= levels)
            if allowed or not editions:
                planned = Planned(
                    design=design,
                    item=item,
                    status=_status(design, item, council),
                    day=_day(design, item, council),
                    frozen=allowed,
                )
                papers.setdefault(item.key, []).append(planned)
    made = {key: tuple(found) for key, found in papers.items()}
    return Plan(papers=made, withdrawn=tuple(withdrawn), skipped=tuple(skipped))


def _status(design: Design, item: Item, council: Council) -> str:
    """How far the decision about a paper is; '' for a paper that nobody decides about."""
    if not design.status:
        return ""
    names = council.roles.kind(item).fields_with_role(ROLE_STATUS)
    return council.adoption(item).status if design.status in names else str(item.fields.get(design.status, ""))


def _day(design: Design, item: Item, council: Council) -> VagueDate | None:
    """The day that a paper bears by itself: of the meeting, the decision or the letter; None when it bears none."""
    if design.day == OF_THE_DECISION:
        outcome = council.outcome(item)
        return outcome.day if outcome.result else None
    if design.day == OF_THE_BUILD:
        return VagueDate(text=format_day(council.day), kind="dag", earliest=council.day, latest=council.day)
    found = item.fields.get(design.day)
    return found if isinstance(found, VagueDate) else None
