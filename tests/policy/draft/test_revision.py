from __future__ import annotations

from itertools import pairwise

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


def test_very_many_short_lines_are_compared_as_a_whole() -> None:
    before = "a\n" * 10_000
    found = changes(before, before + "b\n")
    assert {change.kind for change in found} == {ChangeKind.REMOVED, ChangeKind.ADDED}
