"""What the gate answers, over a real trail: yes for exactly the bytes that are approved now, and for nothing else."""

from __future__ import annotations

import hashlib

import pytest

from bot.gate.asking import Compared, Gate, Likeness
from bot.gate.standing import Standing
from bot.kinds import Choice, Kind
from policy.statement import Claim
from tests.bot.gate.conftest import DAY, POSTER, AskGate, approved, happen, refused
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo
from tests.policy.pictures_with_a_look import COPIES, encoded, scene

WEEK = 7 * DAY
OTHER_COPY = encoded(scene(92), quality=60)
CHANGED = POSTER[:14] + bytes([POSTER[14] ^ 1]) + POSTER[15:]
"""The poster with one bit of its density flipped (JFIF 1.02, APP0): the same picture, other bytes."""


def test_a_poster_from_its_approval_to_its_withdrawal(fresh: Scene, ask: AskGate) -> None:
    assert ask(POSTER).kind is Likeness.NONE
    reference = fresh.submit(POSTER)
    fresh.state(reference, Claim.OWN_PHOTO)
    assert ask(POSTER).kind is Standing.PENDING
    fresh.decide(reference, Choice.APPROVE)
    answer = ask(POSTER)
    assert answer.approved
    assert answer.word
    assert (answer.word.reference, answer.word.revision) == (reference, 1)
    assert (answer.word.at, answer.word.until) == (fresh.clock(), fresh.clock() + WEEK)
    assert answer.word.entry == fresh.case(reference).decisions[-1].seq
    like = ask(CHANGED)
    assert (like.approved, like.kind) == (False, Likeness.APPROVED)
    assert [(item.sha256, item.distance) for item in like.resembles] == [(answer.sha256, 0)]
    entry = happen(fresh, Kind.WITHDRAWN, reference)
    withdrawn = ask(POSTER).word
    assert withdrawn
    assert (withdrawn.standing, withdrawn.once_approved, withdrawn.entry) == (Standing.WITHDRAWN, True, entry)
    assert ask(CHANGED).kind is Likeness.OTHER


@pytest.mark.parametrize("copy", ["JPEG of quality 50", "Telegram's photo", "Slack's small copy", "WebP"])
def test_what_messengers_make_of_a_refused_poster_is_recognised(fresh: Scene, ask: AskGate, copy: str) -> None:
    reference = refused(fresh)
    assert ask(POSTER).kind is Standing.REFUSED
    answer = ask(COPIES[copy](scene(92)))
    assert (answer.approved, answer.kind) == (False, Likeness.REFUSED)
    assert answer.resembles[0].word.reference == reference


def test_another_picture_resembles_nothing(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    answer = ask(encoded(scene(7)))
    assert (answer.kind, answer.resembles, answer.compared) == (Likeness.NONE, (), Compared.YES)


def test_a_copy_of_both_a_refused_and_an_approved_one_is_told_as_refused(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    refused(fresh, OTHER_COPY)
    answer = ask(CHANGED)
    assert answer.kind is Likeness.REFUSED
    assert {item.word.standing for item in answer.resembles} == {Standing.APPROVED, Standing.REFUSED}


def test_what_the_charter_forbids_is_forbidden(fresh: Scene, ask: AskGate) -> None:
    fresh.submit(generated(), POSTER)
    assert ask(generated()).kind is Standing.FORBIDDEN
    assert ask(POSTER).kind is Standing.PENDING  # only its neighbour is forbidden


def test_a_copy_of_a_forbidden_poster_is_loud(fresh: Scene, ask: AskGate) -> None:
    reference = fresh.submit(POSTER)
    fresh.state(reference, Claim.AI_GENERATED, tool="Midjourney")
    answer = ask(CHANGED)
    assert answer.kind is Likeness.REFUSED
    assert answer.resembles[0].word.standing is Standing.FORBIDDEN


def test_an_approval_lapses_to_the_second(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    fresh.clock.go_on(WEEK - DAY / 86_400)
    assert ask(POSTER).approved
    fresh.clock.go_on(DAY / 86_400)
    assert ask(POSTER).kind is Standing.LAPSED


def test_approving_again_elsewhere_mends_a_lapse_and_a_refusal(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    refused(fresh)
    assert ask(POSTER).kind is Standing.REFUSED
    fresh.clock.go_on(DAY)
    again = approved(fresh)
    assert ask(POSTER).approved
    fresh.submit(POSTER)
    answer = ask(POSTER)
    assert answer.approved
    assert answer.word
    assert answer.word.reference == again


def test_what_somebody_admits_to_be_generated_is_approved_nowhere(fresh: Scene, ask: AskGate) -> None:
    reference = fresh.submit(POSTER)
    fresh.state(reference, Claim.AI_GENERATED, tool="Midjourney")
    approved(fresh)
    assert ask(POSTER).kind is Standing.FORBIDDEN


def test_erasing_people_changes_no_answer(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    before, like = ask(POSTER), ask(CHANGED)
    for name in ("Camille", "Dominique"):
        fresh.erase(name)
    assert ask(POSTER) == before
    assert ask(CHANGED) == like
    assert fresh.verified().intact


def test_an_album_has_an_answer_for_each_of_its_files(fresh: Scene, ask: AskGate) -> None:
    files = [encoded(scene(seed)) for seed in (1, 2, 3)]
    reference = fresh.submit(*files)
    fresh.state(reference, Claim.OWN_PHOTO)
    fresh.decide(reference, Choice.APPROVE)
    assert all(ask(file).approved for file in files)


def test_a_file_without_a_look_says_so(fresh: Scene, ask: AskGate) -> None:
    approved(fresh, photo())
    assert ask(photo()).approved
    answer = ask(photo() + b" ")
    assert (answer.kind, answer.compared) == (Likeness.NONE, Compared.NO_LOOK)
    assert ask(b"no picture").compared is Compared.NO_LOOK
    assert ask(b"").kind is Likeness.NONE


def test_a_file_too_large_to_be_looked_at_is_known_by_its_bytes_alone(fresh: Scene, ask: AskGate) -> None:
    approved(fresh)
    gate = Gate(fresh.house.database, lambda _: pytest.fail("looked at"), file_size=len(POSTER) - 1)
    path = fresh.house.settings.data_dir / "poster"
    for data, expected in ((POSTER, Compared.NOT_NEEDED), (CHANGED, Compared.TOO_LARGE)):
        path.write_bytes(data)
        with path.open("rb") as stream:
            assert gate.ask_file(stream, fresh.clock()).compared is expected


def test_a_digest_alone_is_never_compared_by_its_look(fresh: Scene) -> None:
    approved(fresh)
    gate = Gate(fresh.house.database, lambda _: pytest.fail("looked at"), fresh.house.limits.file_size)
    assert gate.ask(hashlib.sha256(POSTER).hexdigest(), fresh.clock()).approved
    assert gate.ask(hashlib.sha256(CHANGED).hexdigest(), fresh.clock()).compared is Compared.NOT_ASKED
