from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot import chats
from bot.chats import About, Form
from bot.delivery.outbox import Delivery
from bot.originals import Stored
from bot.tables import outbox
from bot.workflow import submit
from policy.media_type import MediaType
from tests.bot.scene import NOON, Scene

FORM = Form("f1", "101", "-1001", About("V-0001", "abc", "refuse"))


def test_a_form_is_kept_changed_and_ended(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        chats.begin_form(connection, "telegram", FORM, NOON)
        answered = replace(FORM, answers={"reason": "Trop sombre"}, message="9")
        chats.keep_form(connection, answered, NOON)
        assert chats.form(connection, "f1") == answered
        assert chats.form_of(connection, "telegram", "101", "-1001") == answered
        chats.end_form(connection, "f1")
        assert chats.form(connection, "f1") is None


def test_a_new_form_ends_the_one_before_of_the_same_person_in_the_same_chat_only(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        chats.begin_form(connection, "telegram", FORM, NOON)
        chats.begin_form(connection, "telegram", replace(FORM, id="f2", account="102"), NOON)
        chats.begin_form(connection, "telegram", replace(FORM, id="f3"), NOON)
        assert [chats.form(connection, number) is None for number in ("f1", "f2", "f3")] == [True, False, False]


def test_forms_that_nobody_goes_on_with_are_forgotten(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        chats.begin_form(connection, "telegram", FORM, NOON)
        chats.begin_form(connection, "telegram", replace(FORM, id="f2", chat="-7"), NOON + timedelta(days=2))
        chats.forget_forms(connection, NOON + timedelta(days=1))
        assert chats.form(connection, "f1") is None
        assert chats.form(connection, "f2")


def test_form_names_fit_into_a_button_and_differ() -> None:
    names = {chats.new_form_id() for _ in range(100)}
    assert len(names) == 100
    assert max(map(len, names)) <= 10


def test_a_file_of_a_platform_is_known_by_its_name_there(fresh: Scene) -> None:
    stored = Stored("ab" * 32, 12, MediaType.PNG)
    with fresh.house.database.writing() as connection:
        assert chats.known_file(connection, "telegram", "AgAD") is None
        chats.remember_file(connection, "telegram", "AgAD", stored)
        chats.remember_file(connection, "telegram", "AgAD", replace(stored, sha256="cd" * 32))
        assert chats.known_file(connection, "telegram", "AgAD") == stored
        assert chats.known_file(connection, "slack", "AgAD") is None


def test_a_chat_that_moved_is_known_by_all_its_names(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        chats.move_chat(connection, "telegram", "-1", "-2")
        chats.move_chat(connection, "telegram", "-2", "-3")
        assert [chats.chat_now(connection, "telegram", name) for name in ("-1", "-2", "-3", "-9")] == [
            "-3",
            "-3",
            "-3",
            "-9",
        ]
        assert chats.names_of(connection, "telegram", "-3") == ["-3", "-2", "-1"]
        assert chats.names_of(connection, "telegram", "-9") == ["-9"]
        assert chats.names_of(connection, "slack", "-3") == ["-3"]


def test_a_circle_of_names_ends(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        chats.move_chat(connection, "telegram", "-1", "-2")
        chats.move_chat(connection, "telegram", "-2", "-1")
        assert chats.chat_now(connection, "telegram", "-1") in {"-1", "-2"}
        assert set(chats.names_of(connection, "telegram", "-1")) == {"-1", "-2"}


def _draft(scene: Scene, channel: str) -> str:
    return submit(scene.house, scene.people["Camille"], (), draft="Samedi", channel=channel)


def _card(scene: Scene, reference: str) -> tuple[str, str | None]:
    with scene.house.database.reading() as connection:
        row = connection.execute(select(outbox).where(outbox.c.subject == reference, outbox.c.kind == "card")).one()
    return row.state, row.receipt


def test_cards_of_a_chat_that_moved_are_posted_anew_once_and_those_of_others_are_not(fresh: Scene) -> None:
    here = _draft(fresh, "telegram:-1/5")
    elsewhere = _draft(fresh, "telegram:-11/5")
    with fresh.house.database.writing() as connection:
        connection.execute(update(outbox).values(state=Delivery.SENT.value, receipt="77"))
        chats.move_chat(connection, "telegram", "-1", "-2")
    assert _card(fresh, here) == (Delivery.QUEUED.value, None)
    assert _card(fresh, elsewhere) == (Delivery.SENT.value, "77")
    with fresh.house.database.writing() as connection:
        connection.execute(update(outbox).values(state=Delivery.SENT.value, receipt="78"))
        chats.move_chat(connection, "telegram", "-1", "-2")
    assert _card(fresh, here) == (Delivery.SENT.value, "78"), "the second sign of the same move changes nothing"
