"""The pipelines that a new workspace brings: sound by the forges' own rules, safe by ours, and every step runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from kapstok.cli import main
from kapstok.commands.new import make_workspace
from tests.forge_apis import Forge, environment_of, serving
from tests.public_schemas import of_pipeline
from tests.workbench import REPOSITORY, shipped_kinds

SOURCE = REPOSITORY / "templates" / "werkruimte"
GITHUB = sorted((SOURCE / ".github/workflows").glob("*.yml"))
FORGEJO = sorted((SOURCE / ".forgejo/workflows").glob("*.yml"))
SCRIPTS = sorted((SOURCE / "gereedschap").glob("*.sh"))
TOOLS = Path(sys.executable).parent
POSTING = "kapstok-opmerking.yml"


class _Loader(yaml.SafeLoader):
    """YAML in which `on` is a word, as forges read it."""


_LETTERS = yaml.SafeLoader.yaml_implicit_resolvers
_Loader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or letter not in "oOyYnN"]
    for letter, pairs in _LETTERS.items()
}


def read(file: Path) -> dict[str, Any]:
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    assert isinstance(found, dict)
    return found


def jobs(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from read(file)["jobs"].items()


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for _, job in jobs(file):
        yield from job["steps"]


def tool(*command: str) -> str:
    environment = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_workflows_are_sound_and_safe_by_the_tools_of_github() -> None:
    files = [str(file) for file in GITHUB]
    assert len(files) == 5
    assert tool("actionlint", *files) == ""
    assert tool("zizmor", "--offline", "--no-progress", *files) == ""


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda f: f.name)
def test_the_scripts_are_sound(file: Path) -> None:
    assert tool("shellcheck", str(file)) == ""


def test_the_tools_do_find_what_is_wrong(tmp_path: Path) -> None:
    text = GITHUB[0].read_text(encoding="utf-8")
    (tmp_path / "x.yml").write_text(text.replace("runs-on: ubuntu-24.04", "runs-onn: x"), encoding="utf-8")
    assert "runs-onn" in tool("actionlint", str(tmp_path / "x.yml"))
    (tmp_path / "y.yml").write_text(text.replace("persist-credentials: false", "fetch-depth: 1"), encoding="utf-8")
    assert "artipacked" in tool("zizmor", "--offline", "--no-progress", str(tmp_path / "y.yml"))


@pytest.mark.parametrize("file", [*GITHUB, *FORGEJO], ids=lambda f: f"{f.parts[-3]}-{f.name}")
def test_a_workflow_fits_the_public_schema(file: Path) -> None:
    assert [error.message for error in of_pipeline("github-workflows").iter_errors(read(file))] == []


def test_the_pipeline_of_gitlab_fits_the_public_schema() -> None:
    assert [error.message for error in of_pipeline("gitlab-ci").iter_errors(read(SOURCE / ".gitlab-ci.yml"))] == []


@pytest.mark.parametrize("file", [*GITHUB, *FORGEJO], ids=lambda f: f"{f.parts[-3]}-{f.name}")
def test_nothing_from_outside_is_put_into_a_script(file: Path) -> None:
    found = list(steps(file))
    assert found
    for step in found:
        assert "${{" not in step.get("run", ""), step["name"]
        if "uses" in step:
            pinned = (
                r"[a-z-]+/[a-z/-]+@[0-9a-f]{40}" if file in GITHUB else r"https://[a-z.]+/[a-z-]+/[a-z-]+@v\d[\d.]*"
            )
            assert re.fullmatch(pinned, step["uses"]), step["uses"]
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
    assert "pull_request_target" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", GITHUB, ids=lambda f: f.name)
def test_a_workflow_of_github_has_the_least_rights_and_an_end(file: Path) -> None:
    whole = read(file)
    assert whole["permissions"] == {}
    assert "concurrency" in whole
    for name, job in jobs(file):
        assert job["timeout-minutes"] <= 60
        wanted = {
            "agenda": {"contents": "read"},
            "bevindingen": {"actions": "read", "contents": "read", "security-events": "write"},
            "publiceren": {"pages": "write", "id-token": "write"},
            "opmerking": {"actions": "read", "contents": "read", "pull-requests": "write"},
            "hernoemen": {"contents": "write"},
            "vaststellen": {"contents": "write"},
            "ronde": {"contents": "read"},
        }
        assert job["permissions"] == wanted[name]


def test_a_proposal_is_built_once_and_without_a_secret() -> None:
    for file in (SOURCE / ".github/workflows/kapstok.yml", SOURCE / ".forgejo/workflows/kapstok.yml"):
        events = read(file)["on"]
        assert events["push"] == {"branches": ["main", "master"]}, "a proposal is no push to the main branch"
        agenda = read(file)["jobs"]["agenda"]
        assert "secrets" not in str(agenda)
        assert "token" not in str(agenda).lower()
    rules = read(SOURCE / ".gitlab-ci.yml")["workflow"]["rules"]
    assert [rule["if"].split(" ")[0] for rule in rules] == ["$CI_PIPELINE_SOURCE", "$CI_COMMIT_BRANCH"]


def test_the_job_that_may_write_runs_nothing_of_the_proposal() -> None:
    github = read(SOURCE / ".github/workflows" / POSTING)
    assert set(github["on"]) == {"workflow_run"}
    assert github["on"]["workflow_run"]["workflows"] == [read(SOURCE / ".github/workflows/kapstok.yml")["name"]]
    for job in (github["jobs"]["opmerking"], read(SOURCE / ".forgejo/workflows/kapstok.yml")["jobs"]["opmerking"]):
        checkout = next(step for step in job["steps"] if "checkout" in step.get("uses", ""))
        assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
        said = " ".join(step.get("run", "") for step in job["steps"])
        assert re.findall(r"\bkapstok [a-z-]+", said) == ["kapstok plaats-opmerking"]
        (token,) = [step["env"] for step in job["steps"] if any("TOKEN" in name for name in step.get("env", {}))]
        assert len(token) == 2
    gitlab = read(SOURCE / ".gitlab-ci.yml")["opmerking"]
    script = "\n".join(gitlab["script"])
    assert script.index("worktree add") < script.index("pip install") < script.index("plaats-opmerking")
    assert '(cd "$HOOFDLIJN" && ' in script
    assert "before_script" not in gitlab
    assert "extends" not in gitlab


def test_owners_are_named_of_folders_that_are_there() -> None:
    text = (SOURCE / "CODEOWNERS").read_text(encoding="utf-8")
    named = re.findall(r"^# /agenda/([a-z-]+)/", text, re.MULTILINE)
    assert len(named) > 4
    assert set(named) <= {kind.folder for kind in shipped_kinds()}
    assert all(line.startswith("#") or not line for line in text.splitlines()), "nobody is an owner of anything yet"
    for place in re.findall(r"^# /(\.?[a-z-]+(?:\.yml)?)/? ", text, re.MULTILINE):
        assert place in {"schemas", "templates", "vastgesteld", "mkdocs.yml"} or (SOURCE / place).exists(), place


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace in git, with a proposal on a branch of its own; its remote is a bare repository beside it."""
    place = tmp_path_factory.mktemp("ver-weg")
    make_workspace(place / "eerst", "'s-Gravenhage")
    git(place, "init", "-q", "--bare", "-b", "main", "bewaarplaats.git")
    git(place / "eerst", "init", "-q", "-b", "main")
    save(place / "eerst")
    git(place / "eerst", "push", "-q", str(place / "bewaarplaats.git"), "main")
    return place


