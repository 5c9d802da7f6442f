"""`mkdocs.yml` as MkDocs takes it: what our Markdown and pages need is set here, whatever the file says.

The file is read by our own YAML reader first, so that a mistake is told in Dutch at its own place; what MkDocs
itself has against a setting becomes a finding at the key. Its English words reach nobody.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import yaml

from kapstok.core.door import Door, Shut, shut_finding
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Pointer, Position
from kapstok.core.places import Place
from kapstok.core.values import as_block, as_texts
from kapstok.read.reader import read_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

NAME = "mkdocs.yml"
_THEME = "material"
_CODE = "mkdocs"
ALLOWED = "ruwe_html"  # in `extra`: the pages in which raw HTML may stand
_ALLOWED = frozenset({"yaml-uitroepteken", "yaml-samenvoegen", "yaml-en-teken"})  # MkDocs gives these a meaning
_CHECKS = ("omitted_files", "absolute_links", "unrecognized_links", "not_found", "anchors")
# Our links are final addresses, which MkDocs cannot know; links.py checks them.
_VALIDATION: Mapping[str, str] = dict.fromkeys(_CHECKS, "ignore")
EXTENSIONS: Mapping[str, Mapping[str, object]] = {
    "attr_list": {},
    "fenced_code": {},
    "md_in_html": {},
    "tables": {"use_align_attribute": True},  # a style in the page itself is what the site forbids
    "sane_lists": {},
    "toc": {"permalink": False, "toc_depth": "1-3"},
}
_REPLACES: Mapping[str, frozenset[str]] = {"fenced_code": frozenset({"pymdownx.superfences", "pymdownx.extra"})}
_SEARCHES = frozenset({"search", f"{_THEME}/search"})
_KNOWNEXTENSIONS = ("markdown.extensions.", "material.extensions.", "pymdownx.")  # of packages in the key of a site
_LARGEST = 20_000_000  # bytes of a file of a theme
_KNOWN = ("material.extensions.", "pymdownx.")  # modules of packages that we install
_NO_THEME = ("agenda", "bijlagen", "docs", "intern", "public", "schemas", "vastgesteld")  # what is for something else
_TYPES = frozenset({"str", "int", "float", "bool", "list", "dict", "NoneType"})
_QUOTED = re.compile(r"[\"'‘]([^\"'’\n]+)[\"'’]")


class SiteError(Exception):
    """MkDocs cannot build the site; `findings` say why, in Dutch."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


def check_syntax(path: Path) -> tuple[Document | None, list[Finding]]:
    """Read the file as YAML; the findings are its errors, at their own line and column."""
    content = Door(path.parent).read(path.name)
    if isinstance(content, Shut):
        return None, [shut_finding(NAME, content)]
    document, findings = read_text(NAME, content)
    errors = [f for f in findings if f.severity is Severity.ERROR and f.code not in _ALLOWED]
    if document is not None:
        errors += _outside(document, path.parent)
    return document, errors


def _outside(document: Document, root: Path) -> Iterator[Finding]:
    """What the file takes along from a place that is not of this workspace: MkDocs would publish all that is there."""
    theme = document.data.get("theme") if isinstance(document.data, Mapping) else None
    folder = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    if folder is not None and not (isinstance(folder, str) and _is_theme(root, folder)):
        yield _wrong(document, ("theme", "custom_dir"), "custom_dir is geen map voor een thema in de werkruimte")


def _is_theme(root: Path, name: str) -> bool:
    """Whether a folder is of this workspace, holds nothing else of it, and no link in it leads away."""
    parts = PurePosixPath(name).parts
    if not parts or any(part.startswith((".", "/")) for part in parts) or parts[0] in _NO_THEME:
        return False
    door = Door(root, name, limit=_LARGEST)
    if door.leads_away:
        return False
    found = (Path(above, file) for above, _, files in os.walk(root / name) for file in files)
    return not any(isinstance(door.find(path.relative_to(root / name)), Shut) for path in found)


