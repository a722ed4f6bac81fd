"""A charter that came into force in a way that Vigie never allows is found, however well the hashes add up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from bot.charter_in_force import text_of
from bot.database import Database
from bot.kinds import Kind
from bot.people import Role
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.verification import Break, Fault
from policy.charter.load import shipped
from policy.sandbox import Sandbox
from tests.bot.scene import NOON, Scene, open_scene

TEXT = "format: vigie-charte/1\n"
FORGED = {
    "id": "ps92",
    "version": "9",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "meaning": "0" * 64,
    "text": TEXT,
    "source": "",
}


def forge(scene: Scene, kind: Kind, by: str | None, **data: object) -> int:
    """Append an entry as somebody with the database and our own code could."""
    actor = scene.people[by].id if by else None
    with scene.house.database.writing() as connection:
        return append(connection, EntryDraft(kind, "charter", actor, data), at=scene.clock()).seq


def proposed(scene: Scene, by: str = "Dominique", **changes: object) -> int:
    return forge(scene, Kind.CHARTER_PROPOSED, by, **FORGED | changes)


def approved(scene: Scene, number: int, by: str = "Sacha", **changes: object) -> int:
    return forge(scene, Kind.CHARTER_APPROVED, by, **{"proposal": number, "sha256": FORGED["sha256"]} | changes)


def in_force(scene: Scene, **changes: object) -> int:
    return forge(scene, Kind.CHARTER_IN_FORCE, None, **FORGED | changes)


def found(scene: Scene) -> Break | None:
    return scene.verified().first_break


def impossible(seq: int) -> Break:
    return Break(seq, Fault.IMPOSSIBLE)


def test_two_people_and_the_text_that_they_saw_can_be(fresh: Scene) -> None:
    proposal = proposed(fresh)
    approved(fresh, proposal)
    in_force(fresh, proposal=proposal)
    assert found(fresh) is None


def test_a_change_that_nobody_proposed_can_not_be(fresh: Scene) -> None:
    assert found(fresh) is None
    seq = in_force(fresh)
    assert found(fresh) == impossible(seq)


def test_a_change_that_nobody_approved_can_not_be(fresh: Scene) -> None:
    seq = in_force(fresh, proposal=proposed(fresh))
    assert found(fresh) == impossible(seq)


def test_one_person_can_not_be_two(fresh: Scene) -> None:
    proposal = proposed(fresh)
    seq = approved(fresh, proposal, by="Dominique")
    in_force(fresh, proposal=proposal)
    assert found(fresh) == impossible(seq)


def test_whoever_decides_on_nothing_can_neither_propose_nor_approve(fresh: Scene) -> None:
    proposal = proposed(fresh)
    seq = approved(fresh, proposal, by="Camille")
    assert found(fresh) == impossible(seq)


def test_whoever_was_no_decider_yet_can_not_have_proposed(fresh: Scene) -> None:
    seq = proposed(fresh, by="Camille")
    fresh.join("Camille", Role.REVIEWER)
    assert found(fresh) == impossible(seq)


def test_whoever_was_a_decider_then_may_be_none_now(fresh: Scene) -> None:
    proposal = proposed(fresh)
    fresh.join("Dominique", Role.AUDITOR)
    approved(fresh, proposal)
    in_force(fresh, proposal=proposal)
    assert found(fresh) is None


@pytest.mark.parametrize("changes", [{"sha256": "0" * 64}, {"proposal": 1}])
def test_an_approval_of_something_else_can_not_be(fresh: Scene, changes: dict[str, Any]) -> None:
    seq = approved(fresh, proposed(fresh), **changes)
    assert found(fresh) == impossible(seq)


@pytest.mark.parametrize("changes", [{"text": "other"}, {"source": "other"}, {"meaning": "1" * 64}, {"version": "8"}])
def test_another_text_than_the_one_approved_can_not_come_into_force(fresh: Scene, changes: dict[str, object]) -> None:
    proposal = proposed(fresh)
    approved(fresh, proposal)
    seq = in_force(fresh, proposal=proposal, **changes)
    assert found(fresh) == impossible(seq)


def test_a_text_that_is_not_the_one_of_its_digest_can_not_be_proposed(fresh: Scene) -> None:
    seq = proposed(fresh, text="other")
    assert found(fresh) == impossible(seq)


def test_a_dropped_proposal_can_not_be_approved(fresh: Scene) -> None:
    proposal = proposed(fresh)
    forge(fresh, Kind.CHARTER_DROPPED, "Sacha", proposal=proposal, sha256=FORGED["sha256"])
    seq = approved(fresh, proposal)
    assert found(fresh) == impossible(seq)


def test_a_replaced_proposal_can_not_be_approved(fresh: Scene) -> None:
    earlier = proposed(fresh)
    proposed(fresh, by="Sacha", version="10")
    seq = approved(fresh, earlier, by="Sacha")
    assert found(fresh) == impossible(seq)


def test_an_approval_serves_once(fresh: Scene) -> None:
    proposal = proposed(fresh)
    approved(fresh, proposal)
    in_force(fresh, proposal=proposal)
    seq = in_force(fresh, proposal=proposal)
    assert found(fresh) == impossible(seq)


def test_after_a_text_an_entry_without_one_would_hide_what_came_into_force(fresh: Scene) -> None:
    seq = forge(fresh, Kind.CHARTER_IN_FORCE, None, id="ps92", version="1", sha256="0" * 64)
    assert found(fresh) == impossible(seq)


@pytest.mark.parametrize("digest", ["0" * 64, shipped().sha256])
def test_a_trail_of_the_first_versions_of_vigie_is_brought_up_and_stays_intact(
    tmp_path: Path, sandbox: Sandbox, digest: str
) -> None:
    (tmp_path / "data").mkdir()
    database = Database.open(tmp_path / "data" / "vigie.db")
    database.upgrade()
    with database.writing() as connection:
        data = {"id": "ps92", "version": "1", "sha256": digest}
        append(connection, EntryDraft(Kind.CHARTER_IN_FORCE, "charter", None, data), at=NOON)
    database.close()
    with open_scene(tmp_path / "data", sandbox=sandbox) as scene:
        assert scene.house.charter == shipped()
        assert found(scene) is None
        seq = in_force(scene)
        assert found(scene) == impossible(seq)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.CHARTER_PROPOSED, {}),
        (Kind.CHARTER_PROPOSED, {"text": 1, "sha256": "0"}),
        (Kind.CHARTER_IN_FORCE, {"proposal": 2}),
    ],
)
def test_an_entry_about_the_charter_without_what_it_needs_is_named(
    fresh: Scene, kind: Kind, data: dict[str, Any]
) -> None:
    if kind is Kind.CHARTER_IN_FORCE:
        approved(fresh, proposed(fresh))
    seq = forge(fresh, kind, "Dominique", **data)
    assert found(fresh) == Break(seq, Fault.BODY if kind is Kind.CHARTER_PROPOSED else Fault.IMPOSSIBLE)


def test_what_an_entry_holds_is_what_is_compared(fresh: Scene) -> None:
    assert set(text_of(fresh.house.charter)) == set(FORGED)
