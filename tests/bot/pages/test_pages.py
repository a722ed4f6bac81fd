from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.pages
import handlers.desk
from bot.language import Catalogue
from bot.pages import render
from policy.language import Language

BASE = (Path(bot.pages.__file__).parent / "templates" / "base.html").read_text("utf-8")
TOKENS = (Path(handlers.desk.__file__).parent / "static" / "tokens.css").read_text("utf-8")
COLOUR = re.compile(r"(--[\w-]+): (#[0-9a-f]{6});")


@pytest.mark.parametrize("language", Language)
def test_a_page_says_its_language_and_fetches_nothing(language: Language) -> None:
    page = render("base.html", Catalogue(language))
    assert f'<html lang="{language}">' in page
    for loading in ("<script", "<link", "<img", "src=", "href=", "url(", "@import", "http"):
        assert loading not in page


def test_the_colours_are_the_desk_s_in_both_themes() -> None:
    light, dark = TOKENS.split("prefers-color-scheme: dark")
    own_light, own_dark = BASE.split("prefers-color-scheme: dark")
    assert set(COLOUR.findall(own_light)) <= set(COLOUR.findall(light))
    assert set(COLOUR.findall(own_dark)) <= set(COLOUR.findall(dark))
    assert [name for name, _ in COLOUR.findall(own_light)] == [name for name, _ in COLOUR.findall(own_dark)]
