"""Whatever people press, in whatever order, with whatever is on their screens."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import cast

import pytest
from sqlalchemy import select

from bot import workflow
from bot.case import Case
from bot.errors import VigieError
from bot.examiner import Examiner, Pending
from bot.examining import record
from bot.fold import fold
from bot.house import House
from bot.kinds import Choice, Kind, State
from bot.originals import Stored
from bot.people import DECIDERS, Role
from bot.submissions import row_of
from bot.tables import pending_examinations, submissions
from bot.workflow import Received
from policy.declaration import Checker, Purpose
from policy.evidence import Evidence, Examination, Look, Obstacle, Origin, ReaderName, Report, Strength
from policy.media_type import MediaType
from policy.statement import Claim, Statement
from policy.verdict import Answer
from tests.bot.scene import Scene, under
from tests.bot.workflow.drafts import CLEAN, DRAFTED, LABEL, LABELLED, REVIEWED, TRACED
from tests.bot.workflow.files import with_quorum

GAMES = 3_000 if os.environ.get("VIGIE_SOAK") else 45
CAST = {
    "Camille": {Role.AUTHOR},
    "Dominique": {Role.REVIEWER},
    "Alix": {Role.REVIEWER},
    "Robin": {Role.AUTHOR, Role.REVIEWER},
    "Sacha": {Role.CHARTER_OFFICER},
    "Maxime": {Role.AUDITOR},
}


LATER = {State.EXPIRED, State.PUBLISHED, State.CORRECTED, State.APPEALED}
"""What tests/bot/workflow/test_lives.py comes to."""


def evidence(origin: Origin) -> tuple[Report, ...]:
    item = Evidence(ReaderName.XMP, "digitalSourceType", "x", origin, Strength.UNSIGNED, "here")
    return (Report(ReaderName.XMP, Look.FOUND, (item,)),)


FILES = {
    "silent": Examination("a" * 64, 10, MediaType.JPEG, (Report(ReaderName.XMP, Look.NOTHING),)),
    "retouched": Examination("b" * 64, 11, MediaType.JPEG, evidence(Origin.AI_ENHANCED)),
    "generated": Examination("c" * 64, 12, MediaType.PNG, evidence(Origin.AI_GENERATED)),
    "unreadable": Examination("d" * 64, 13, MediaType.OTHER, obstacle=Obstacle.DAMAGED),
}


@dataclass(frozen=True)
class Act:
    """Something that somebody does, `author` standing for whoever submitted; `stale` is an old screen."""

    who: str
    what: str
    choice: Choice = Choice.APPROVE
    claim: Claim = Claim.OWN_PHOTO
    words: bool = True
    every_file: bool = True
    stale: bool = False


def any_act(chance: Random) -> Act:
    words = ["answer", "answer", "declare", "revise", "label", "correct", "unsay"]
    what = chance.choice(["examine", "state", "state", *["decide"] * 4, "retract", "withdraw", "wait", *words])
    likely = ["Dominique", "Alix", "Robin"] if what in {"decide", "retract"} else ["author"] * 6
    return Act(
        who=chance.choice([*likely, *CAST]),
        what=what,
        choice=chance.choice([Choice.APPROVE, Choice.APPROVE, *Choice]),
        claim=chance.choice([Claim.OWN_PHOTO, Claim.OWN_PHOTO, *Claim]),
        words=chance.random() < 0.7,
        every_file=chance.random() < 0.7,
        stale=chance.random() < 0.15,
    )


class Asleep:
    """An examiner that examines nothing by itself."""

    def wake(self) -> None: ...


@pytest.fixture
def actors(scene: Scene) -> Scene:
    for name, roles in CAST.items():
        scene.join(name, *roles)
    return scene


@pytest.mark.parametrize("quorum", [1, 2])
def test_authors_never_approve_and_approved_means_reviewable_with_everybody_who_is_needed(
    actors: Scene, quorum: int
) -> None:
    house = under(actors.house, with_quorum(actors.house.charter, quorum))
    house = replace(house, examiner=cast(Examiner, Asleep()))
    scene = replace(actors, house=house)
    reached = {play(scene, Random(f"{quorum} {seed}")) for seed in range(GAMES)}
    assert scene.verified().intact
    assert set(State) - {State.EXAMINING} - LATER <= reached


def play(scene: Scene, chance: Random) -> State:
    """Play one submission's life; every assertion that fails tells the whole of it."""
    author = chance.choice(["Camille", "Robin"])
    draft = chance.choice(["", "", CLEAN, TRACED, LABELLED])
    album = ["silent"] if chance.random() < 0.6 else chance.choices(list(FILES), k=chance.randint(1, 3))
    album = [] if draft and chance.random() < 0.7 else album
    sequence = [any_act(chance) for _ in range(chance.randint(3, 14))]
    received = [Received(f"{name}.jpg", stored(FILES[name])) for name in album]
    reference = workflow.submit(scene.house, scene.people[author], received, draft=draft, channel="desk")
    try:
        if chance.random() < 0.8:  # most of the time, Vigie is done before anybody acts
            for name in album:
                examine(scene.house, reference, name)
        if chance.random() < 0.5:
            perform(scene, reference, Act(author, "state"), scene.case(reference))
        if draft and chance.random() < 0.7:
            perform(scene, reference, Act(author, chance.choice(["answer", "declare"])), scene.case(reference))
        earlier = scene.case(reference)
        for act in sequence:
            before = scene.case(reference)
            named = replace(act, who=author) if act.who == "author" else act
            perform(scene, reference, named, earlier if act.stale else before)
            earlier = before
            check(scene, reference)
    except AssertionError as failure:
        failure.add_note(f"{author} submits {album} and {draft!r}, then {sequence}")
        raise
    return scene.case(reference).state


