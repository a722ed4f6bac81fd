from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.labels import POST_LENGTH, ready_labels
from bot.language import Catalogue
from policy.declaration import Checker, Declaration, Extent, Purpose
from policy.draft import analyse
from policy.language import Language
from tests.bot.declarations import DRAFTED, declarations

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
ORDINARY = (
    "Samedi, rendez-vous au marché de Nanterre pour parler des crèches.",
    "Nous étions nombreuses et nombreux ce matin devant la mairie ! 🌹 Merci à toutes et tous.",
    "Communiqué\n\nLe conseil départemental a voté hier un budget sans ambition, contre l’avis des élu·e·s de gauche.",
    "See you on Saturday at the market: we will talk about nurseries, without taboos.",
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ["post", "caption", "printed", "eu"])
@given(declarations, st.sampled_from(ORDINARY), st.sampled_from(["\n\n", "\n", " "]))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_every_ready_label_is_recognised_under_any_ordinary_text(
    language: Language, kind: str, declaration: Declaration, text: str, between: str
) -> None:
    label = asdict(ready_labels(declaration, Catalogue(language), "D-0007"))[kind]
    assert analyse(f"{text}{between}{label}").has_label


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_has_no_label_of_its_own(text: str) -> None:
    assert not analyse(text).has_label


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("purpose", Purpose)
def test_a_label_is_recognised_before_a_text_too(language: Language, purpose: Purpose) -> None:
    for label in asdict(ready_labels(replace(DRAFTED, purpose=purpose), Catalogue(language), "D-0007")).values():
        assert analyse(f"{label}\n\n{ORDINARY[0]}").has_label


def test_a_post_says_what_ai_did_with_which_tool_and_who_checked() -> None:
    assert ready_labels(DRAFTED, FRENCH).post == "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe."
    assert ready_labels(DRAFTED, ENGLISH).post == "Text written with the help of AI (ChatGPT), checked by the team."


def test_a_caption_is_shorter_and_a_printed_page_leads_to_the_register() -> None:
    labels = ready_labels(DRAFTED, FRENCH, "D-0007")
    assert labels.caption == "Texte rédigé avec l’aide d’une IA (ChatGPT)"
    assert labels.printed == (
        "Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI), relu par l’équipe. "
        "Registre des usages de l’IA\u00a0: D-0007."
    )


def test_what_is_not_in_the_public_register_does_not_point_there() -> None:
    assert "D-0007" not in ready_labels(replace(DRAFTED, public=False), FRENCH, "D-0007").printed


def test_the_european_wording_begins_with_ai_and_says_how_much_comes_from_it() -> None:
    assert ready_labels(DRAFTED, FRENCH).eu == (
        "IA. Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Une partie du résultat vient d’elle. "
        "Une personne a vérifié le résultat."
    )


@given(declarations)
@settings(derandomize=True, deadline=None)
def test_a_label_claims_no_check_that_nobody_made(declaration: Declaration) -> None:
    unchecked = replace(declaration, checker=Checker.NOBODY)
    for label in asdict(ready_labels(unchecked, FRENCH)).values():
        assert "relu" not in label
        assert "vérifié" not in label.casefold()


@pytest.mark.parametrize("purpose", [Purpose.DRAFTING, Purpose.TRANSLATION, Purpose.SUMMARY, Purpose.SUBTITLES])
def test_what_is_mostly_the_machines_is_not_called_help(purpose: Purpose) -> None:
    mostly = replace(DRAFTED, purpose=purpose, extent=Extent.MOST)
    for label in asdict(ready_labels(mostly, FRENCH)).values():
        assert "aide" not in label


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("checker", [Checker.AUTHOR, Checker.COLLEAGUE, Checker.NOBODY])
def test_a_label_fits_into_a_post(purpose: Purpose, checker: Checker) -> None:
    for catalogue in (FRENCH, ENGLISH):
        labels = ready_labels(replace(DRAFTED, purpose=purpose, checker=checker), catalogue)
        assert len(labels.caption) < len(labels.post) <= POST_LENGTH * 1.05


def test_a_tool_with_an_endless_name_or_none_makes_a_label_all_the_same() -> None:
    endless = ready_labels(replace(DRAFTED, tool="x" * 120, provider=""), FRENCH)
    assert len(endless.post) <= POST_LENGTH * 1.05
    assert ready_labels(replace(DRAFTED, tool="", provider=""), FRENCH).caption == "Texte rédigé avec l’aide d’une IA"


def test_braces_in_a_tools_name_are_only_letters() -> None:
    assert "({made})" in ready_labels(replace(DRAFTED, tool="{made}"), FRENCH).post
