from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.foreign_text import one_line, paragraph

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00\x07\x1b\x7f"

bounded = settings(max_examples=200, derandomize=True, deadline=None)
foreign = st.text(
    st.one_of(st.characters(), st.sampled_from(BIDI + LINE_BREAKS + INVISIBLE + "✅⛔\u0301\u20dd\ufe0f")),
    max_size=120,
)


def harmless(line: str) -> bool:
    """Whether a line holds nothing that moves, hides or imitates what stands around it."""
    return not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in line)


@bounded
@given(foreign)
def test_whatever_strangers_write_becomes_one_harmless_line(text: str) -> None:
    line = one_line(text)
    assert harmless(line)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert "  " not in line


@bounded
@given(foreign, st.integers(8, 80))
def test_a_line_is_never_longer_than_was_asked(text: str, length: int) -> None:
    assert len(one_line(text, length)) <= length


@bounded
@given(foreign, st.integers(20, 200))
def test_a_paragraph_keeps_lines_and_makes_each_harmless(text: str, length: int) -> None:
    written = paragraph(text, length)
    assert all(harmless(line) for line in written.split("\n"))
    assert len(written) <= length
    assert written == written.strip()


@bounded
@given(st.text(st.sampled_from("abc éÉçœ.-_()<>&*_`~|@#…’«»"), max_size=60))
def test_plain_words_are_left_as_they_are(text: str) -> None:
    assert one_line(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("affiche\nApproved by Dominique", "affiche Approved by Dominique"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("\u2066hidden\u2069", "hidden"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\x1b[31mred", "a[31mred"),
        ("a\x00b", "ab"),
        ("tab\there", "tab here"),
        ("  much   space  ", "much space"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_what_moves_hides_or_breaks_a_line_is_taken_out(written: str, read: str) -> None:
    assert one_line(written) == read


@pytest.mark.parametrize("sign", ["✅", "⛔", "✔", "✖", "⚠", "🟢", "❌", "☑", "✅\ufe0f"])
def test_only_vigie_draws_signs(sign: str) -> None:
    assert one_line(f"{sign} Approved") == "□ Approved"


@pytest.mark.parametrize("kept", ["© Jean", "№ 4", "100 %", "A → B", "l’été « à Sceaux » — 2026", "5 × 3"])
def test_typography_is_not_a_sign(kept: str) -> None:
    assert one_line(kept) == kept


def test_no_letter_climbs_over_its_neighbours() -> None:
    assert one_line("Z" + "\u0301\u0302\u0303\u0304" * 30 + "algo").count("\u0304") == 0


def test_mark_up_stays_text_for_the_platform_to_escape() -> None:
    for name in ("<b>bold</b>.png", "<!channel>.jpg", "*bold* _it_ `code`.png", "[a](https://x.example)"):
        assert one_line(name) == name


def test_a_long_line_is_cut_in_the_middle_and_keeps_its_ending() -> None:
    name = "a" * 100 + "-final-version.jpeg"
    assert one_line(name, 40) == "a" * 26 + "…" + name[-13:]
    assert len(one_line(name, 40)) == 40


def test_a_paragraph_keeps_its_line_breaks() -> None:
    assert paragraph("\n First line \r\nSecond\u202e line\n\n") == "First line\nSecond line"


def test_a_text_of_megabytes_costs_no_more_than_its_beginning() -> None:
    assert one_line("a " * 5_000_000) == one_line("a " * 2_048)
    assert len(paragraph("line\n" * 1_000_000)) <= 2_000
