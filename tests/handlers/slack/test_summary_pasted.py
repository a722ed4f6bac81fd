"""The checkpoint copied out of Slack again: however it is copied, the trail can be held against it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.entry import command_line
from bot.language import Catalogue
from bot.trail.note import NoteError, parse_pasted
from bot.verification import in_words, verify_database
from policy.language import Language
from tests.handlers.slack.rendering.plain import as_text
from tests.handlers.slack.summing_up import LAST_WEEK, Auditing, auditing
from tests.handlers.slack.workspace import Json, Workspace, words_of

ENGLISH = Catalogue(Language.ENGLISH)
Copying = Callable[[Json], str]
Mangling = Callable[[str], str]


def the_code(message: Json) -> str:
    """The code alone, as the button of a code block copies it."""
    parts = [part for block in message["blocks"] for part in block.get("elements", [])]
    return "".join(
        run["text"] for part in parts if part["type"] == "rich_text_preformatted" for run in part["elements"]
    )


def the_whole(message: Json) -> str:
    """Everything that is shown, line by line, as a mouse selects it."""
    return "\n".join(f"{line}" for line in ("Vigie", "APP  09:12", words_of(message), "1 reply"))


def the_markup(message: Json) -> str:
    """What Slack keeps beside the blocks: notifications, exports and other programs have it."""
    return str(message["text"])


def the_shown_markup(message: Json) -> str:
    return html.unescape(the_markup(message)).replace("```\n", "```").replace("\n```", "```")


def the_printed(message: Json) -> str:
    return as_text(message["blocks"])


COPYINGS = (the_code, the_whole, the_markup, the_shown_markup, the_printed)


def as_quotation(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def in_quotes(text: str) -> str:
    return f"«\u00a0{text}\u00a0»"


def in_english_quotes(text: str) -> str:
    return f"“{text}”"


def in_straight_quotes(text: str) -> str:
    return f'"{text}"'


def in_a_fence(text: str) -> str:
    return f"```{text}```"


def as_a_list(text: str) -> str:
    return "\n".join(f"• {line}" if line else "" for line in text.split("\n"))


def wrapped_like_a_mail(text: str) -> str:
    """Break long lines at their spaces, as a mail does at 76 characters."""
    return "\n".join(re.sub(r"(?<=\S) (?=[A-Za-z0-9+/]{40})", "\n", line) for line in text.split("\n"))


MANGLINGS: tuple[Mangling, ...] = (
    lambda text: text.replace("\n", "\r\n"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u202f"),
    lambda text: text.replace("\u2014", "-"),
    lambda text: text.replace("\u2014", "--"),
    lambda text: text.replace("\u2014", "\u2013"),
    lambda text: html.escape(text, quote=False),
    lambda text: text.replace("\n\n", "\n"),
    lambda text: text.replace("\n", "\n\n"),
    lambda text: text.replace("\n", " \n"),
    lambda text: f"Bonjour,\n\nvoici le bilan :\n\n{text}\n\n-- \nCamille",
    as_quotation,
    in_quotes,
    in_english_quotes,
    in_straight_quotes,
    in_a_fence,
    as_a_list,
    wrapped_like_a_mail,
)


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Auditing, Json]]:
    """A summary as Slack keeps it."""
    with Workspace() as slack:
        slack.unlimited()
        with auditing(slack, tmp_path_factory.mktemp("audit")) as audit:
            audit.deliver(LAST_WEEK)
            (message,) = audit.messages()
            yield audit, message
        assert slack.violations == []


@pytest.mark.parametrize("copied", COPYINGS)
def test_the_checkpoint_is_there_however_it_is_copied(posted: tuple[Auditing, Json], copied: Copying) -> None:
    audit, message = posted
    note = parse_pasted(copied(message))
    assert audit.house.key.verifier.verifies(note)
    assert str(note) in the_code(message) + "\n"


@pytest.mark.parametrize("mangled", MANGLINGS)
@pytest.mark.parametrize("copied", COPYINGS)
def test_it_survives_what_programs_do_to_what_is_pasted(
    posted: tuple[Auditing, Json], copied: Copying, mangled: Mangling
) -> None:
    audit, message = posted
    assert audit.house.key.verifier.verifies(parse_pasted(mangled(copied(message))))


@given(copied=st.sampled_from(COPYINGS), done=st.lists(st.sampled_from(MANGLINGS), max_size=3))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_survives_several_of_them_in_any_order(
    posted: tuple[Auditing, Json], copied: Copying, done: list[Mangling]
) -> None:
    audit, message = posted
    text = copied(message)
    for mangled in done:
        text = mangled(text)
    assert audit.house.key.verifier.verifies(parse_pasted(text))


@given(at=st.integers(0, 400), sign=st.characters(codec="ascii", categories=("L", "N")))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sign_that_was_changed_is_never_taken(posted: tuple[Auditing, Json], at: int, sign: str) -> None:
    audit, message = posted
    code = the_code(message)
    at %= len(code)
    if code[at] == sign or code[at] in "\n \u2014":
        return
    try:
        note = parse_pasted(code[:at] + sign + code[at + 1 :])
    except NoteError:
        return
    assert not audit.house.key.verifier.verifies(note)


@pytest.mark.parametrize("copied", [the_code, the_whole, the_markup])
def test_the_command_that_the_message_names_takes_it(
    posted: tuple[Auditing, Json],
    copied: Copying,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    audit, message = posted
    text = copied(message)
    assert "vigie trail verify --checkpoint -" in words_of(message)
    monkeypatch.setenv("VIGIE_DATA_DIR", str(audit.house.settings.data_dir))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr("bot.settings.CHECKOUT", tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert command_line(["trail", "verify", "--checkpoint", "-"], lambda *_: None) == 0
    outcome = verify_database(audit.house.database, audit.house.key.verifier, parse_pasted(text))
    assurance = in_words(outcome, ENGLISH).assurance
    assert assurance.startswith("Worth: the checkpoint kept elsewhere agrees.")
    told = re.sub(r"\s+", " ", capsys.readouterr().out)
    languages = (ENGLISH, audit.house.catalogue(Language.FRENCH))
    assert any(re.sub(r"\s+", " ", in_words(outcome, one).assurance) in told for one in languages)
