"""What « approved » means, state by state; everything that is not plainly approved is not."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from bot.gate.asking import _last_word
from bot.gate.standing import _STANDINGS, Standing, Word, standing
from bot.kinds import Choice, Kind, State
from tests.bot.gate.conftest import DAY, POSTER, approved, happen
from tests.bot.scene import NOON, Scene

SHA256 = hashlib.sha256(POSTER).hexdigest()


def test_every_state_has_its_standing_and_two_of_them_are_approved() -> None:
    assert set(_STANDINGS) == set(State)
    approving = {state for state, found in _STANDINGS.items() if found is Standing.APPROVED}
    assert approving == {State.APPROVED, State.PUBLISHED}


def test_nothing_is_approved_of_a_file_that_the_submission_does_not_hold(fresh: Scene) -> None:
    case = fresh.case(approved(fresh))
    assert standing(case, SHA256, fresh.clock()).standing is Standing.APPROVED
    assert standing(case, "0" * 64, fresh.clock()).standing is Standing.REPLACED
    assert standing(replace(case, assets=()), SHA256, fresh.clock()).standing is Standing.REPLACED


def test_of_two_approvals_where_one_is_enough_the_newer_one_counts(fresh: Scene) -> None:
    case = fresh.case(approved(fresh))
    first = case.decisions[0]
    newer = replace(first, seq=first.seq + 1, person="p-other", expires_at=fresh.clock() + 8 * DAY)
    assert replace(case, decisions=(first, newer)).approved_until == fresh.clock() + 8 * DAY
    assert replace(case, decisions=()).approved_until is None


def test_a_decision_taken_back_leaves_nothing_approved(fresh: Scene) -> None:
    reference = approved(fresh)
    seq = fresh.case(reference).decisions[0].seq
    happen(fresh, Kind.RETRACTED, reference, {"decision": seq})
    assert standing(fresh.case(reference), SHA256, fresh.clock()).standing is Standing.PENDING


def test_the_word_on_a_refusal_is_the_refusal(fresh: Scene) -> None:
    reference = fresh.submit(POSTER)
    fresh.decide(reference, Choice.REFUSE, "Blurred.")
    word = standing(fresh.case(reference), SHA256, fresh.clock())
    assert (word.standing, word.entry) == (Standing.REFUSED, fresh.case(reference).decisions[0].seq)
    assert (word.until, word.once_approved) == (None, False)


def said(found: Standing, entry: int, *, once: bool = False) -> Word:
    return Word(found, f"V-{entry:04d}", 1, entry, NOON, once_approved=once)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ([said(Standing.REFUSED, 1), said(Standing.APPROVED, 2)], 2),
        ([said(Standing.APPROVED, 1), said(Standing.REFUSED, 2)], 2),
        ([said(Standing.FORBIDDEN, 1), said(Standing.APPROVED, 2)], 1),
        ([said(Standing.APPROVED, 1), said(Standing.PENDING, 2)], 1),
        ([said(Standing.APPROVED, 1), said(Standing.LAPSED, 2)], 1),
        ([said(Standing.LAPSED, 1), said(Standing.PENDING, 2)], 1),
        ([said(Standing.APPROVED, 1), said(Standing.WITHDRAWN, 2)], 1),
        ([said(Standing.APPROVED, 1), said(Standing.WITHDRAWN, 2, once=True)], 2),
        ([said(Standing.PENDING, 1), said(Standing.WITHDRAWN, 2)], 1),
        ([said(Standing.CORRECTED, 1), said(Standing.APPROVED, 2)], 2),
    ],
)
def test_of_several_submissions_of_the_same_file_one_has_the_last_word(words: list[Word], last: int) -> None:
    for order in (words, words[::-1]):
        assert (found := _last_word(order))
        assert found.entry == last


def test_of_none_nobody_has() -> None:
    assert _last_word([]) is None
