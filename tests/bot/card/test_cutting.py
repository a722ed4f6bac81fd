from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.card.cutting import chunks, cut, utf16_length


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_fits_and_says_so(text: str, most: int) -> None:
    shown = cut(text, most)
    assert utf16_length(shown) <= most
    assert shown == text or shown.endswith("…")


def test_an_emoji_is_not_cut_in_two() -> None:
    assert cut("aé😀😀", 4) == "aé…"
    assert cut("aé😀😀", 6) == "aé😀😀"


@given(st.text(alphabet="ab \n😀", min_size=1), st.integers(2, 12))
def test_the_pieces_of_a_text_are_the_text(text: str, most: int) -> None:
    pieces = chunks(text, most)
    assert all(utf16_length(piece) <= most for piece in pieces)
    assert "".join(pieces).strip() == text.strip()


def test_pieces_end_between_words() -> None:
    assert chunks("un mot après l’autre", 8) == ["un mot ", "après ", "l’autre"]
