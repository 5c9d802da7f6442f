"""The comment is posted once, kept up to date, and only where the pipeline says; no file of a stranger steers it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kapstok.commands.remark.file import write_remark
from kapstok.commands.remark.posting import post_remark
from kapstok.commands.remark.printing import mark_of
from kapstok.commands.remark.values import Part, Remark, line
from kapstok.commands.remark.web import ForgeError, Web
from kapstok.core.workspace import WorkspaceError
from tests.forge_apis import US, Forge, environment_of, serving

KINDS = ["github", "gitlab", "forgejo"]


def remark(text: str = "Doel gewijzigd: Meedoen", page: str = "doelen/meedoen/") -> Remark:
    return Remark(
        audience="inwoners", head="Verschil", job=9, parts=(Part(title="Let op", lines=(line(text, page=page),)),)
    )


def post(forge: Forge, folder: Path, given: Remark, **more: str) -> str:
    write_remark(given, folder / "o.json")
    waited: list[float] = []
    said = post_remark(folder / "o.json", environment_of(forge, folder) | more, sleep=waited.append)
    assert forge.wrong == []
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_a_comment_comes_once_and_is_kept_up_to_date(kind: str, tmp_path: Path) -> None:
    with serving(Forge(kind=kind)) as forge:
        for number in range(230):
            forge.say(f"inwoner{number}", "Een reactie.")
        forge.say("plager", f"{mark_of('inwoners')}\nIk ben Kapstok.")
        forge.say(US[kind], "Iets anders van de pipeline.")
        assert post(forge, tmp_path, remark()) == "De opmerking staat bij het voorstel."
        count = len(forge.comments)
        ours = forge.comments[-1]
        assert post(forge, tmp_path, remark()) == "De opmerking bij het voorstel was al bij."
        assert post(forge, tmp_path, remark("Doel nieuw: Anders")) == "De opmerking bij het voorstel is bijgewerkt."
        assert "Anders" in ours["body"]
        assert len(forge.comments) == count == 233
        assert forge.comments[230]["body"].endswith("Ik ben Kapstok."), "of somebody else, whatever it begins with"


@pytest.mark.parametrize("kind", KINDS)
def test_what_passes_is_tried_again_and_an_addition_without_an_answer_is_not_made_twice(
    kind: str, tmp_path: Path
) -> None:
    with serving(Forge(kind=kind, fails={"GET": [(502, {}), (429, {"Retry-After": "7"})]})) as forge:
        forge.lose_answer = True
        assert post(forge, tmp_path, remark()) == "De opmerking bij het voorstel was al bij."
        assert len(forge.comments) == 1


def test_a_forge_that_says_how_long_to_wait_is_heard(tmp_path: Path) -> None:
    with serving(
        Forge(kind="github", fails={"GET": [(429, {"Retry-After": "7"}), (503, {"Retry-After": "9999"})]})
    ) as forge:
        waited: list[float] = []
        write_remark(remark(), tmp_path / "o.json")
        post_remark(tmp_path / "o.json", environment_of(forge, tmp_path), sleep=waited.append)
        assert waited == [7.0, 60.0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_is_told_with_a_cure_and_nothing_is_tried_twice(kind: str, tmp_path: Path) -> None:
    with serving(Forge(kind=kind, fails={"POST": [(403, {})]})) as forge, pytest.raises(ForgeError) as told:
        post(forge, tmp_path, remark())
    assert "token" in told.value.hint
    assert "geheim-1" not in str(told.value) + told.value.hint
    assert sum(asked.startswith("POST") for asked in forge.asked) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_version_of_the_proposal_is_left_to_its_own_pipeline(kind: str, tmp_path: Path) -> None:
    with serving(Forge(kind=kind, commit="c" * 40)) as forge:
        assert "nieuwere versie" in post(forge, tmp_path, remark())
        assert forge.comments == []


def test_the_token_follows_no_redirect(tmp_path: Path) -> None:
    with serving(Forge(kind="github")) as other, serving(Forge(kind="github")) as forge:
        forge.fails = {"GET": [(302, {"Location": f"{other.base}/user"})]}
        with pytest.raises(ForgeError):
            post(forge, tmp_path, remark())
        assert other.asked == []


@pytest.mark.parametrize(
    "base", ["", "file:///etc/passwd", "ftp://x/", "https://a:b@x.nl", "https://x.nl/?q=", "//x.nl"]
)
def test_only_an_address_of_a_pipeline_is_asked(base: str) -> None:
    with pytest.raises(ForgeError):
        Web(base=base, headers={})


def test_outside_a_pipeline_and_outside_a_proposal_nothing_is_asked(tmp_path: Path) -> None:
    write_remark(remark(), tmp_path / "o.json")
    with pytest.raises(WorkspaceError, match="geen pipeline"):
        post_remark(tmp_path / "o.json", {})
    with serving(Forge(kind="github")) as forge:
        environment = environment_of(forge, tmp_path)
        (tmp_path / "event.json").write_text('{"pull_request": {"number": "7/../../x", "head": {"sha": "a"}}}')
        with pytest.raises(WorkspaceError, match="niet voor een voorstel"):
            post_remark(tmp_path / "o.json", environment)
        with pytest.raises(WorkspaceError):
            post_remark(tmp_path / "o.json", environment | {"GITHUB_REPOSITORY": "o/r/../../user"})
        assert forge.asked == []


def test_the_preview_is_where_the_pipeline_keeps_it(tmp_path: Path) -> None:
    with serving(Forge(kind="gitlab")) as forge:
        post(forge, tmp_path, remark(page="doelen/meedoen/#kader-x"))
        files = "https://gitlab.voorbeeld.nl/o/r/-/jobs/9/artifacts/file/voorvertoning/"
        assert f"[bekijk]({files}doelen/meedoen/index.html#kader-x)" in forge.comments[0]["body"]
    with serving(Forge(kind="github")) as forge:
        post(forge, tmp_path, remark())
        assert "[Voorvertoning](https://forge.voorbeeld.nl/o/r/actions/runs/555)" in forge.comments[0]["body"]
        assert "bekijk" not in forge.comments[0]["body"], "a page of a zip file has no address"
        post(forge, tmp_path, remark(), KAPSTOK_VOORVERTONING="https://proef.voorbeeld.nl/{nummer}")
        assert "[bekijk](https://proef.voorbeeld.nl/7/doelen/meedoen/)" in forge.comments[0]["body"]
        with pytest.raises(WorkspaceError, match="geen webadres"):
            post(forge, tmp_path, remark(), KAPSTOK_VOORVERTONING="https://x.nl/) [y](https://kwaad.nl")


PART = {"titel": "x", "dicht": False, "weg": 0}
FORMS = {
    "no JSON": "{",
    "a list": "[]",
    "deep": "[" * 100_000,
    "another form": json.dumps({"kapstok-opmerking": 2}),
    "a page elsewhere": "//kwaad.nl/",
    "a page with a scheme": "https://kwaad.nl/",
    "a page upward": "../../x/",
    "a page that breaks out": "x/) ![y](https://kwaad.nl/",
    "a page with a query": "x/?y",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_is_no_comment_is_refused_before_anything_is_asked(name: str, tmp_path: Path) -> None:
    file = tmp_path / "o.json"
    if name.startswith("a page"):
        write_remark(remark(page=FORMS[name]), file)
    else:
        file.write_text(FORMS[name], encoding="utf-8")
    with serving(Forge(kind="github")) as forge:
        with pytest.raises(WorkspaceError, match="geen opmerking van Kapstok"):
            post_remark(file, environment_of(forge, tmp_path))
        assert forge.asked == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("publiek", "<!--"),
        ("kop", "x" * 3_000),
        ("kop", 3),
        ("taak", -1),
        ("taak", True),
        ("taak", "9/../../x"),
        ("delen", {}),
        ("delen", [{}] * 13),
        ("delen", [{"titel": "x", "dicht": "nee", "weg": 0, "regels": []}]),
        ("delen", [{"titel": "x", "dicht": False, "weg": -1, "regels": []}]),
        ("delen", [{**PART, "regels": [{"niveau": 5, "pagina": "", "woorden": []}]}]),
        ("delen", [{**PART, "regels": [{"niveau": 0, "pagina": "", "woorden": [["vet", "x"]]}]}]),
        ("delen", [{**PART, "regels": [{"niveau": 0, "pagina": "", "woorden": []}] * 5_001}]),
        ("delen", [{**PART, "regels": [], "meer": 1}]),
    ],
)
def test_every_part_of_the_file_is_held_to_its_form(place: str, value: object, tmp_path: Path) -> None:
    file = tmp_path / "o.json"
    write_remark(remark(), file)
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**said, place: value}), encoding="utf-8")
    with pytest.raises(WorkspaceError, match="geen opmerking van Kapstok"):
        post_remark(file, {})


def test_a_file_that_is_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="niet te lezen"):
        post_remark(tmp_path / "er-niet", {})
    (tmp_path / "groot").write_bytes(b"[" + b" " * 4_000_001)
    with pytest.raises(WorkspaceError, match="te groot"):
        post_remark(tmp_path / "groot", {})


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_file_stays_within_the_limit_of_its_forge(kind: str, tmp_path: Path) -> None:
    lines = tuple(line(f"@{number} " + "é" * 600, page="doelen/x/") for number in range(2_500))
    long = Remark(
        audience="inwoners", head="x", parts=(Part(title="Een", lines=lines), Part(title="Twee", lines=lines))
    )
    with serving(Forge(kind=kind)) as forge:
        post(forge, tmp_path, long)
        body = forge.comments[0]["body"]
    assert len(body.encode()) <= (200_000 if kind == "gitlab" else 60_000)
    assert body.count("regels passen hier niet") == 2
