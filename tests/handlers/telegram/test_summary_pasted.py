"""A checkpoint as people copy it out of Telegram, on their phones and computers: the trail is held against it."""

from __future__ import annotations

import html
import io
import subprocess
import sys
from collections.abc import Callable

import pytest

from bot.cli.entry import command_line
from bot.summary.kept import kept
from bot.trail.note import Note, parse_note, parse_pasted
from policy.sandbox import Sandbox
from tests.bot.scene import BorrowedSandbox
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.summing_up import WEEK, Monday, pre_of

DESKTOP = "Vigie, [30.11.2026 09:00]\n"
"""What Telegram Desktop puts above messages that are copied together."""

Copying = Callable[[Json], str]


def whole(message: Json) -> str:
    return str(message["text"])


def marked(message: Json) -> str:
    """Write the looks as people type them, as some programs do."""
    text = whole(message)
    title = text.partition("\n")[0]
    return text.replace(title, f"**{title}**").replace(pre_of(message), f"```\n{pre_of(message)}\n```")


COPIES: dict[str, Copying] = {
    "a tap on the block": pre_of,
    "a tap on the block, on Windows": lambda message: pre_of(message).replace("\n", "\r\n"),
    "the block with its end": lambda message: f"{pre_of(message)}\n",
    "the whole message": whole,
    "the whole message, on Windows": lambda message: whole(message).replace("\n", "\r\n"),
    "several messages, on a computer": lambda message: (
        f"{DESKTOP}{whole(message)}\n\n{DESKTOP}W36 – W47\n\nDominique, [30.11.2026 09:12]\nMerci !\n"
    ),
    "one that was forwarded, on a computer": lambda message: (
        f"Dominique, [30.11.2026 09:14]\n[Forwarded from Vigie]\n{whole(message)}"
    ),
    "one that was answered, on a computer": lambda message: (
        f"Dominique, [30.11.2026 09:14]\n[In reply to Vigie]\nVu, le voici :\n\n{whole(message)}"
    ),
    "several messages, on an iPhone": lambda message: (
        f"[30/11/2026 09:00] Vigie: {whole(message)}\n[30/11/2026 09:12] D: ok"
    ),
    "marked out of the web, with the hour behind it": lambda message: f"{whole(message)}09:00",
    "the block, with the hour below it": lambda message: f"{pre_of(message)}\n09:00",
    "with marks for its looks": marked,
    "escaped, out of the exported history": lambda message: html.escape(whole(message)),
    "escaped to the last sign": lambda message: (
        html.escape(whole(message)).replace("+", "&#43;").replace("/", "&#x2F;")
    ),
    "no-break spaces": lambda message: whole(message).replace(" ", "\u00a0"),
    "narrow ones": lambda message: whole(message).replace(" ", "\u202f"),
    "quoted": lambda message: "\n".join(f"> {line}" for line in whole(message).split("\n")),
    "quoted, the mark touching": lambda message: "\n".join(f">{line}" for line in whole(message).split("\n")),
    "between quotation marks": lambda message: f"« {pre_of(message)} »",
    "between English quotation marks": lambda message: f"“{pre_of(message)}”",
    "between straight quotation marks": lambda message: f'"{pre_of(message)}"',
    "out of a cell of a spreadsheet": lambda message: f'"{pre_of(message)}"\n',
    "a hyphen for the dash": lambda message: whole(message).replace("\u2014 ", "- "),
    "two hyphens for the dash": lambda message: whole(message).replace("\u2014 ", "-- "),
    "a shorter dash": lambda message: whole(message).replace("\u2014 ", "\u2013 "),
    "joiners that nobody sees": lambda message: (
        whole(message).replace("/", "/\u2060").replace("\u2014", "\u200e\u2014")
    ),
    "lines set apart": lambda message: whole(message).replace("\n", "\n\n"),
    "all at once": lambda message: html.escape(
        DESKTOP + whole(message).replace(" ", "\u00a0").replace("\u2014", "--").replace("\n", "  \r\n> ")
    ),
}


@pytest.fixture
def message(monday: Monday) -> Json:
    """The message of a summary as Telegram keeps it."""
    monday.make()
    monday.deliver()
    return monday.summaries()[0]


@pytest.fixture
def note(monday: Monday, message: Json) -> Note:
    assert message
    with monday.house.database.reading() as connection:
        found = kept(connection, WEEK)
    assert found
    return parse_note(found.summary.integrity.checkpoint)


@pytest.fixture
def verify(monday: Monday, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Type `vigie trail verify --checkpoint -` and paste something."""
    monkeypatch.setattr("bot.house.Sandbox", lambda *_, **__: BorrowedSandbox(sandbox))
    monkeypatch.setenv("VIGIE_DATA_DIR", str(monday.house.settings.data_dir))

    def run(pasted: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(pasted))
        return command_line(["trail", "verify", "--checkpoint", "-"], lambda *_: None)

    return run


def test_whatever_way_it_is_copied_the_checkpoint_is_read_and_the_trail_agrees_with_it(
    message: Json, note: Note, verify: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [name for name, copying in COPIES.items() if not _is(copying(message), note)]
    assert wrong == []
    assert {name: code for name, copying in COPIES.items() if (code := verify(copying(message)))} == {}
    assert capsys.readouterr().err == ""


def _is(pasted: str, note: Note) -> bool:
    try:
        return parse_pasted(pasted) == note
    except ValueError:
        return False


def test_what_was_sent_without_its_looks_is_read_too(
    monday: Monday, telegram: Messenger, verify: Callable[[str], int]
) -> None:
    telegram.faults.fail("sendMessage", "Bad Request: can't parse entities")
    monday.make()
    monday.deliver()
    assert verify(whole(monday.summaries()[0])) == 0


def test_another_checkpoint_is_not_taken_for_this_one(message: Json, verify: Callable[[str], int]) -> None:
    lines = pre_of(message).split("\n")
    assert verify("\n".join([lines[0], "3", *lines[2:]])) == 1
    assert verify(whole(message).replace(pre_of(message), "")) == 2


def test_the_command_takes_it_from_its_input_byte_by_byte(monday: Monday, message: Json) -> None:
    environment = {"VIGIE_DATA_DIR": str(monday.house.settings.data_dir), "PATH": ""}
    command = [sys.executable, "-m", "bot", "trail", "verify", "--checkpoint", "-"]
    pasted = (DESKTOP + whole(message)).replace("\n", "\r\n").encode()
    ran = subprocess.run(command, input=pasted, env=environment, capture_output=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, b"")
