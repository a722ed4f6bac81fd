from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import workflow
from handlers.desk.register import USES_PER_PAGE
from policy.declaration import Purpose
from tests.bot.declarations import DRAFTED
from tests.handlers.desk.running import RunningDesk, open_desk

USES = (
    replace(DRAFTED, subject="Discours de Camille"),
    replace(DRAFTED, subject="Lettre en anglais", purpose=Purpose.TRANSLATION, tool="DeepL", provider="DeepL"),
    replace(DRAFTED, subject="Note interne", public=False),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on which Camille has declared three uses, one of them not public."""
    with open_desk(Path(tmp_path_factory.mktemp("register")) / "data") as desk:
        for use in USES:
            workflow.declare(desk.house, desk.people["Camille"], use)
        yield desk


def shown(desk: RunningDesk, query: str = "", name: str = "Camille") -> set[str]:
    """Return the subjects on a page of the register."""
    page = html.unescape(desk.come_in(name).client.get(f"/registre{query}").text)
    return {use.subject for use in USES if use.subject in page}


def test_everybody_reads_what_was_declared_and_their_own_apart(told: RunningDesk) -> None:
    everything = {use.subject for use in USES}
    assert shown(told) == shown(told, name="Dominique") == shown(told, "?vue=les-miens") == everything
    assert shown(told, "?vue=les-miens", name="Dominique") == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?but=translation", {"Lettre en anglais"}),
        ("?outil=chatgpt", {"Discours de Camille", "Note interne"}),
        ("?depuis=2126-01-01", set()),
        ("?jusqu-a=2000-01-01", set()),
        ("?depuis=hier&but=danser&page=zz&vue=x", {use.subject for use in USES}),
    ],
)
def test_the_register_can_be_narrowed_down(told: RunningDesk, query: str, found: set[str]) -> None:
    assert shown(told, query) == found


def test_purposes_are_summed(told: RunningDesk) -> None:
    page = told.come_in("Camille").client.get("/registre").text
    assert 'Rédiger un texte <span class="tally">2</span>' in page
    assert 'Traduire <span class="tally">1</span>' in page


@pytest.mark.parametrize("edition", ["tableau", "page"])
def test_the_public_edition_is_saved_and_names_nobody(told: RunningDesk, edition: str) -> None:
    answer = told.come_in("Camille").client.get(f"/registre/{edition}?vue=les-miens")
    assert answer.headers["content-disposition"].startswith('attachment; filename="registre-ia-')
    assert "Lettre en anglais" in answer.text
    assert "Note interne" not in answer.text
    assert "Camille" not in answer.text


def test_the_public_edition_is_as_narrow_as_the_page(told: RunningDesk) -> None:
    text = told.come_in("Camille").client.get("/registre/tableau?but=drafting").text
    assert "Lettre en anglais" not in text
    assert len(text.splitlines()) == 2


def test_strangers_read_no_register(told: RunningDesk) -> None:
    for path in ("/registre", "/registre/tableau", "/registre/page", "/registre/D-0001"):
        assert told.visitor().get(path).status_code == 403


def test_a_long_register_is_read_page_by_page(desk: RunningDesk) -> None:
    for number in range(USES_PER_PAGE + 1):
        workflow.declare(desk.house, desk.people["Camille"], replace(DRAFTED, subject=f"Tract {number}."))
    camille = desk.come_in("Camille")
    first, second = camille.client.get("/registre").text, camille.client.get("/registre?page=2&vue=tout").text
    assert "Tract 1." in first
    assert "Tract 0." not in first
    assert "page=2" in first
    assert "Tract 0." in second
    assert "page=3" not in second
