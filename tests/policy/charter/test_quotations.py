from __future__ import annotations

from dataclasses import replace

import pytest

from policy.charter.load import shipped
from policy.charter.model import Charter
from policy.charter.problem import Mistake
from policy.charter.quotations import misquoted, nearest_passage


def quoting(quote: str, **changes: object) -> Charter:
    made = shipped()
    first, *others = made.rules
    changed = replace(first, quote=quote, quote_verified=False, **changes)  # type: ignore[arg-type]
    return replace(made, rules=(changed, *others))


def test_the_shipped_charter_quotes_word_for_word() -> None:
    assert misquoted(shipped()) == ()


def test_a_misquote_is_told_with_its_line_and_what_was_probably_meant() -> None:
    made = quoting("nos communications montrent la réalité de notre engagement")
    (problem,) = misquoted(made)
    assert (problem.line, problem.mistake) == (made.rules[0].line, Mistake.MISQUOTED)
    assert problem.subject == made.rules[0].quote
    assert problem.suggestion == "nos communications doivent montrer la réalité de notre engagement"
    assert problem.suggestion in made.source


@pytest.mark.parametrize("changes", [{"quote_waived": True}, {"quote": ""}])
def test_a_quote_that_is_marked_and_a_rule_that_quotes_nobody_are_left_out(changes: dict[str, object]) -> None:
    assert misquoted(replace_first(quoting("autre chose"), **changes)) == ()


def replace_first(made: Charter, **changes: object) -> Charter:
    first, *others = made.rules
    return replace(made, rules=(replace(first, **changes), *others))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Tout usage sera signalé.", "Tout usage est signalé."),
        ("Aucun usage d'aucune machine ne doit jamais être toléré", ""),
        ("recette de la soupe aux poireaux", ""),
        ("", ""),
    ],
)
def test_a_passage_is_suggested_only_where_one_is_near(quote: str, expected: str) -> None:
    assert nearest_passage(quote, "Nul ne génère d’images.\nTout usage est signalé.") == expected


def test_a_very_long_text_is_searched_all_the_same() -> None:
    source = "Rien à voir ici. " * 20_000 + "Nul ne génère d’images par IA."
    assert nearest_passage("Nul ne génèrera d'images par IA.", source) == "Nul ne génère d’images par IA."
