"""A trail may agree with itself and still tell of what Vigie would never have written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.kinds import Choice, Kind
from bot.people import Role
from bot.submissions import refresh
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.erase import erase
from bot.trail.verification import Break, Fault
from bot.verification import verify_database
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.bot.workflow.files import PHOTO


def forge(scene: Scene, kind: str, subject: str, actor: str | None, data: dict[str, Any]) -> int:
    """Append an entry as somebody with the database and our own code could; everything adds up afterwards."""
    with scene.house.database.writing() as connection:
        return append(connection, EntryDraft(kind, subject, actor, data), at=scene.clock()).seq


def decision(scene: Scene, reference: str, **changes: object) -> dict[str, Any]:
    fingerprint = scene.case(reference).fingerprint
    genuine = {"revision": 1, "choice": "approve", "fingerprint": fingerprint, "roles": ["reviewer"]}
    return genuine | changes


@pytest.fixture
def ready(fresh: Scene) -> str:
    """A submission that waits for its reviewer."""
    reference = fresh.submit(PHOTO)
    fresh.state(reference, Claim.OWN_PHOTO)
    return reference


def listed_again(scene: Scene, reference: str) -> None:
    with scene.house.database.writing() as connection:
        refresh(connection, reference)


def test_what_people_really_did_can_be_lived_again(fresh: Scene, ready: str) -> None:
    fresh.decide(ready, Choice.REFUSE, "Blurred.")
    fresh.join("Dominique", Role.AUTHOR)
    fresh.submit(PHOTO)
    assert fresh.verified().intact


def test_it_can_still_be_lived_again_once_somebody_was_erased(fresh: Scene, ready: str) -> None:
    fresh.decide(ready, Choice.APPROVE)
    with fresh.house.database.writing() as connection:
        erase(connection, fresh.people["Camille"].id, at=fresh.clock(), actor=None)
    assert fresh.verified().intact


def test_an_approval_by_the_author_can_not_be(fresh: Scene, ready: str) -> None:
    author = fresh.people["Camille"].id
    seq = forge(fresh, Kind.DECIDED, ready, author, decision(fresh, ready, roles=["author"]))
    listed_again(fresh, ready)
    assert fresh.verified().first_break == Break(seq, Fault.IMPOSSIBLE)


@pytest.mark.parametrize("changes", [{"fingerprint": "0" * 16}, {"roles": ["charter-officer"]}, {"roles": []}])
def test_a_decision_on_something_else_or_above_a_role_can_not_be(
    fresh: Scene, ready: str, changes: dict[str, object]
) -> None:
    seq = forge(fresh, Kind.DECIDED, ready, fresh.people["Dominique"].id, decision(fresh, ready, **changes))
    listed_again(fresh, ready)
    assert fresh.verified().first_break == Break(seq, Fault.IMPOSSIBLE)


def test_an_approval_of_what_is_incomplete_can_not_be(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO)
    seq = forge(fresh, Kind.DECIDED, reference, fresh.people["Dominique"].id, decision(fresh, reference))
    listed_again(fresh, reference)
    assert fresh.verified().first_break == Break(seq, Fault.IMPOSSIBLE)


@pytest.mark.parametrize("kind", [Kind.EXAMINED, Kind.STATED, Kind.JUDGED, Kind.DECIDED, Kind.RETRACTED])
def test_an_entry_without_what_its_kind_asks_for_is_named(fresh: Scene, ready: str, kind: Kind) -> None:
    seq = forge(fresh, kind, ready, fresh.people["Dominique"].id, {})
    assert fresh.verified().first_break == Break(seq, Fault.BODY)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.PERSON_ADDED, {"person": "p-1", "roles": ["king"]}),
        (Kind.PERSON_ADDED, {}),
        (Kind.ERASED, {}),
        (Kind.ERASED, {"person": "p-1", "parts": [1]}),
    ],
)
def test_a_malformed_entry_about_a_person_is_named(fresh: Scene, kind: Kind, data: dict[str, Any]) -> None:
    seq = forge(fresh, kind, "person:p-1", None, data)
    assert fresh.verified().first_break == Break(seq, Fault.BODY)


def test_a_submission_without_its_files_is_named(fresh: Scene) -> None:
    seq = forge(fresh, Kind.SUBMITTED, "V-0001", fresh.people["Camille"].id, {})
    assert fresh.verified().first_break == Break(seq, Fault.BODY)


def test_a_copy_that_may_only_be_read_can_be_verified(
    fresh: Scene, ready: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "for-the-auditor.db"
    fresh.house.database.backup(copy)
    before = copy.read_bytes()
    monkeypatch.setattr("bot.database.sqlite.os.access", lambda *_: False)
    handed_over = Database.open(copy)
    assert verify_database(handed_over, fresh.house.key.verifier).intact
    handed_over.close()
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("for-the")] == [copy.name]


def declared(reference: str, **changes: object) -> dict[str, Any]:
    genuine = {
        "declaration": reference,
        "revision": 1,
        "charter": "0" * 64,
        "purpose": "drafting",
        "extent": "part",
        "personal_data_sent": False,
        "checker": "author",
        "label": "in-text",
        "public": True,
        "tool": "ChatGPT",
    }
    return genuine | changes


def test_nobody_answers_or_rewrites_in_the_author_s_place(fresh: Scene) -> None:
    reference = fresh.submit(draft="Dimanche, au marché.")
    dominique = fresh.people["Dominique"].id
    seq = forge(fresh, Kind.ANSWERED, reference, dominique, {"revision": 1, "fact": "ai-use", "value": "no"})
    listed_again(fresh, reference)
    assert fresh.verified().first_break == Break(seq, Fault.IMPOSSIBLE)


def test_a_declaration_by_itself_is_corrected_by_nobody_else_and_in_order(fresh: Scene) -> None:
    camille, dominique = fresh.people["Camille"].id, fresh.people["Dominique"].id
    forge(fresh, Kind.DECLARED, "D-0001", camille, declared("D-0001"))
    assert fresh.verified().intact
    seq = forge(fresh, Kind.DECLARATION_CORRECTED, "D-0001", dominique, declared("D-0001", revision=2))
    assert fresh.verified().first_break == Break(seq, Fault.IMPOSSIBLE)


@pytest.mark.parametrize("changes", [{"revision": 7}, {"declaration": "D-0002", "revision": 2}])
def test_a_correction_follows_what_it_corrects(fresh: Scene, changes: dict[str, object]) -> None:
    reference, camille = fresh.submit(draft="Dimanche, au marché."), fresh.people["Camille"].id
    forge(fresh, Kind.DECLARED, reference, camille, declared("D-0001"))
    forged = declared("D-0001", **changes)
    seq = forge(fresh, Kind.DECLARATION_CORRECTED, reference, camille, forged)
    found = fresh.verified().first_break
    assert found
    assert (found.seq, found.what in {Fault.IMPOSSIBLE, Fault.BODY}) == (seq, True)


def test_a_declaration_that_can_not_be_read_is_named(fresh: Scene) -> None:
    seq = forge(fresh, Kind.DECLARED, "D-0001", fresh.people["Camille"].id, {"declaration": "D-0001", "revision": 1})
    assert fresh.verified().first_break == Break(seq, Fault.BODY)
