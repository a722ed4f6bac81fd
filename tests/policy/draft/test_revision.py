from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.draft import ChangeKind, changes

texts = st.text(alphabet="ab é\n.", max_size=60)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(texts, texts)
def test_both_versions_can_be_read_from_the_changes(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind is not ChangeKind.ADDED) == before
    assert "".join(change.text for change in found if change.kind is not ChangeKind.REMOVED) == after
    assert all(change.text for change in found)
    assert all(one.kind is not other.kind for one, other in pairwise(found))


def test_a_changed_word_is_shown_as_that_word() -> None:
    assert [
        (change.kind.value, change.text)
        for change in changes("Rendez-vous samedi à 10 h.", "Rendez-vous dimanche à 10 h.")
    ] == [
        ("same", "Rendez-vous "),
        ("removed", "samedi"),
        ("added", "dimanche"),
        ("same", " à 10 h."),
    ]


def test_an_added_line_leaves_the_others_alone() -> None:
    found = changes("Un.\nDeux.\n", "Un.\nEt demi.\nDeux.\n")
    assert [change.text for change in found if change.kind is ChangeKind.ADDED] == ["Et demi.\n"]
    assert not [change for change in found if change.kind is ChangeKind.REMOVED]


def test_long_lines_are_compared_as_a_whole() -> None:
    before, after = "mot " * 5_000, "mit " * 5_000
    assert [change.kind for change in changes(before, after)] == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_the_same_text_has_not_changed() -> None:
    assert [change.kind for change in changes("Un.\nDeux.", "Un.\nDeux.")] == [ChangeKind.SAME]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 10_000, "a\nb\n" * 5_000),
        ("\n" * 20_000, "\nx\n" * 7_000),
        ("a\nb\n" * 5_000, "b\na\nc\n" * 3_500),
        ("x " * 10_000, "x y " * 5_000),
        (("x " * 700 + "\n") * 14, ("x y " * 350 + "z\n") * 14),
    ],
)
def test_the_same_few_words_again_and_again_are_compared_to_the_end(before: str, after: str) -> None:
    """A comparison whose time is not bounded would not come back from these."""
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind is not ChangeKind.ADDED) == before
    assert "".join(change.text for change in found if change.kind is not ChangeKind.REMOVED) == after


def test_words_far_apart_in_a_long_text_are_shown_as_those_words() -> None:
    before = "\n".join(f"Phrase numéro {number} du communiqué." for number in range(500))
    after = before.replace("numéro 3 ", "numéro trois ").replace("numéro 490 ", "numéro quatre ")
    changed = [change.text for change in changes(before, after) if change.kind is not ChangeKind.SAME]
    assert changed == ["3", "trois", "490", "quatre"]


def test_a_line_after_very_many_short_ones_is_shown_as_that_line() -> None:
    before = "a\n" * 10_000
    assert [change.text for change in changes(before, before + "b\n")] == [before, "b\n"]
