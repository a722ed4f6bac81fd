from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import workflow
from bot.language import Catalogue
from bot.pages.register import as_html
from bot.people import Role
from bot.register.edition import register_of
from bot.register.use import Filters
from policy.declaration import Purpose
from policy.language import Language
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene


def page(scene: Scene, filters: Filters = Filters(), language: Language = Language.FRENCH) -> str:  # noqa: B008 - frozen
    catalogue = scene.catalogue(language)
    return as_html(register_of(scene.house, filters, catalogue), catalogue)


def test_the_page_holds_no_name_of_anybody_who_is_known_here(fresh: Scene) -> None:
    fresh.join("Rose Martin", Role.AUDITOR)
    subject = "Discours de CAMILLE, relu par Dominique et Rose Martin"
    workflow.declare(fresh.house, fresh.people["Camille"], replace(DRAFTED, subject=subject, tool="Outil de Sacha"))
    shown = page(fresh).casefold()
    assert "discours d’une personne, relu par une personne et une personne" in shown
    for name in ("camille", "dominique", "sacha", "rose", "martin"):
        assert name not in shown


def test_what_somebody_typed_is_text_and_never_mark_up(fresh: Scene) -> None:
    workflow.declare(fresh.house, fresh.people["Camille"], replace(DRAFTED, subject="<script>alert(1)</script>"))
    assert "&lt;script&gt;" in page(fresh)
    assert "<script" not in page(fresh)


def test_every_use_points_to_its_entry_of_the_journal(fresh: Scene) -> None:
    workflow.declare(fresh.house, fresh.people["Camille"], DRAFTED)
    (use,) = register_of(fresh.house, Filters(), fresh.catalogue()).uses
    assert f"#{use.seq} · <code>{use.leaf[:12]}</code>" in page(fresh)


@pytest.mark.parametrize("language", Language)
def test_an_empty_register_says_so(fresh: Scene, language: Language) -> None:
    assert Catalogue(language).say("No declared use of AI to show.") in page(fresh, language=language)


def test_an_excerpt_says_that_it_is_one(fresh: Scene) -> None:
    filters = Filters(since=date(2026, 11, 1), purpose=Purpose.DRAFTING, tool="ChatGPT")
    assert "Extrait\u00a0:</strong> à partir du 1 novembre 2026 · Rédiger un texte · ChatGPT" in page(fresh, filters)
    assert "Extrait" not in page(fresh)


def test_what_is_for_the_auditor_is_never_made_into_a_page(fresh: Scene) -> None:
    with pytest.raises(ValueError, match="public"):
        page(fresh, Filters(everything=True))
