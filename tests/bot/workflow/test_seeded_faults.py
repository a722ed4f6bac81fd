"""A test that finds nothing is worth what it would find: fourteen faults put into the core by hand, each is caught."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot import case, fold
from bot.case import Case
from bot.delegation import Delegation
from bot.kinds import Kind, State
from bot.people import Person, Roster
from bot.trail.read import RecordedEntry
from bot.workflow import appealing, breaking_glass, deciding
from policy.sandbox import Sandbox
from tests.bot.scene import Scene, open_scene
from tests.bot.workflow.lives import CAST, Lives

SEARCH = settings(
    max_examples=300,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
Patch = pytest.MonkeyPatch


@pytest.fixture
def stage(tmp_path: Path, sandbox: Sandbox) -> Iterator[Scene]:
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        for name, roles in CAST.items():
            scene.join(name, *roles)
        yield scene


def nothing(*_: object, **__: object) -> None: ...


def co_authors_are_forgotten(patch: Patch) -> None:
    patch.setattr(Case, "made_by", lambda self, person: self.one(person) == self.one(self.author))


def accounts_are_people(patch: Patch) -> None:
    patch.setitem(fold._STEPS, Kind.SAME_PERSON, lambda known, _recorded: known)


def a_change_leaves_approvals(patch: Patch) -> None:
    patch.setattr(fold, "_lapsed", lambda known: known)


def a_new_text_leaves_approvals(patch: Patch) -> None:
    def revised(known: Case, recorded: RecordedEntry) -> Case:
        return replace(fold._revised(known, recorded), decisions=known.decisions)

    patch.setitem(fold._STEPS, Kind.REVISED, revised)
    patch.setattr(fold, "_lapsed", lambda known: known)


def everybody_counts_for_two(patch: Patch) -> None:
    patch.setattr(case, "is_enough", lambda _needs, consents: bool(consents))


def principals_count_beside_their_delegates(patch: Patch) -> None:
    real: Callable[[Case], Any] = Case.consents.fget  # type: ignore[attr-defined]
    apart = property(lambda self: tuple(replace(item, principal=None) for item in real(self)))
    patch.setattr(Case, "consents", apart)
    patch.setattr(Case, "decided_by", lambda self, person: any(item.person == person for item in self.decisions))


def anything_can_be_approved(patch: Patch) -> None:
    patch.setattr(deciding, "require_approvable", nothing)


def anything_can_be_published(patch: Patch) -> None:
    patch.setattr(Case, "_given_until", property(lambda _self: ()))


def an_emergency_passes_over_everything(patch: Patch) -> None:
    patch.setattr(breaking_glass, "require_approvable", nothing)
    patch.setattr(breaking_glass, "breakable", lambda _case, _said: True)


def vetoes_are_not_heard(patch: Patch) -> None:
    def refused(self: Case) -> State | None:
        return State.APPEALED if self.appeal and self.appeal.ruling is None else None

    patch.setattr(Case, "_refused", property(refused))


def delegates_of_authors_decide(patch: Patch) -> None:
    patch.setattr("bot.delegation._principals", _all_principals)


def _all_principals(
    _case: Case, person: Person, roster: Roster, given: Sequence[Delegation], now: datetime
) -> Iterator[Person]:
    for item in given:
        if item.delegate == person.id and item.stands(now):
            yield roster.people[item.principal]


def a_panel_may_be_one_person(patch: Patch) -> None:
    patch.setattr(appealing, "_require_panel", nothing)


def what_was_lifted_stays_lifted(patch: Patch) -> None:
    patch.setattr(fold, "_unlifted", lambda known: known)


def whoever_broke_the_glass_reviews_it(patch: Patch) -> None:
    patch.setattr(
        breaking_glass, "unreviewed", lambda known, _person: next((g for g in known.glass if not g.reviewer), None)
    )


FAULTS: list[tuple[Callable[[Patch], None], tuple[str, ...], int | None]] = [
    (co_authors_are_forgotten, (), None),
    (accounts_are_people, ("one_person", "decide"), 1),
    (a_change_leaves_approvals, ("state", "decide"), 1),
    (a_new_text_leaves_approvals, ("revise", "answer", "decide"), 0),
    (everybody_counts_for_two, ("decide",), 1),
    (principals_count_beside_their_delegates, ("delegate", "decide"), 1),
    (anything_can_be_approved, ("decide",), 0),
    (anything_can_be_published, ("publish", "wait", "decide"), 0),
    (an_emergency_passes_over_everything, ("break_glass",), 1),
    (vetoes_are_not_heard, (), None),
    (delegates_of_authors_decide, ("delegate", "decide"), 0),
    (a_panel_may_be_one_person, ("appeal", "rule_on"), None),
    (what_was_lifted_stays_lifted, ("appeal", "rule_on", "rule_on", "state"), 0),
    (whoever_broke_the_glass_reviews_it, ("break_glass", "review_glass"), 1),
]
"""Each fault, what to do more often to come across it, and under which charter."""


@pytest.mark.parametrize(("fault", "focus", "quorum"), FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS])
def test_each_fault_is_found(
    fault: Callable[[Patch], None], focus: tuple[str, ...], quorum: int | None, stage: Scene, monkeypatch: Patch
) -> None:
    class Faulty(Lives):
        pass

    Faulty.stage, Faulty.commands, Faulty.done, Faulty.reached = stage, 0, 0, set()
    Faulty.focus, Faulty.quorum = focus, quorum
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Faulty, settings=SEARCH)