def stored(examination: Examination) -> Stored:
    return Stored(examination.sha256, examination.size, examination.media_type)


def examine(house: House, reference: str, name: str) -> None:
    with house.database.writing() as connection:
        record(connection, house, Pending(reference, 1, FILES[name].sha256), FILES[name])


def perform(scene: Scene, reference: str, act: Act, screen: Case) -> None:
    """Do it, or be refused with a sentence; a stale press changes nothing."""
    house, person = scene.house, scene.people[act.who]
    statement = Statement(act.claim, "Topaz" if act.words else "", act.words, "Alix" if act.words else "")
    asset = None if act.every_file or not screen.assets else screen.assets[-1].sha256
    reason = "Because." if act.words else ""
    fingerprint = screen.fingerprint
    use = replace(DRAFTED, checker=Checker.AUTHOR if act.words else Checker.NOBODY, purpose=purpose_of(act))
    known, revision = next(((item.reference, item.revision) for item in screen.standing), ("D-9999", 1))
    text = LABELLED if act.words else CLEAN
    value = "no" if act.words else "yes"
    ways: dict[str, Callable[[], object]] = {
        "answer": lambda: workflow.answer(house, person, reference, {"ai-use": value}, fingerprint=fingerprint),
        "declare": lambda: workflow.declare(house, person, use, submission=reference, fingerprint=fingerprint),
        "revise": lambda: workflow.revise(house, person, reference, text, fingerprint=fingerprint),
        "label": lambda: workflow.add_label(house, person, reference, LABEL, fingerprint=fingerprint),
        "correct": lambda: workflow.correct(house, person, known, use, revision=revision),
        "unsay": lambda: workflow.withdraw_declaration(house, person, known, reason, revision=revision),
        "examine": lambda: examine_next(house, reference),
        "state": lambda: workflow.state(house, person, reference, statement, asset=asset, fingerprint=fingerprint),
        "decide": lambda: workflow.decide(
            house,
            person,
            reference,
            act.choice,
            reason,
            fingerprint=fingerprint,
            review=REVIEWED if act.words else None,
        ),
        "retract": lambda: workflow.retract(house, person, reference),
        "withdraw": lambda: workflow.withdraw(house, person, reference),
        "wait": lambda: scene.clock.go_on(timedelta(seconds=70)),
    }
    before = scene.case(reference)
    try:
        ways[act.what]()
    except VigieError:
        assert scene.case(reference) == before
    else:
        if act.what in {"state", "decide", "answer", "declare", "revise", "label"}:
            assert fingerprint == before.fingerprint


def purpose_of(act: Act) -> Purpose:
    """Most uses are drafting; now and then somebody asks for what the charter forbids."""
    return Purpose.IMAGE_GENERATION if act.claim is Claim.AI_GENERATED else Purpose.DRAFTING


def examine_next(house: House, reference: str) -> None:
    with house.database.writing() as connection:
        query = select(pending_examinations.c.sha256).where(pending_examinations.c.reference == reference)
        digest = connection.execute(query).scalar()
        examination = next((item for item in FILES.values() if item.sha256 == digest), None)
        if examination:
            record(connection, house, Pending(reference, 1, examination.sha256), examination)


def check(scene: Scene, reference: str) -> None:
    case = scene.case(reference)
    assert fold(case.entries) == case
    with scene.house.database.reading() as connection:
        row = connection.execute(select(submissions).where(submissions.c.reference == reference)).one()
    assert {name: getattr(row, name) for name in row_of(case)} == row_of(case)
    for recorded in case.entries:
        if recorded.entry.kind == Kind.DECIDED:
            assert recorded.entry.actor != case.author
            assert {Role(role) for role in recorded.entry.data["roles"]} & DECIDERS
    revisions = [item.entry.data["revision"] for item in case.entries if item.entry.kind == Kind.REVISED]
    assert revisions == list(range(2, case.revision + 1))
    if case.state is State.APPROVED:
        check_approved(scene, case)


def check_approved(scene: Scene, case: Case) -> None:
    """Everything on the card when the last person approved was there when each of them did."""
    fingerprints = {item.entry.seq: item.entry.data.get("fingerprint") for item in case.entries}
    assert {fingerprints[decision.seq] for decision in case.decisions} == {case.fingerprint}
    assert all(decision.choice is Choice.APPROVE for decision in case.decisions)
    assert all(decision.responsible for decision in case.decisions if case.made_with_ai)
    assert len(case.verdicts) == len(case.assets) + bool(case.draft)
    for verdict in case.verdicts:
        assert verdict.answer is Answer.REVIEWABLE
        for need in verdict.approvals:
            people = {decision.person for decision in case.decisions if need.role in decision.roles}
            assert len(people) >= need.count
