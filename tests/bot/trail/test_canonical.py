from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trail.canonical import CanonicalFormError, canonical, parse_canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_canonical_bytes_read_back_to_the_same_bytes(value: object) -> None:
    try:
        data = canonical(value)
    except CanonicalFormError as error:
        assert "two keys" in str(error)  # noqa: PT017 - NFC may make two drawn keys equal
        return
    assert canonical(parse_canonical(data)) == data


def test_keys_are_sorted_by_utf_16_as_rfc_8785_says() -> None:
    # After the example of RFC 8785 §3.2.3: U+1F600 comes before U+FF21, unlike in the order of code points.
    value = {"\u20ac": 1, "\r": 2, "\U0001f600": 3, "1": 4, "\u00f6": 5, "\u0080": 6}
    keys = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600"]
    assert list(json.loads(canonical(value))) == keys
    assert list(json.loads(canonical({"\uff21": 1, "\U0001f600": 2}))) == ["\U0001f600", "\uff21"]
    assert parse_canonical(canonical({"\uff21": 1, "\U0001f600": 2})) == {"\uff21": 1, "\U0001f600": 2}


def test_text_becomes_nfc_so_that_two_spellings_of_a_name_hash_alike() -> None:
    assert canonical({"e\u0301": "e\u0301"}) == canonical({"\u00e9": "\u00e9"})


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, -(2**53), "\ud800", {"a": b"bytes"}, {1: "one"}, {"\u00e9": 1, "e\u0301": 2}],
)
def test_a_value_without_one_form_is_refused(value: object) -> None:
    with pytest.raises(CanonicalFormError):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{ "a":1}',
        b'{"a":1}\n',
        b'{"a":1.0}',
        b'{"a":-0}',
        b'{"a":9007199254740992}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\ud83d\\ude00"}',
        '{"a":"e\u0301"}'.encode(),
        '{"\uff21":1,"\U0001f600":2}'.encode(),
        b'{"a":"\xff"}',
        b"[" * 100_000,
        b"",
    ],
)
def test_bytes_that_are_not_the_one_form_are_refused(data: bytes) -> None:
    with pytest.raises(CanonicalFormError):
        parse_canonical(data)


def test_an_accent_after_an_escape_is_no_reason_to_refuse() -> None:
    data = canonical("\n\u0301")
    assert parse_canonical(data) == "\n\u0301"
