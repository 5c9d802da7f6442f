"""An agenda full of things that not everybody may know, each with a word by which it is recognised.

For every kind there are public items with all their fields, and items of every hidden level; what the schemas narrow
holds the word too, in public items. Public items name hidden ones wherever they can.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from trial import BARE, FULL, trial_files
from workbench import copy_base, png, shipped_kinds, write

from kapstok.core.audience import PUBLIC
from kapstok.kinds.schema import ANY_KIND, Kind, Shape

WORD = "Zqxgeheim"
AMOUNT = 31415926
WORDS = (WORD, "31415926", "31.415.926")
LEVELS = ("vertrouwelijk", "intern", "raad", "partners", "")  # the last: not said at all
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%"
_KINDS = shipped_kinds()


def mark_of(level: str, kind: str) -> str:
    """The word with which everything of a hidden item begins."""
    return f"{WORD}{level or 'ongezegd'}{kind}"


def hidden_id(level: str, kind: str) -> str:
    """The id of the hidden item of a kind."""
    return f"{mark_of(level, kind).lower()}"


def plant(folder: Path) -> Path:
    """Make the workspace below `folder`."""
    root = copy_base(folder)
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.yaml")}
    kinds = {kind.folder: kind for kind in _KINDS if not kind.nested and not kind.file}
    for path, text in trial_files(_KINDS, (FULL, BARE)):
        kind = kinds[path.partition("/")[0]]
        public = untested(yaml.safe_load(text), kind.shape)
        texts[f"agenda/{path}"] = _dump({**_opened(public, kind.shape), **_level(kind, "openbaar")})
        if path.rpartition("/")[2].startswith(BARE):
            continue
        secret = _marked(untested(yaml.safe_load(text), kind.shape), kind.shape, "{}")
        for level in LEVELS:
            mark = mark_of(level, kind.name)
            fields = yaml.safe_load(_dump(secret).replace("{}", mark)) | _level(kind, level) | _former(level, kind)
            texts[f"agenda/{kind.folder}/{hidden_id(level, kind.name)}.yaml"] = _dump(fields)
    together = "\n".join(texts.values())
    for path in [path for path in texts if Path(path).stem.startswith(f"{BARE}-") and Path(path).stem not in together]:
        del texts[path]  # it is only there to be named by an item of its own kind
    write(root, {path: f"# {WORD} opmerking\n{text}# {WORD} einde\n" for path, text in texts.items()})
    (root / "bijlagen").mkdir()
    for name in ("open.pdf", f"{WORD.lower()}-los.pdf", f"{WORD.lower()}-nota.pdf"):
        (root / "bijlagen" / name).write_bytes(_PDF + (b"" if name == "open.pdf" else WORD.encode()))
    for name in ("open.png", f"{WORD.lower()}-nota.png"):
        (root / "bijlagen" / name).write_bytes(png())
    _commit(root)
    return root


def _commit(root: Path) -> None:
    """Give the workspace a past: an item that was hidden and said more, and commits that say what they should not."""
    file = root / "agenda" / "doelen" / "later-open.yaml"
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for level, words in (("vertrouwelijk", f"{WORD} vroeger"), ("openbaar", "Nu voor iedereen")):
        file.write_text(f"titel: {words}\nnummer: '9'\nopgave: {FULL}-opgave\npublicatie: {level}\n", encoding="utf-8")
        for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", f"{WORD} bericht"]):
            identity = ["-c", f"user.name={WORD} naam", "-c", f"user.email={WORD.lower()}@voorbeeld.nl"]
            subprocess.run(["git", *identity, *command], cwd=root, check=True, capture_output=True, env=quiet)


def _dump(data: Any) -> str:
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000))


def _level(kind: Kind, level: str) -> dict[str, Any]:
    names = kind.fields_with_role("publicatie")
    return {names[0]: level} if names and level else {}


def _former(level: str, kind: Kind) -> dict[str, list[str]]:
    """A former id of its own for a hidden item: no two things may have had the same one."""
    return {name: [f"{hidden_id(level, kind.name)}-eerder"] for name in kind.fields_with_role("vorige-id")}


def untested(value: Any, shape: Shape) -> Any:
    """Without the tests of norms, since made-up words are no test, and without the word that hides a whole item."""
    if isinstance(value, list) and shape.items is not None:
        inner = _KINDS[shape.items.nested].shape if shape.items.nested else shape.items
        return [untested(one, inner) for one in value]
    if isinstance(value, dict):
        roles = {name: set(shape.fields.get(name, Shape()).role.split()) for name in value}
        kept = {name: one for name, one in value.items() if "toets" not in roles[name]}
        kept |= {name: False for name in kept if "vertrouwelijk" in roles[name]}
        return {name: untested(one, shape.fields.get(name, Shape())) for name, one in kept.items()}
    return value


def _marked(value: Any, shape: Shape, mark: str) -> Any:
    """The value with the word in every text that is free, and an amount that is recognised."""
    if shape.items is not None and isinstance(value, list):
        inner = _KINDS[shape.items.nested].shape if shape.items.nested else shape.items
        return [_marked(one, inner, mark) for one in value]
    if isinstance(value, dict):
        if shape.form == "datum":
            return {**value, "tekst": f"{mark} {value['tekst']}"}
        return {name: _marked(inner, shape.fields[name], mark) for name, inner in value.items()}
    if shape.targets or shape.values or isinstance(value, bool):
        return value
    if shape.form == "euro":
        return AMOUNT
    if shape.form == "bestand":
        return f"{WORD.lower()}-nota.{_ending(shape)}"
    if shape.form == "adres":
        return f"https://{WORD.lower()}.voorbeeld.nl/"
    if isinstance(value, str) and shape.form in ("proza", "regel", "") and not value[:1].isdigit() and "@" not in value:
        return f"{mark} {value}"
    return value


def _ending(shape: Shape) -> str:
    """The kind of file that fits in a field: of a block with a picture only a picture."""
    return "png" if "beeld-bestand" in shape.roles else "pdf"


def _opened(value: Any, shape: Shape) -> Any:
    """A public value: what is narrowed has the word, and wherever something may be named, hidden things are too."""
    if shape.audiences is not None and PUBLIC not in shape.audiences:
        return _marked(value, shape, f"{WORD}beperkt")
    if shape.items is not None and isinstance(value, list):
        if shape.items.nested:
            nested = _KINDS[shape.items.nested]
            return [_opened(one, nested.shape) for one in value] + list(_secret_parts(value, nested))
        if shape.items.targets:
            return [*value, *_hidden_targets(shape.items)]
        return [_opened(one, shape.items) for one in value] + list(_secret_blocks(value, shape.items))
    if isinstance(value, dict) and shape.form != "datum":
        return {name: _opened(inner, shape.fields[name]) for name, inner in value.items()}
    if shape.form == "bestand":
        return f"open.{_ending(shape)}"
    if shape.form == "proza":
        return f"{value}\nEn [dit](doel:{hidden_id('vertrouwelijk', 'doel')}).\n"
    return value


def _hidden_targets(shape: Shape) -> Iterator[str]:
    several = len(shape.targets) != 1 or ANY_KIND in shape.targets
    names = [k.name for k in _KINDS if k.has_page] if ANY_KIND in shape.targets else shape.targets
    for name in names:
        if not _KINDS[name].nested and not _KINDS[name].file:
            for level in LEVELS:
                yield f"{name}:{hidden_id(level, name)}" if several else hidden_id(level, name)


def _secret_parts(value: list[Any], kind: Kind) -> Iterator[Any]:
    """For a kind that has levels of its own: a part of each hidden level in a public file."""
    names = kind.fields_with_role("publicatie")
    for level in LEVELS[:4] if names else ():
        part = _marked(value[0], kind.shape, mark_of(level, kind.name))
        yield {**part, "id": hidden_id(level, kind.name), names[0]: level, **_former(level, kind)}


def _secret_blocks(value: list[Any], shape: Shape) -> Iterator[Any]:
    """For a block that has a level of its own: one that is hidden."""
    for name, inner in shape.fields.items():
        if inner.role == "publicatie":
            yield {**_marked(value[0], shape, f"{WORD}blok"), name: "vertrouwelijk"}
