"""The ZIP of a meeting: its papers in order, a page that lists them, and checksums; and the page with downloads."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from papers_git import built, commit, workspace
from playwright.sync_api import Browser
from test_attachments import FILES, MEETING, PDF, PNG
from workbench import forget, write

from kapstok.render.site.choices import with_choices

pytestmark = pytest.mark.langzaam  # nearly every test builds a workspace

ITEM = """agendapunten:
  - id: opgave
    titel: De opgave
    over: ['opgave:meedoen', 'doel:werk-naar-vermogen']
    tekst: De raad bespreekt de opgave.
"""
OWN = {
    f"templates/stuk/{name}.md.j2": f"---\nvan: vergadering\nsoort: {label}\nstatus: geen\n---\n# Kop\n\nTekst.\n"
    for name, label in (("vergaderagenda", "Agenda"), ("verslag", "Verslag"), ("besluitenlijst", "Besluitenlijst"))
}


def meeting(tmp_path: Path) -> Path:
    text = FILES[MEETING].partition("agendapunten:")[0] + ITEM
    root = workspace(tmp_path, {**FILES, MEETING: text, **OWN})
    (root / "bijlagen").mkdir()
    for name, data in {"kaart.png": PNG, "prijzen.csv": b"a,b\n", "nota.pdf": PDF}.items():
        (root / "bijlagen" / name).write_bytes(data)
    commit(root, "2026-03-02")
    return root


def bundle(root: Path, audience: str = "inwoners") -> bytes:
    made = built(root, audience=audience)
    assert made.findings == ()
    found = {o.path: o.content for o in made.outputs}["stukken/vergadering-maart.zip"]
    assert isinstance(found, bytes)
    return found


def test_a_bundle_holds_the_papers_of_a_meeting_in_order(tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(bundle(meeting(tmp_path))))
    assert package.namelist() == [
        "index.html",
        *(f"01-vergaderagenda-maart.{s}" for s in ("docx", "pdf")),
        *(f"02-opgave-meedoen.{s}" for s in ("docx", "pdf")),
        *(f"03-verslag-maart.{s}" for s in ("docx", "pdf")),
        *(f"04-besluitenlijst-maart.{s}" for s in ("docx", "pdf")),
        "05-maart-1-kaart-van-de-buurt.png",
        "06-maart-2-nota.pdf",
        "SHA256SUMS",
    ]
    assert package.read("06-maart-2-nota.pdf") == PDF


def test_every_file_in_a_bundle_has_its_checksum(tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(bundle(meeting(tmp_path))))
    lines = package.read("SHA256SUMS").decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums.keys() == set(package.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(package.read(name)).hexdigest() == digest for name, digest in sums.items())


def test_the_page_of_a_bundle_links_to_everything_and_asks_nothing_from_outside(tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(bundle(meeting(tmp_path))))
    page = package.read("index.html").decode()
    assert page.startswith('<!doctype html>\n<html lang="nl">')
    assert set(re.findall(r'href="([^"]+)"', page)) == set(package.namelist()) - {"index.html"}
    assert "http" not in page
    assert "src=" not in page
    assert "<h1>Raad in maart</h1>" in page
    assert "<p>5 maart 2026</p>" in page
    assert "Bijlage 2: Nota (PDF, 1,2 MB)" in page
    assert "Te zien: Kaart met drie straten" in page


def test_two_builds_give_the_same_bundle(tmp_path: Path) -> None:
    root = meeting(tmp_path)
    first = bundle(root)
    forget(root)
    assert bundle(root) == first


def test_a_hidden_attachment_is_in_the_bundle_of_its_own_audience_only(tmp_path: Path) -> None:
    root = meeting(tmp_path)
    assert b"prijzen" not in bundle(root)
    closed = zipfile.ZipFile(io.BytesIO(bundle(root, "besloten")))
    assert "06-maart-2-prijzen-van-aanbieders.csv" in closed.namelist()


def test_the_page_with_downloads_tells_kind_size_and_date_newest_first(tmp_path: Path) -> None:
    root = meeting(tmp_path)
    write(root, {"agenda/opgaven/zorg.yaml": "titel: Zorg\nnummer: '9'\nomschrijving: Tekst.\npublicatie: openbaar\n"})
    commit(root, "2026-05-04")
    made = built(root, parts=("documents", "site"))
    assert made.findings == ()
    files = {o.path: o.content for o in made.outputs if isinstance(o.content, bytes)}
    page = files["downloads/index.html"].decode()
    assert page.index("4 mei 2026") < page.index("1 maart 2026")
    size = round(len(files["stukken/opgave-zorg.pdf"]) / 1000)
    assert f'<a href="../stukken/opgave-zorg.pdf">PDF, {size}\u00a0kB<span' in page
    assert '<a href="../stukken/vergadering-maart.zip">6 stukken, ZIP, 1,' in page
    assert not [path for path, data in files.items() if path.endswith(".html") and b"<!--grootte" in data]


def test_a_site_without_papers_takes_the_sizes_of_the_build_before(tmp_path: Path) -> None:
    root = meeting(tmp_path)

    def downloads(parts: tuple[str, ...]) -> str:
        found = {o.path: o.content for o in built(root, parts=parts).outputs}["downloads/index.html"]
        assert isinstance(found, bytes)
        return found.decode()

    assert ">PDF<span" in downloads(("site",))
    whole = downloads(("documents", "site"))
    papers = re.compile(r'opgave-meedoen\.pdf">PDF, \d+\u00a0kB')
    assert papers.search(whole)
    assert papers.findall(downloads(("site",))) == papers.findall(whole)


@pytest.mark.browser
def test_the_list_of_downloads_is_filtered_by_kind_and_year_and_whole_without_scripts(
    tmp_path: Path, chromium: Browser
) -> None:
    made = built(meeting(tmp_path), parts=("documents", "site"))
    files = {o.path: o.content for o in made.outputs if isinstance(o.content, bytes)}
    script, page = files["assets/stijl/site.js"].decode(), files["downloads/index.html"].decode()
    body = page[page.index("<article") : page.index("</article>")]
    body = re.sub(r"<form class=.filterlijst__keuze.*?</form>", "", body)
    body = body.replace("2026</td>", "2025</td>", 1)  # a choice of one year is no choice
    body = with_choices(body.encode()).decode()
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        window = context.new_page()
        window.set_content(f"<!doctype html><html lang=nl><body>{body}<script>{script}</script></body></html>")
        rows = window.locator(".filterlijst tbody tr:visible")
        assert rows.count() == 6
        assert window.locator(".filterlijst select:visible").count() == (2 if scripts else 0)
        if scripts:
            window.get_by_label("Soort").select_option("Verslag")
            assert rows.count() == 1
            assert window.get_by_role("status").inner_text() == "1 van 6 stukken"
            window.get_by_label("Soort").select_option("")
            window.get_by_label("Jaar").select_option("2026")
            assert rows.count() == 5
        context.close()
