from __future__ import annotations

import html
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trail.checkpoint import SigningKey, VerifierKey
from bot.trail.note import Checkpoint, Note, NoteError, Signature, parse_note, parse_pasted

KEY = SigningKey("vigie/ps92", bytes(range(32)))
NOTE = KEY.sign(Checkpoint("vigie/ps92", 776, bytes(range(32)), datetime(2026, 11, 24, 12, tzinfo=UTC)))
TEXT = str(NOTE)


def test_a_note_is_written_as_the_specifications_say() -> None:
    signature = b64encode(KEY.verifier.id + NOTE.signatures[0].value).decode()
    assert (
        "vigie/ps92\n776\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\ntime 2026-11-24T12:00:00Z\n"
        f"\n— vigie/ps92 {signature}\n"
    ) == TEXT


def test_a_note_reads_back_as_it_was_written() -> None:
    assert parse_note(TEXT) == NOTE


def test_a_checkpoint_of_another_program_needs_no_time() -> None:
    note = replace(NOTE, checkpoint=replace(NOTE.checkpoint, at=None))
    assert parse_note(str(note)) == note


def test_several_signatures_are_kept() -> None:
    note = replace(NOTE, signatures=(*NOTE.signatures, Signature("witness.example", b"abcd", b"x" * 64)))
    assert parse_note(str(note)) == note


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("776", "0776"),
        ("776", "-1"),
        ("776", "७"),
        ("AAEC", "AAE"),
        ("Hh8=", "Hh9="),
        ("Hh8=", "Hh8"),
        ("\ntime", "\nother"),
        ("12:00:00Z", "12:00:00z"),
        ("\n\n", "\n"),
        ("\u2014 ", "- "),
        ("\u2014 vigie/ps92 ", "\u2014 vigie/ps92"),
        ("\u2014 vigie/ps92 ", "\u2014 vi+gie "),
        ("\n776", "\r\n776"),
        (TEXT[-20:], "\n"),
        (TEXT, ""),
        (TEXT, TEXT + "\n"),
        (TEXT, TEXT + "x"),
    ],
)
def test_a_note_that_differs_in_anything_is_refused(old: str, new: str) -> None:
    assert TEXT.count(old)
    with pytest.raises(NoteError):
        parse_note(TEXT.replace(old, new))


MANGLINGS = {
    "untouched": TEXT,
    "CRLF": TEXT.replace("\n", "\r\n"),
    "no-break space": TEXT.replace(" ", "\u00a0"),
    "narrow no-break space": TEXT.replace(" ", "\u202f"),
    "trimmed": TEXT.strip(),
    "indented": TEXT.replace("\n", "\n    "),
    "double spaced": TEXT.replace("\n", "\n\n"),
    "empty line lost": TEXT.replace("\n\n", "\n"),
    "HTML escapes": html.escape(TEXT).replace("+", "&#43;").replace("/", "&#x2F;").replace("=", "&#61;"),
    "named dash": TEXT.replace("\u2014", "&mdash;"),
    "code fence": f"```\n{TEXT}```",
    "code fence with language": f"```text\n{TEXT}\n```\n",
    "backticks": "\n".join(f"`{line}`" for line in TEXT.splitlines()),
    "hyphen": TEXT.replace("\u2014", "-"),
    "two hyphens": TEXT.replace("\u2014", "--"),
    "en dash": TEXT.replace("\u2014", "\u2013"),
    "horizontal bar": TEXT.replace("\u2014", "\u2015"),
    "quoted": "\n".join(f"> {line}" for line in TEXT.splitlines()),
    "between quotation marks": f"« {TEXT.strip()} »",
    "between English quotation marks": f"“{TEXT.strip()}”",
    "between German quotation marks": f"„{TEXT.strip()}“",
    "out of a cell of a spreadsheet": f'"{TEXT.strip()}"',
    "quoted and escaped": "\n".join(f"&gt; {line}" for line in TEXT.splitlines()),
    "escaped twice": html.escape(html.escape("\n".join(f"> {line}" for line in TEXT.splitlines()))),
    "French quote marks": f"\u00ab\u00a0{TEXT.strip()}\u00a0\u00bb",
    "English quote marks": f"\u201c{TEXT.strip()}\u201d",
    "straight quote marks": f'"{TEXT.strip()}"',
    "bullets": "\n".join(f"\u2022 {line}" for line in TEXT.splitlines()),
    "other words around it": f"Bilan, semaine 47\n12 dépôts\n\n{TEXT}\nBonne semaine à tout le monde",
    "zero-width spaces": TEXT.replace("/", "/\u200b"),
    "byte order mark": f"\ufeff{TEXT}",
    "signature broken at its space": TEXT.replace(" vigie/ps92 ", " vigie/ps92\n"),
    "trailing spaces": TEXT.replace("\n", "  \n"),
}


@pytest.mark.parametrize("mangled", MANGLINGS.values(), ids=MANGLINGS.keys())
def test_a_note_survives_what_chats_and_mails_do_to_it(mangled: str) -> None:
    assert parse_pasted(mangled) == NOTE
    assert KEY.verifier.verifies(parse_pasted(mangled))


@pytest.mark.parametrize(
    "text",
    ["", "bonjour", "776", TEXT.rpartition("\n\n")[0], TEXT.replace("776", "sept cents"), "12\n" * 50_000],
)
def test_a_text_without_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_pasted(text)


@given(st.text(max_size=200))
def test_any_text_is_either_a_note_or_refused(text: str) -> None:
    for parse in (parse_note, parse_pasted):
        with pytest.raises(NoteError):
            parse(text)


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(0, 7))
def test_one_bit_changed_in_a_note_is_never_accepted(at: int, bit: int) -> None:
    changed = bytearray(TEXT.encode())
    changed[at] ^= 1 << bit
    try:
        note: Note = parse_note(changed.decode())
    except (NoteError, UnicodeDecodeError):
        return
    assert not KEY.verifier.verifies(note)


def test_a_key_of_the_specification_has_its_id() -> None:
    # The example of C2SP signed-note.
    text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    assert str(VerifierKey.parse(text)) == text
