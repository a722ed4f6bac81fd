"""Random people do random things to random versions of submissions; a witness of its own listens to every entry.

Hypothesis draws the numbers and shortens what fails; what a number means is chosen here, so that people mostly do what
makes sense, and quite often what does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import ClassVar, cast

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from bot import workflow
from bot.case import Case
from bot.decided import Ground, Ruling
from bot.errors import VigieError
from bot.examiner import Examiner, Pending
from bot.examining import record
from bot.kinds import Choice, Kind, State
from bot.people import Person, Role
from bot.submissions import refresh
from bot.tables import pending_examinations
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.workflow import Received
from policy.charter.model import Charter
from policy.statement import Claim, Statement
from policy.transport import Transport
from policy.verdict import Approval
from tests.bot.scene import Scene, under
from tests.bot.workflow.drafts import CLEAN, DRAFTED, LABEL, LABELLED, REVIEWED, TRACED
from tests.bot.workflow.files import with_quorum
from tests.bot.workflow.test_any_sequence import FILES, Asleep, stored
from tests.bot.workflow.witness import Witness

CAST: dict[str, set[Role]] = {
    "Camille": {Role.AUTHOR},
    "Robin": {Role.AUTHOR, Role.REVIEWER},
    "Dominique": {Role.REVIEWER},
    "Dominique bis": {Role.REVIEWER},
    "Alix": {Role.REVIEWER},
    "Sacha": {Role.CHARTER_OFFICER},
    "Noa": {Role.AUTHOR},
    "Maxime": {Role.AUDITOR},
}
AUTHORS = ["Camille", "Robin", "Noa"]
DECIDERS = ["Dominique", "Dominique bis", "Alix", "Robin", "Sacha", "Noa"]
LIKELY: Mapping[State, Sequence[str]] = {
    State.EXAMINING: ["examine", "examine", "state"],
    State.INCOMPLETE: ["state", "state", "answer", "answer", "declare", "add_label", "revise", "break_glass"],
    State.REVIEWABLE: ["decide"] * 6
    + ["break_glass", "state", "state", "revise", "revise", "co_author", "review_glass"],
    State.EXPIRED: ["decide", "break_glass", "wait"],
    State.APPROVED: [
        "publish",
        "wait",
        "renew",
        "retract",
        "revise",
        "revise",
        "co_author",
        "one_person",
        "review_glass",
    ],
    State.PUBLISHED: ["correct", "review_glass", "revise"],
    State.CORRECTED: ["correct", "withdraw", "revise"],
    State.FORBIDDEN: ["appeal", "appeal", "break_glass"],
    State.UNREADABLE: ["withdraw"],
    State.REFUSED: ["lift", "appeal", "appeal", "retract"],
    State.CHANGES_REQUESTED: ["lift", "revise", "retract"],
    State.APPEALED: ["rule_on"],
    State.WITHDRAWN: ["submit"],
}
"""What people mostly do in each state."""
LONG_REASON = "The march leaves in an hour, and nobody answers the telephone."


def charters(charter: Charter) -> list[Charter]:
    """One reviewer; two; two and, for what AI touched or for all, the charter officer."""
    with_two = with_quorum(charter, 2)
    model = next(item for item in with_two.rules if item.approval)
    officer = replace(model, id="the-officer-too", approval=Approval(1, Role.CHARTER_OFFICER))
    rules = (*with_two.rules, officer)
    return [charter, with_two, replace(charter, rules=rules, by_id={item.id: item for item in rules})]


class Lives(RuleBasedStateMachine):
    """A few submissions, eight accounts of six people, and whatever they think of.

    `focus` names commands that come more often, `quorum` the charter, where one part of it all is looked at closely.
    """

    stage: ClassVar[Scene]
    focus: ClassVar[Sequence[str]] = ()
    quorum: ClassVar[int | None] = None
    commands: ClassVar[int] = 0
    done: ClassVar[int] = 0
    reached: ClassVar[set[State]] = set()
    messages: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.chance = Random(0)
        self.references: list[str] = []
        self.earlier: dict[str, Case] = {}
        self.lent: list[str] = []
        self.scene = self.stage
        self.step = 0

    @initialize(which=st.integers(0, 2), seed=st.integers(0, 2**32))
    def begin(self, which: int, seed: int) -> None:
        self.chance = Random(f"begin {seed}")
        house = replace(self.stage.house, examiner=cast(Examiner, Asleep()))
        self.scene = replace(
            self.stage, house=under(house, charters(house.charter)[which if self.quorum is None else self.quorum])
        )
        self.submit()
        # What the focus names of these stands at the beginning, and is left to its consequences.
        theme = 0.0 if "delegate" in self.focus else 0.5 if "one_person" in self.focus else self.chance.random()
        if theme < 0.3:
            self.delegate_to("Noa", self.chance.choice(["Dominique", self.author(), "Sacha"]))
        elif theme < 0.6:
            self.one_person(self.scene.case(self.references[0]))

    @rule(seed=st.integers(0, 2**32))
    def anything(self, seed: int) -> None:
        """Do one thing: three times out of four something likely."""
        self.step += 1
        self.chance = Random(f"{self.step} {seed}")
        reference = self.chance.choice(self.references[-2:])
        case = self.scene.case(reference)
        what = self.chance.choice(LIKELY[case.state] if self.chance.random() < 0.7 else list(_COMMANDS))
        if self.focus and self.chance.random() < 0.5:
            what = self.chance.choice([item for item in self.focus if item not in {"delegate", "one_person"}])
        elif not self.focus and self.chance.random() < 0.15:
            what = self.chance.choice(["renew", "renew", "renew", "delete", "without_original"])
        shown = self.earlier.get(reference, case) if self.chance.random() < 0.1 else case
        self.earlier[reference] = case
        type(self).commands += 1
        with suppress(VigieError):
            {**_COMMANDS, **_FOLLOWING}[what](self, shown)
            type(self).done += 1
            for changed in self.references[-2:] if what == "wait" else {reference, self.references[-1]}:
                self.check(changed)

    def check(self, reference: str) -> None:
        """Fail where a promise does not hold for a submission."""
        case = self.scene.case(reference)
        type(self).reached.add(case.state)
        witness = Witness()
        witness.hear(case.entries)
        agree(case, witness)

    def teardown(self) -> None:
        for name in CAST:
            with suppress(VigieError):
                workflow.end_delegation(self.scene.house, self.scene.people[name])

    def author(self) -> str:
        """Return the name of whoever submitted first, where they decide on anything, else of a reviewer."""
        return "Robin" if self.scene.case(self.references[0]).author == self.scene.people["Robin"].id else "Dominique"

    def someone(self, likely: Sequence[str]) -> Person:
        """Return mostly a person who might, now and then anybody."""
        return self.scene.people[self.chance.choice(likely if self.chance.random() < 0.85 else list(CAST))]

    def maker(self, case: Case) -> Person:
        """Return mostly somebody who made it."""
        mine = [name for name in CAST if case.made_by(self.scene.people[name].id)]
        return self.someone(mine)

    def submit(self, _shown: Case | None = None) -> None:
        author = self.chance.choice(AUTHORS[:2])
        album = self.chance.choice(
            [["silent"], ["silent"], ["generated"], ["retouched"], ["silent", "unreadable"], [], []]
        )
        draft = (
            self.chance.choice([CLEAN, CLEAN, CLEAN, TRACED, LABELLED])
            if not album or self.chance.random() < 0.1
            else ""
        )
        transport = Transport.RE_ENCODED if len(self.references) % 2 else Transport.AS_UPLOADED
        files = [Received(f"{name}.jpg", stored(FILES[name]), transport) for name in album]
        house, person = self.scene.house, self.scene.people[author]
        reference = workflow.submit(house, person, files, draft=draft, channel=self.message())
        self.references.append(reference)
        if self.chance.random() < 0.8:
            for _ in album:
                self.examine(self.scene.case(reference))
            with suppress(VigieError):
                if draft:
                    self.scene.answer(reference, "ai-use", "no", by=author)
                if album:
                    self.scene.state(reference, Claim.OWN_PHOTO, by=author)

    def message(self) -> str:
        """Return a message of a channel that nobody has written before."""
        type(self).messages += 1
        return f"chat:town/{self.messages}"

    def renew(self, shown: Case) -> None:
        """Edit the message, or hand in other files."""
        files = None
        if self.chance.random() < 0.6:
            names = self.chance.choice([["silent"], ["silent", "unreadable"], ["retouched"], ["generated"], []])
            files = [Received(f"{name}.jpg", stored(FILES[name])) for name in names]
        note = self.chance.choice([None, None, "For Saturday", "For Sunday"])
        draft = self.chance.choice([None, None, CLEAN, LABELLED])
        house, person, words = self.scene.house, self.maker(shown), workflow.Words(note, draft)
        workflow.renew(house, person, shown.reference, words, files, source=self.message())

    def without_original(self, shown: Case) -> None:
        house, person = self.scene.house, self.maker(shown)
        workflow.go_without_original(house, person, shown.reference, fingerprint=shown.fingerprint)

    def delete(self, shown: Case) -> None:
        """Delete the message that it came in with, or another one about it."""
        source = shown.entries[0].entry.data["channel"] if self.chance.random() < 0.9 else "chat:town/0"
        workflow.source_gone(self.scene.house, shown.reference, source)

    def examine(self, shown: Case) -> None:
        with self.scene.house.database.writing() as connection:
            query = select(pending_examinations.c.sha256).where(pending_examinations.c.reference == shown.reference)
            digest = connection.execute(query).scalar()
            for examination in FILES.values():
                if examination.sha256 == digest:
                    record(connection, self.scene.house, Pending(shown.reference, 1, digest), examination)

    def state(self, shown: Case) -> None:
        claim = self.chance.choice([Claim.OWN_PHOTO] * 4 + list(Claim))
        said = Statement(claim, "Topaz", label_visible=True, note="Alix")
        house, person = self.scene.house, self.maker(shown)
        workflow.state(house, person, shown.reference, said, asset=None, fingerprint=shown.fingerprint)

    def revise(self, shown: Case) -> None:
        text = self.chance.choice([CLEAN, f"{CLEAN} Bis.", f"{CLEAN} Ter.", TRACED, LABELLED])
        house, person = self.scene.house, self.maker(shown)
        workflow.revise(house, person, shown.reference, text, fingerprint=shown.fingerprint)

    def answer(self, shown: Case) -> None:
        said = {"ai-use": self.chance.choice(["yes", "no", "no"])}
        house, person = self.scene.house, self.maker(shown)
        workflow.answer(house, person, shown.reference, said, fingerprint=shown.fingerprint)

    def declare(self, shown: Case) -> None:
        house, person = self.scene.house, self.maker(shown)
        workflow.declare(house, person, DRAFTED, submission=shown.reference, fingerprint=shown.fingerprint)

    def add_label(self, shown: Case) -> None:
        house, person = self.scene.house, self.maker(shown)
        workflow.add_label(house, person, shown.reference, LABEL, fingerprint=shown.fingerprint)

    def decide(self, shown: Case) -> None:
        choice = self.chance.choice([Choice.APPROVE] * 8 + [Choice.REFUSE] * 2 + list(Choice))
        house, person, seen = self.scene.house, self.someone(DECIDERS + self.lent * 3), shown.fingerprint
        workflow.decide(house, person, shown.reference, choice, "So.", fingerprint=seen, review=REVIEWED)

    def retract(self, shown: Case) -> None:
        likely = [name for name in CAST if shown.decided_by(self.scene.people[name].id)]
        workflow.retract(self.scene.house, self.someone(likely or DECIDERS), shown.reference)

    def lift(self, shown: Case) -> None:
        likely = [name for name in CAST if shown.decided_by(self.scene.people[name].id)]
        workflow.lift(self.scene.house, self.someone(likely or DECIDERS), shown.reference, "I was wrong.")

    def break_glass(self, shown: Case) -> None:
        house, person, seen = self.scene.house, self.someone(DECIDERS), shown.fingerprint
        workflow.break_glass(house, person, shown.reference, LONG_REASON, fingerprint=seen, review=REVIEWED)

    def review_glass(self, shown: Case) -> None:
        broke = [name for name in CAST for item in shown.glass if item.person == self.scene.people[name].id]
        justified, person = self.chance.random() < 0.5, self.someone(DECIDERS + broke * 3)
        workflow.review_glass(self.scene.house, person, shown.reference, "Seen.", justified=justified)

    def appeal(self, shown: Case) -> None:
        ground = Ground.REFUSAL if shown.state is State.REFUSED else self.chance.choice(list(Ground))
        house, person = self.scene.house, self.maker(shown)
        workflow.appeal(house, person, shown.reference, ground, "No.", fingerprint=shown.fingerprint)

    def rule_on(self, shown: Case) -> None:
        ruling = self.chance.choice([Ruling.ACCEPT, Ruling.ACCEPT, Ruling.REJECT])
        house, person, seq = self.scene.house, self.someone(DECIDERS), shown.appeal.seq if shown.appeal else 0
        workflow.rule_on(house, person, shown.reference, ruling, "Read.", appeal=seq)

    def publish(self, shown: Case) -> None:
        house, person = self.scene.house, self.maker(shown)
        workflow.publish(house, person, shown.reference, "Website", fingerprint=shown.fingerprint)

    def correct(self, shown: Case) -> None:
        workflow.correct_publication(self.scene.house, self.maker(shown), shown.reference, "The date.")

    def withdraw(self, shown: Case) -> None:
        workflow.withdraw(self.scene.house, self.maker(shown), shown.reference, "A slip.")

    def co_author(self, shown: Case) -> None:
        other = self.chance.choice(["Noa", "Dominique", "Alix", "Sacha"])
        workflow.add_co_author(self.scene.house, self.maker(shown), shown.reference, self.scene.people[other].id)

    def delegate(self, _shown: Case) -> None:
        person, to = self.someone(["Dominique", "Sacha", "Robin"]), self.chance.choice(["Noa", "Alix", "Camille"])
        self.delegate_to(to, person.name)

    def delegate_to(self, to: str, principal: str) -> None:
        until = self.scene.clock() + timedelta(days=self.chance.randint(1, 20))
        workflow.delegate(self.scene.house, self.scene.people[principal], self.scene.people[to].id, until)
        self.lent = [principal, to]

    def end_delegation(self, _shown: Case) -> None:
        workflow.end_delegation(self.scene.house, self.someone(["Dominique", "Sacha", "Robin"]))

    def one_person(self, shown: Case) -> None:
        """Two accounts turn out to be one person, as far as this submission is concerned."""
        old, new = self.chance.choice([("Dominique bis", "Dominique"), ("Robin", "Camille")])
        names = {"person": self.scene.people[old].id, "is": self.scene.people[new].id}
        with self.scene.house.database.writing() as connection:
            append(connection, EntryDraft(Kind.SAME_PERSON, shown.reference, None, names), at=self.scene.clock())
            refresh(connection, shown.reference)

    def wait(self, _shown: Case) -> None:
        """Time goes by; the schedule may or may not come round to it."""
        longest = [timedelta(days=8)] * (5 if "wait" in self.focus else 1)
        self.scene.clock.go_on(self.chance.choice([timedelta(seconds=70), timedelta(hours=25), *longest]))
        if self.chance.random() < 0.5:
            workflow.expire(self.scene.house)


_COMMANDS: Mapping[str, Callable[[Lives, Case], None]] = {
    "submit": Lives.submit,
    "examine": Lives.examine,
    "state": Lives.state,
    "revise": Lives.revise,
    "answer": Lives.answer,
    "declare": Lives.declare,
    "add_label": Lives.add_label,
    "decide": Lives.decide,
    "retract": Lives.retract,
    "lift": Lives.lift,
    "break_glass": Lives.break_glass,
    "review_glass": Lives.review_glass,
    "appeal": Lives.appeal,
    "rule_on": Lives.rule_on,
    "publish": Lives.publish,
    "correct": Lives.correct,
    "withdraw": Lives.withdraw,
    "co_author": Lives.co_author,
    "delegate": Lives.delegate,
    "end_delegation": Lives.end_delegation,
    "one_person": Lives.one_person,
    "wait": Lives.wait,
}

_FOLLOWING: Mapping[str, Callable[[Lives, Case], None]] = {
    "renew": Lives.renew,
    "delete": Lives.delete,
    "without_original": Lives.without_original,
}
"""A submission follows its message, and its author may have no original of a copy."""


def agree(case: Case, witness: Witness) -> None:
    """Fail where the house and the witness don't see the same."""
    if case.state is State.APPROVED:
        assert witness.approved(), "approved, and the witness does not know by whom"
    elif case.state in {State.REVIEWABLE, State.EXPIRED}:
        assert not witness.approved(), "everybody has approved, and the house does not know"
    assert (case.state in {State.PUBLISHED, State.CORRECTED}) == (witness.published and not witness.withdrawn)
    assert (case.state is State.WITHDRAWN) == witness.withdrawn
