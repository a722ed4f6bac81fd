"""The index follows the trail; whoever writes into it by hand opens nothing, and is found out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot.gate.asking import Likeness
from bot.gate.index import keep, rebuild, rows_of
from bot.gate.standing import Standing, standing
from bot.kinds import Kind
from bot.tables import gate_files
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.verification import Fault
from tests.bot.gate.conftest import POSTER, AskGate, approved, refused
from tests.bot.scene import Scene
from tests.policy.pictures_with_a_look import encoded, scene

SHA256 = hashlib.sha256(POSTER).hexdigest()
STRANGER = encoded(scene(4))


def rows(connection: Connection) -> list[dict[str, Any]]:
    return [row._asdict() for row in connection.execute(select(gate_files).order_by(gate_files.c.reference))]


def test_the_index_follows_every_act(fresh: Scene) -> None:
    reference = approved(fresh)
    with fresh.house.database.reading() as connection:
        (row,) = rows(connection)
    assert (row["sha256"], row["reference"], row["revision"], row["state"]) == (SHA256, reference, 1, "approved")
    assert row["look"] == f"{row['band_1']:04x}{row['band_2']:04x}{row['band_3']:04x}{row['band_4']:04x}"


def test_made_again_from_the_trail_it_is_the_same(fresh: Scene) -> None:
    approved(fresh)
    refused(fresh, encoded(scene(1)))
    fresh.submit(encoded(scene(2)), b"no picture", draft="Dimanche, au marché.")
    with fresh.house.database.writing() as connection:
        before = rows(connection)
        connection.execute(delete(gate_files))
        rebuild(connection)
        assert rows(connection) == before
    assert len(before) == 4
    assert fresh.verified().intact


def test_a_submission_that_can_not_be_read_stays_unknown_and_stops_no_other(fresh: Scene, ask: AskGate) -> None:
    broken, sound = approved(fresh, STRANGER), approved(fresh)
    with fresh.house.database.writing() as connection:
        append(connection, EntryDraft(Kind.JUDGED, broken, None, {}), at=fresh.clock())
        rebuild(connection)
        assert [row["reference"] for row in rows(connection)] == [sound]
    assert ask(POSTER).approved
    assert ask(STRANGER).kind is Likeness.NONE


def test_a_row_written_by_hand_approves_nothing(fresh: Scene, ask: AskGate) -> None:
    reference = approved(fresh)
    with fresh.house.database.writing() as connection:
        (row,) = rows(connection)
        forged = row | {"sha256": hashlib.sha256(STRANGER).hexdigest()}
        connection.execute(insert(gate_files).values(**forged))
        connection.execute(insert(gate_files).values(**(forged | {"reference": "V-9999"})))
    assert ask(STRANGER).kind is Standing.REPLACED
    found = fresh.verified().first_break
    assert found
    assert (found.seq, found.what) == (fresh.case(reference).head.entry.seq, Fault.GATE)


def test_a_refusal_hidden_from_the_index_is_found_out(fresh: Scene) -> None:
    seq = fresh.case(refused(fresh)).head.entry.seq
    with fresh.house.database.writing() as connection:
        connection.execute(delete(gate_files))
    assert (found := fresh.verified().first_break)
    assert (found.seq, found.what) == (seq, Fault.GATE)


@pytest.mark.parametrize("change", [{"look": "0" * 16}, {"band_3": 0}, {"band_1": None}, {"state": "published"}])
def test_any_change_of_a_row_is_found_out(fresh: Scene, change: dict[str, object]) -> None:
    approved(fresh)
    assert fresh.verified().intact
    with fresh.house.database.writing() as connection:
        connection.execute(update(gate_files).values(**change))
    assert (found := fresh.verified().first_break)
    assert found.what is Fault.GATE


@pytest.mark.parametrize("files", [[1], [{"sha256": None}], 7, [{}]])
def test_an_entry_whose_files_can_not_be_read_is_found_out(fresh: Scene, files: object) -> None:
    reference = fresh.submit(POSTER, draft="Dimanche, au marché.")
    camille = fresh.people["Camille"].id
    text = (PersonalPart(field="draft", person=camille, text="Lundi."),)
    with fresh.house.database.writing() as connection:
        draft = EntryDraft(Kind.REVISED, reference, camille, {"revision": 2, "files": files}, text)
        append(connection, draft, at=fresh.clock())
    assert not fresh.verified().intact


def test_a_row_of_a_submission_that_never_was_is_found_out(fresh: Scene) -> None:
    approved(fresh)
    with fresh.house.database.writing() as connection:
        (row,) = rows(connection)
        connection.execute(insert(gate_files).values(**(row | {"reference": "V-9999"})))
    assert (found := fresh.verified().first_break)
    assert found.what is Fault.GATE


def test_a_file_that_another_took_the_place_of_stays_known_by_its_last_revision(fresh: Scene) -> None:
    case = fresh.case(approved(fresh))
    later = replace(case, revision=2, assets=(replace(case.assets[0], sha256="f" * 64),))
    assert rows_of(later)[SHA256]["revision"] == 1
    word = standing(later, SHA256, fresh.clock())
    assert (word.standing, word.revision) == (Standing.REPLACED, 1)


def test_keeping_twice_writes_nothing_new(fresh: Scene) -> None:
    case = fresh.case(approved(fresh))
    with fresh.house.database.writing() as connection:
        before = rows(connection)
        keep(connection, case)
        assert rows(connection) == before == list(rows_of(case).values())


def test_a_trail_from_before_there_was_a_gate_verifies_as_it_is(fresh: Scene) -> None:
    approved(fresh)
    with fresh.house.database.writing() as connection:
        gate_files.drop(connection)
    assert fresh.verified().intact
