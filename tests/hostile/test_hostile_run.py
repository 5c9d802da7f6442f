"""Ways to let a check or a build run something that came with the workspace: none of them bites."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_git import BARE, bait, git, put
from test_hostile_reach import SECRET, build_of_all
from workbench import REPOSITORY, copy_base, load_from, write

from kapstok.core.git import Repository
from kapstok.core.program import find_program
from kapstok.core.workspace import git_findings
from kapstok.render.site.config import SiteError, make_config

PYTHON = "open({mark!r}, 'w').close()\n"
# Modules that we, or what we use, import late: from the folder of the workspace they would be somebody else's.
SHADOWS = (
    "yaml", "jinja2", "json", "lxml", "mkdocs", "markdown", "pikepdf", "typst", "docx", "pypandoc", "sitecustomize",
    "usercustomize", "kapstok/__init__", "conftest", "encodings/__init__", "tomllib", "platform", "readline", "build",
)  # fmt: skip
# Tags and calls in the settings of the site; a hook or a plugin is code that everybody sees, these are not.
TAGS = {
    "call": 'extra: {x: !!python/object/apply:os.system ["touch MARK"]}',
    "new": "extra: {x: !!python/object/new:subprocess.Popen [[touch, MARK]]}",
    "object": "extra: {x: !!python/object:kapstok.core.git.Repository {root: x}}",
    "name": "extra: {x: !!python/name:os.system }",
    "name of another package": "extra: {x: !!python/name:pymdownxtra.x }",
    "module": "extra: {x: !!python/module:antigravity }",
    "tuple": "extra: {x: !!python/tuple [1]}",
    "in an extension": 'markdown_extensions: [{toc: {slugify: !!python/object/apply:os.system ["touch MARK"]}}]',
}


def _run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as an installed program runs it: the folder of the program comes first, and not that of the caller."""
    code = "import sys; from kapstok.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        timeout=120,
    )


def test_no_module_and_no_program_of_the_workspace_is_taken_for_ours(tmp_path: Path) -> None:
    program, mark = bait(tmp_path)
    root = copy_base(tmp_path)
    put(root, {f"{name}.py": PYTHON.format(mark=str(mark)) for name in SHADOWS})
    put(root, {"a.pth": f"import os; os.system('touch {mark}')\n", "pyvenv.cfg": "home = .\n", "setup.cfg": "[x]\n"})
    for place in ("git", "pandoc", "bin/git", "bin/pandoc", "typst", "sh", ".venv/bin/python"):
        put(root, {place: ""})
        (root / place).write_bytes(program.read_bytes())
        (root / place).chmod(0o755)
    put(root, {"init.lua": f"os.execute('touch {mark}')", "defaults/x.yaml": "filters: [init.lua]\n"})
    git(root, "init", "-q")
    path = os.pathsep.join([".", "", str(root), str(root / "bin"), os.environ["PATH"]])
    lua = f"os.execute('touch {mark}')"
    done = _run(root, "check", PATH=path, LUA_INIT=lua, LUA_PATH=f"{root}/?.lua", GHCRTS="-?")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not mark.exists()


@pytest.mark.langzaam
def test_a_whole_build_runs_nothing_of_the_workspace(tmp_path: Path) -> None:
    program, mark = bait(tmp_path)
    root = copy_base(tmp_path)
    put(root, {f"{name}.py": PYTHON.format(mark=str(mark)) for name in SHADOWS})
    for place in ("git", "pandoc", "typst"):
        put(root, {place: ""})
        (root / place).write_bytes(program.read_bytes())
        (root / place).chmod(0o755)
    lua = f"os.execute('touch {mark}')"
    done = _run(root, "build", PATH=f".{os.pathsep}{root}{os.pathsep}{os.environ['PATH']}", LUA_INIT=lua)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not mark.exists()


@pytest.mark.parametrize("text", TAGS.values(), ids=TAGS)
def test_no_object_of_python_hides_in_the_settings_of_the_site(text: str, tmp_path: Path) -> None:
    mark = tmp_path / "gebeten"
    put(tmp_path, {"docs/index.md": "x\n", "mkdocs.yml": "site_name: x\n" + text.replace("MARK", str(mark)) + "\n"})
    with pytest.raises(SiteError, match="klopt niet"):
        make_config(tmp_path / "mkdocs.yml", {"docs_dir": str(tmp_path / "docs")})
    assert not mark.exists()