def git(folder: Path, *arguments: str) -> str:
    name = ["-c", "user.name=x", "-c", "user.email=x@voorbeeld.nl"]
    return subprocess.run(
        ["git", *name, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def save(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Een wijziging")


def clone(made: Path, name: str) -> Path:
    git(made, "clone", "-q", str(made / "bewaarplaats.git"), name)
    return made / name


def shell(folder: Path, script: str, programs: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does: bash that stops at the first fault, and nothing of ours in its surroundings."""
    home = folder.parent / "thuis"
    home.mkdir(exist_ok=True)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **more}
    kept = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "PIP_CERT")
    environment |= {name: os.environ[name] for name in kept if name in os.environ}
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600, check=False
    )


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `kapstok` that is the one of this repository."""
    place = tmp_path_factory.mktemp("programma")
    text = f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m kapstok "$@"\n'
    (place / "kapstok").write_text(text, encoding="utf-8")
    (place / "kapstok").chmod(0o755)
    return place


def run_of(file: str, name: str) -> str:
    return next(str(step["run"]) for step in steps(SOURCE / ".github/workflows" / file) if step["name"] == name)


def test_the_button_to_rename_puts_it_on_a_branch_and_says_where_to_go_on(made: Path, here: Path) -> None:
    folder = clone(made, "hernoemen")
    script = run_of("kapstok-hernoemen.yml", "Hernoem")
    done = shell(folder, script, here, ITEM="doel:elkaar-ontmoeten", NIEUW="samen")
    assert done.returncode == 0, done.stdout + done.stderr
    script = run_of("kapstok-hernoemen.yml", "Zet de wijziging op een eigen tak")
    more = {
        "GITHUB_RUN_ID": "12",
        "GITHUB_STEP_SUMMARY": str(made / "stap.md"),
        "KAPSTOK_VOORSTEL": "https://x.nl/new/",
    }
    done = shell(folder, script, here, **more, KAPSTOK_TAK_TOKEN="geheim-2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "geheim-2" not in done.stdout + done.stderr + (folder / ".git/config").read_text(encoding="utf-8")
    assert "https://x.nl/new/hernoemen-12" in (made / "stap.md").read_text(encoding="utf-8")
    changed = git(made / "bewaarplaats.git", "diff", "--name-only", "main", "hernoemen-12")
    assert "agenda/doelen/samen.yaml" in changed
    assert "public" not in changed


def test_a_button_that_changes_nothing_makes_no_branch(made: Path, here: Path) -> None:
    folder = clone(made, "niets")
    script = run_of("kapstok-hernoemen.yml", "Zet de wijziging op een eigen tak")
    done = shell(folder, script, here, GITHUB_RUN_ID="13", GITHUB_STEP_SUMMARY=str(made / "stap2.md"))
    assert done.returncode == 0
    assert "Er is niets gewijzigd" in done.stdout
    assert "hernoemen-13" not in git(made / "bewaarplaats.git", "branch")


@pytest.mark.parametrize(
    "hostile", ["$(touch kwaad)", "`touch kwaad`", "x; touch kwaad", "--help", "x\ntouch kwaad", "'\"& touch kwaad"]
)
def test_what_is_typed_at_a_button_is_never_a_command(made: Path, here: Path, hostile: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made / "eerst", tmp_path / "kloon"))
    for file, name in (("kapstok-hernoemen.yml", "Hernoem"), ("kapstok-vaststellen.yml", "Stel vast")):
        done = shell(folder, run_of(file, name), here, ITEM=hostile, NIEUW=hostile, DATUM=hostile, ORGAAN=hostile)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("kwaad"))
    assert git(folder, "status", "--porcelain") == ""


def test_the_site_goes_to_a_branch_of_its_own(made: Path, here: Path) -> None:
    folder = clone(made, "pagina")
    (folder / "public").mkdir()
    (folder / "public/index.html").write_text("<p>x", encoding="utf-8")
    script = "bash gereedschap/publiceren.sh public"
    for _ in range(2):
        shutil.rmtree(folder / "public/.git", ignore_errors=True)
        done = shell(folder, script, here, BEWAARPLAATS=str(made / "bewaarplaats.git"), KAPSTOK_TAK_TOKEN="geheim-3")
        assert done.returncode == 0, done.stderr
    assert git(made / "bewaarplaats.git", "ls-tree", "--name-only", "pages") == "index.html"


@pytest.mark.langzaam
def test_every_step_of_every_pipeline_passes_in_a_fresh_environment_far_from_here(made: Path, tmp_path: Path) -> None:
    folder = clone(made, "voorstel")
    git(folder, "switch", "-q", "-c", "mijn-voorstel")
    file = folder / "agenda/doelen/elkaar-ontmoeten.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("titel: ", "titel: Anders: ", 1), encoding="utf-8")
    file.write_text(re.sub(r"titel: (.*)", r"titel: '\1'", file.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    save(folder)
    _main_goes_on(clone(made, "collega"))
    git(folder, "fetch", "-q")
    base_python = str(Path(sys.base_prefix) / "bin")
    done = shell(made, "python3 -m venv vers", Path(base_python))
    assert done.returncode == 0, done.stderr
    programs = made / "vers" / "bin"
    summary = tmp_path / "stap.md"
    known = {"BASIS": "origin/main", "UITGAVEN": "inwoners raad", "GITHUB_STEP_SUMMARY": str(summary)}
    for step in read(SOURCE / ".github/workflows/kapstok.yml")["jobs"]["agenda"]["steps"]:
        if "run" in step:
            done = shell(folder, step["run"], programs, **known)
            assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"
    assert "Geen bevindingen." in summary.read_text(encoding="utf-8")
    where = shell(folder, "python -c 'import kapstok; print(kapstok.__file__)'", programs).stdout
    assert where.startswith(str(made / "vers"))
    _links_open_from_the_folder(folder / "voorvertoning")
    with serving(Forge(kind="github")) as forge:
        more = environment_of(forge, tmp_path)
        post = run_of(POSTING, "Plaats de opmerking").replace("van-het-voorstel/", "")
        done = shell(folder, post, programs, **more)
        assert done.returncode == 0, done.stderr
        assert forge.wrong == []
        body = forge.comments[0]["body"].replace("\\", "")
        assert "<ins>Anders:" in body
        assert "Brede" not in body
    _gitlab_and_forgejo_run_the_same(clone(made, "gitlab"), programs, known)
    _gitlab_posts_with_the_main_branch(clone(made, "plaatsen"), folder / "opmerking.json", programs, tmp_path)


def _main_goes_on(folder: Path) -> None:
    """Somebody else changes the main branch meanwhile; that is no part of the proposal."""
    file = folder / "agenda/begrippen/sociale-basis.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("term: ", "term: Brede "), encoding="utf-8")
    save(folder)
    git(folder, "push", "-q", "origin", "main")


def _links_open_from_the_folder(preview: Path) -> None:
    pages = list(preview.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        for link in re.findall(r'\s(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", link):
                assert (page.parent / link).is_file(), f"{page.relative_to(preview)}: {link}"


def _gitlab_posts_with_the_main_branch(folder: Path, remark: Path, programs: Path, place: Path) -> None:
    """The proposal brings a Kapstok of its own, that may not be the one that posts."""
    git(folder, "switch", "-q", "-c", "kwaad")
    (folder / "gereedschap/eisen.txt").write_text("./gereedschap/kwaad.whl\n", encoding="utf-8")
    save(folder)
    shutil.copy(remark, folder / "opmerking.json")
    script = "\n".join(read(SOURCE / ".gitlab-ci.yml")["opmerking"]["script"])
    with serving(Forge(kind="gitlab")) as forge:
        done = shell(folder, script, programs, **environment_of(forge, place), CI_DEFAULT_BRANCH="main")
        assert done.returncode == 0, done.stdout + done.stderr
        assert forge.wrong == []
        assert len(forge.comments) == 1


def _gitlab_and_forgejo_run_the_same(folder: Path, programs: Path, known: dict[str, str]) -> None:
    gitlab = read(SOURCE / ".gitlab-ci.yml")
    script = "\n".join([*gitlab[".kapstok"]["before_script"], *gitlab["agenda"]["script"]])
    base = git(folder, "rev-parse", "HEAD")
    done = shell(folder, script, programs, **known, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_JOB_ID="9")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "bevindingen.json").read_text(encoding="utf-8").strip() == "[]"
    forgejo = read(SOURCE / ".forgejo/workflows/kapstok.yml")["jobs"]["agenda"]["steps"]
    for step in forgejo:
        if "run" in step and not step["name"].startswith("Zet "):  # what installs is the same, in another folder
            done = shell(folder, step["run"], programs, **known)
            assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"
    done = shell(folder, "bash gereedschap/ronde.sh", programs, UITGAVEN="partners")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_preview_cannot_be_put_where_the_public_site_is(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["build", "--voorvertoning", "--audience", "raad", "--out", str(made / "eerst" / "public")]
    assert main([*arguments, "--workspace", str(made / "eerst")]) == 2
    assert "is voor inwoners" in capsys.readouterr().err


def test_a_preview_is_read_in_a_browser_without_a_web_server(page: Page, tmp_path: Path) -> None:
    make_workspace(tmp_path / "map", "Leusden")
    preview = tmp_path / "map" / "voorvertoning"
    assert main(["build", "--voorvertoning", "--out", str(preview), "--workspace", str(tmp_path / "map")]) == 0
    page.goto((preview / "doelen" / "index.html").as_uri())
    assert page.evaluate("document.styleSheets.length") >= 3, "the styles are there"
    page.locator("main a[href*='elkaar-ontmoeten/index.html']").first.click()
    assert "ontmoeten" in page.locator("h1").inner_text().lower()
    assert page.url.endswith("/doelen/elkaar-ontmoeten/index.html")