def _loader(config: MkDocsConfig) -> type[yaml.BaseLoader]:
    """How MkDocs reads the file, but for objects of Python: those are code that nobody expects among settings.

    The name of a function stays possible, for extensions that we know ask for one.
    """
    from mkdocs.utils.yaml import get_yaml_loader

    class Loader(get_yaml_loader(yaml.SafeLoader, config)):  # type: ignore[misc]
        """Of this file only."""

    def named(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> object:
        module, _, thing = name.rpartition(".")
        if not name.startswith(_KNOWN):
            raise yaml.constructor.ConstructorError(None, None, f"'{name}'", node.start_mark)
        return getattr(import_module(module), thing, None)

    Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", named)
    return cast("type[yaml.BaseLoader]", Loader)


def raw_pages(path: Path) -> tuple[frozenset[str], list[Finding]]:
    """The hand-written pages in which this file, which is code, allows raw HTML: names such as `over.md`."""
    document, _ = check_syntax(path)
    named = as_block(document.block.get("extra")).get(ALLOWED, []) if document else []
    names = as_texts(named)
    if document is not None and not (isinstance(named, list) and len(names) == len(named)):
        return frozenset(), [_wrong(document, ("extra", ALLOWED), f"{ALLOWED} is geen lijst van bestandsnamen")]
    return frozenset(names), []


def stands_alone(path: Path) -> bool:
    """Whether the site is made of nothing but this file, the pages, the theme and the packages that we know.

    A hook, a plugin, an extension from elsewhere, another settings file or a value of the environment may read
    anything, so that nobody can tell whether what was made before still holds.
    """
    document, _ = check_syntax(path)
    if document is None or "!ENV" in document.source or {"hooks", "INHERIT"} & document.block.keys():
        return False
    plugins = _by_name(document.block.get("plugins") or [])
    extensions = _by_name(document.block.get("markdown_extensions") or [])
    if plugins is None or extensions is None or set(plugins) - _SEARCHES:
        return False
    own = {point.name for point in distribution("Markdown").entry_points if point.group == "markdown.extensions"}
    return all(name in own or name.startswith(_KNOWNEXTENSIONS) for name in extensions)


def make_config(path: Path, overrides: Mapping[str, object]) -> MkDocsConfig:
    """The settings for MkDocs; `overrides` win from the file. Raises SiteError."""
    from mkdocs.config.base import ValidationError
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import yaml_load

    document, findings = check_syntax(path)
    if findings or document is None:
        raise SiteError(*findings)
    config = MkDocsConfig(config_file_path=str(path))
    try:
        data = yaml_load(document.source, _loader(config))
    except (MkDocsException, OSError) as error:
        mark = getattr(error.__context__, "problem_mark", None)
        place = Position(line=mark.line + 1, column=mark.column + 1) if mark else None
        raise SiteError(
            _wrong(document, (), f"een waarde kan niet worden gelezen{_about(str(error))}", place)
        ) from error
    needs = _with_needs(data, document)
    try:
        config.load_dict({**needs, **overrides, "validation": dict(_VALIDATION)})
        errors, warnings = config.validate()
    except (
        ValidationError,
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        RecursionError,
    ) as error:  # a sort that MkDocs never met
        raise SiteError(_wrong(document, (), "de waarde van een veld is van een soort die daar niet kan")) from error
    if errors or warnings:
        raise SiteError(*(_complaint(document, name, str(said)) for name, said in (*errors, *warnings)))
    return config


def check_settings(path: Path) -> list[Finding]:
    """What MkDocs has against this file, without making anything."""
    with TemporaryDirectory() as folder:
        try:
            make_config(path, {"docs_dir": folder, "site_dir": f"{folder}.site", "site_name": "x", "nav": None})
        except SiteError as error:
            return list(error.findings)
    return []


def _with_needs(data: Mapping[str, object], document: Document) -> dict[str, object]:
    """The settings with what we cannot do without (the theme, the Markdown extensions) and without MkDocs' own search.

    The search is ours and is made of the finished pages, so MkDocs need not make an index that nobody reads.
    """
    theme = data.get("theme") or {}
    theme = {"name": theme} if isinstance(theme, str) else theme
    if isinstance(theme, Mapping) and theme.get("name", _THEME) != _THEME:
        raise SiteError(_wrong(document, ("theme", "name"), f"het thema moet {_THEME} zijn"))
    needs: dict[str, object] = dict(data)
    if isinstance(theme, Mapping):
        needs["theme"] = {"name": _THEME, "language": "nl"} | dict(theme) | {"font": False, "palette": []}
    extensions = _by_name(data.get("markdown_extensions") or [])
    if extensions is not None:
        for name, options in EXTENSIONS.items():
            if not _REPLACES.get(name, frozenset()) & set(extensions):
                given = extensions.get(name, extensions.pop(f"markdown.extensions.{name}", None))
                extensions[name] = {**options, **given} if isinstance(given, Mapping) else dict(options)
        needs["markdown_extensions"] = [{name: options} if options else name for name, options in extensions.items()]
    plugins = _by_name(data.get("plugins") or [])
    if plugins is not None:
        kept = {name: options for name, options in plugins.items() if name not in _SEARCHES}
        needs["plugins"] = [{name: options} if options else name for name, options in kept.items()]
    return needs


def _by_name(entries: object) -> dict[str, object] | None:
    """A list of names and one-key mappings, or a mapping, as names with options; None when it is something else."""
    if isinstance(entries, Mapping):
        return dict(entries)
    found: dict[str, object] = {}
    for entry in entries if isinstance(entries, list) else [None]:
        if isinstance(entry, str):
            found[entry] = {}
        elif isinstance(entry, Mapping) and len(entry) == 1:
            found.update(entry)
        else:
            return None
    return found


def _complaint(document: Document, name: str, said: str) -> Finding:
    """What MkDocs has against a setting: a key that it does not know, or a value that it cannot use."""
    if "nrecogni" in said:
        return _wrong(document, (name,), f"MkDocs kent het veld {name} niet")
    about = _about(said, name)
    entries = document.block.get(name)
    for number, entry in enumerate(entries if about and isinstance(entries, list) else ()):
        shown = next(iter(entry), "") if isinstance(entry, Mapping) else str(entry)
        if shown and f": {shown}" in f"{about} ".replace(",", " ").replace("  ", " "):
            return _wrong(document, (name, number), f"het veld {name} kan zo niet{about}")
    return _wrong(document, (name,), f"het veld {name} kan zo niet{about}")


def _about(said: str, name: str = "") -> str:
    """The names that an English sentence quotes: all that a Dutch reader needs of it."""
    quoted = (word.rpartition("/")[2] for word in _QUOTED.findall(said) if " " not in word)
    words = [word for word in dict.fromkeys(quoted) if word and word != name and word not in _TYPES]
    return f": {', '.join(words[:3])}" if words else ""


def _wrong(document: Document, pointer: Pointer, what: str, place: Position | None = None) -> Finding:
    while place is None:
        place = document.keys.get(pointer) or document.positions.get(pointer)
        pointer = pointer[:-1]
    return Finding.at(
        Place(NAME, place),
        _CODE,
        f"{NAME} klopt niet: {what}.",
        "Verbeter het veld of haal het weg. Kapstok vult zelf aan wat de site nodig heeft.",
    )


def refusal(lines: list[str]) -> SiteError:
    """What MkDocs says while it builds, by the names in it."""
    about = _about("\n".join(lines))
    return SiteError(
        Finding.at(
            Place(NAME),
            "site-bouw",
            f"MkDocs kan de site zo niet maken{about}.",
            "Kijk de uitbreidingen in mkdocs.yml na, en de bestanden in templates/stijl/site.",
        )
    )