def test_a_function_of_an_extension_that_we_know_may_be_named(tmp_path: Path) -> None:
    named = "!!python/name:pymdownx.emoji.to_svg "
    put(tmp_path, {"docs/index.md": "x\n"})
    put(
        tmp_path,
        {"mkdocs.yml": f"site_name: x\nmarkdown_extensions: [{{pymdownx.emoji: {{emoji_generator: {named}}}}}]\n"},
    )
    config = make_config(tmp_path / "mkdocs.yml", {"docs_dir": str(tmp_path / "docs")})
    assert callable(config.mdx_configs["pymdownx.emoji"]["emoji_generator"])


HEADS = {
    "page": "docs/site/x.md",
    "handbook": "docs/handleiding/x.md",
    "template": "templates/pagina/doel.md.j2",
    "headings": "templates/stuk/koppen.yaml",
    "item": "agenda/doelen/x.yaml",
}


@pytest.mark.parametrize("path", HEADS.values(), ids=HEADS)
def test_no_tag_in_a_head_makes_anything(path: str, tmp_path: Path) -> None:
    mark, root = tmp_path / "gebeten", copy_base(tmp_path)
    tag = f'titel: !!python/object/apply:os.system ["touch {mark}"]\n'
    put(root, {path: tag if path.endswith(".yaml") else f"---\n{tag}---\n# X\n"})
    found = [f for f in load_from(root).findings if f.path == path]
    assert found
    assert not mark.exists()


def _bare_by_another_name(root: Path, program: Path) -> None:
    """What git takes for a repository without objects and refs of its own."""
    settings = f"[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {program}\n"
    put(root, {"kern/objects/.houd": "", "kern/refs/heads/.houd": ""})
    put(root, {"HEAD": BARE["HEAD"], "commondir": "kern\n", "config": settings, "kern/config": settings})


def _linked_parts(root: Path, program: Path) -> None:
    """The parts of a repository as links, some to nothing."""
    put(root, {"HEAD": BARE["HEAD"], "config": f"[core]\n\tfsmonitor = {program}\n"})
    (root / "objects").symlink_to("agenda")
    (root / "refs").symlink_to("nergens")


@pytest.mark.parametrize("make", [_bare_by_another_name, _linked_parts])
@pytest.mark.parametrize("above", [False, True])
def test_no_folder_that_git_could_take_for_a_repository_is_asked(
    make: Callable[[Path, Path], None], above: bool, tmp_path: Path
) -> None:
    program, mark = bait(tmp_path)
    root = copy_base(tmp_path / "bron" / "diep")
    make(root.parent if above else root, program)
    git(tmp_path / "bron", "init", "-q")
    found = Repository(root)
    assert (found.is_there, [f.code for f in git_findings(found)]) == (False, ["git-map"])
    assert not mark.exists()


def test_a_program_is_never_one_of_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, _ = bait(tmp_path)
    root = copy_base(tmp_path)
    put(root, {"bin/git": ""})
    (root / "bin" / "git").write_bytes(program.read_bytes())
    (root / "bin" / "git").chmod(0o755)
    (tmp_path / "leidt").symlink_to(root / "bin")
    (tmp_path / "los").mkdir()
    (tmp_path / "los" / "git").symlink_to(root / "bin" / "git")
    for entry in (root / "bin", tmp_path / "leidt", tmp_path / "los", root / "agenda" / ".." / "bin"):
        monkeypatch.setenv("PATH", str(entry))
        assert find_program("git", outside=root) == ""


SIGNS = "{{ 7 * 7 }} {% set x = 1 %} ${7*7} #{7*7} <%= 7*7 %> $(touch MARK) `touch MARK` {{ ''.__class__.__mro__ }}"


def test_a_name_with_signs_of_every_language_is_printed_as_it_is(tmp_path: Path) -> None:
    mark, root = tmp_path / "gebeten", copy_base(tmp_path)
    told = SIGNS.replace("MARK", str(mark)).replace("'", "''")
    write(root, {"agenda/doelen/x.yaml": f"nummer: '9'\ntitel: '{told}'\nopgave: meedoen\npublicatie: openbaar\n"})
    loaded = load_from(root)
    assert not [f for f in loaded.findings if f.severity == "error"], loaded.findings
    with build_of_all(loaded) as contents:
        pages = {path: content.decode() for path, content in contents if path.endswith((".html", ".json", ".csv"))}
    home = pages["doelen/x/index.html"]
    assert "7 * 7" in home
    assert "<%=" not in home
    assert not [path for path, text in pages.items() if "49" in text and "7*7" not in text and "doelen/x" in path]
    assert not mark.exists()
    assert SECRET not in home
