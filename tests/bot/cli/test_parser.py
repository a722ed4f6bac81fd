from __future__ import annotations

import re

import pytest

from bot.cli.parser import parse
from bot.language import Catalogue
from bot.people import Role
from policy.language import Language
from tests.bot.cli.conftest import Vigie

COMMANDS = [
    ("run",),
    ("check", "a.png"),
    ("check", "a.png", "b", "--json", "--charter", "c.yaml"),
    ("explain", "a.png"),
    ("trail", "verify"),
    ("trail", "show", "V-0001"),
    ("trail", "export", "--format", "csv"),
    ("charter", "check"),
    ("charter", "check", "c.yaml"),
    ("charter", "show"),
    ("trust", "update"),
    ("trust", "update", "a.pem", "b.pem"),
    ("trust", "show"),
    ("people", "add", "Alix", "--role", "author"),
    ("people", "list"),
    ("people", "link", "Alix"),
    ("db", "upgrade"),
    ("db", "backup", "copy.db"),
]
"""What design §5 promises, as far as it is built."""


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_promised_command_is_understood(arguments: tuple[str, ...]) -> None:
    assert callable(parse(arguments, Catalogue(Language.FRENCH)).command)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("approve", "V-0001"),
        ("check",),
        ("check", "a.png", "--jsn"),
        ("explain",),
        ("explain", "a", "b"),
        ("trail",),
        ("trail", "show"),
        ("trail", "export", "--format", "xml"),
        ("db", "backup"),
        ("people", "add", "Alix", "--role", "relecteur"),
    ],
    ids=" ".join,
)
def test_what_is_not_understood_is_a_mistake_of_usage(vigie: Vigie, arguments: tuple[str, ...]) -> None:
    ran = vigie(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("utilisation")


@pytest.mark.parametrize("language", Language)
def test_help_speaks_the_readers_language(vigie: Vigie, language: Language) -> None:
    ran = vigie("--help", VIGIE_LANGUAGE=language.value)
    assert (ran.code, ran.err) == (0, "")
    french = language is Language.FRENCH
    assert ("utilisation" in ran.out) is french
    assert ("usage: " in ran.out) is not french
    assert ("commandes" in ran.out) is french


@pytest.mark.parametrize("command", sorted({arguments[0] for arguments in COMMANDS} - {"run"}))
def test_help_of_each_command_has_no_english_word_that_nobody_chose(vigie: Vigie, command: str) -> None:
    words = vigie(command, "--help").plain
    for english in ("usage:", "positional", "show this", "optional", "file and", "FILE and"):
        assert english not in words


def test_every_role_can_be_given(vigie: Vigie) -> None:
    for role in Role:
        assert vigie("people", "add", f"Alix {role}", "--role", role).code == 0


def test_a_mistyped_choice_is_told_with_the_right_ones(vigie: Vigie) -> None:
    ran = vigie("people", "add", "Alix", "--role", "boss")
    assert re.search(r"'boss' n’existe pas \(au choix", ran.complaint)
    assert "reviewer" in ran.complaint
