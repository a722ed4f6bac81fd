"""The message and button half of the round against a Telegram that others wrote: from a draft to its visa.

It has no administrators, so roles are given here; it refuses commands and reactions, and Vigie does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.case import Case
from bot.delivery.courier import Courier
from bot.house import House, open_house
from bot.kinds import State
from bot.people import Role, add
from bot.people.accounts import link_account
from bot.settings import Settings, TelegramSettings
from bot.sources import reference_of
from bot.submissions import case_of
from bot.verification import verify_database
from handlers.telegram.join import Messenger
from tests.handlers.slack.running import in_a_thread
from tests.handlers.telegram.witness.witness import TOKEN, Said, Witness

GROUP = -1001000000001
CAMILLE, DOMI = 101, 102
DRAFT = "#brouillon Rendez-vous samedi à dix heures sur la place du marché."
STATE, APPROVE = "Non, aucune IA", "Donner mon visa"


@dataclass(frozen=True)
class Vigie:
    """A Vigie that has joined the witness."""

    witness: Witness
    house: House

    def case(self, number: int) -> Case:
        with self.house.database.reading() as connection:
            reference = reference_of(connection, f"telegram:{GROUP}/{number}")
            case = case_of(connection, reference) if reference else None
        assert case
        return case

    def answer(self, number: int, words: str, button: str = "") -> Said:
        """Return what answers a message, once it says these words and has that button."""

        def found() -> Said | None:
            answers = [one for one in self.witness.said(GROUP) if one.answers == number and words in one.text]
            return next((one for one in answers if not button or any(button in label for label in one.buttons)), None)

        said = self.witness.wait_for(found, f"an answer to {number} that says “{words}”, with “{button}”")
        assert said
        return said

    def tap(self, user: int, said: Said, label: str) -> None:
        data = next(data for text, data in said.buttons.items() if label in text)
        self.witness.tap(GROUP, "Camille" if user == CAMILLE else "Dominique", user, said.number, data)


@contextmanager
def running(witness: Witness, folder: Path) -> Iterator[Vigie]:
    chosen = TelegramSettings(token=TOKEN, api_url=witness.api_url)
    channels = (f"telegram:{GROUP}",)
    settings = Settings(data_dir=folder / "data", desk_port=0, telegram=chosen, workers=1, approval_channels=channels)
    with open_house(settings) as house:
        with house.database.writing() as connection:
            reviewer = add(connection, "Dominique", frozenset({Role.REVIEWER}), at=house.clock())
            link_account(connection, "telegram", str(DOMI), reviewer, at=house.clock())
        joined = Messenger(house, wait=1)
        courier = Courier(house, [joined.platform], [joined.interpreter])
        courier.start()
        try:
            with in_a_thread(lambda: joined.run(courier)):
                yield Vigie(witness, house)
        finally:
            courier.close()


def test_a_draft_goes_its_whole_way_to_a_visa(witness: Witness, tmp_path: Path) -> None:
    with running(witness, tmp_path) as vigie:
        sent = witness.say(GROUP, "Camille", CAMILLE, DRAFT)
        card = vigie.answer(sent, "version", STATE)
        vigie.tap(CAMILLE, card, STATE)
        edited = vigie.answer(sent, "version", APPROVE)
        assert edited.number == card.number, "it is the same card"
        vigie.tap(CAMILLE, edited, APPROVE)
        vigie.tap(DOMI, edited, APPROVE)
        asked = vigie.answer(edited.number, "", APPROVE)
        vigie.tap(DOMI, asked, APPROVE)
        assert vigie.answer(sent, "Visa accordé").number == card.number
        assert vigie.case(sent).state is State.APPROVED
        assert len([one for one in witness.said(GROUP) if "version" in one.text]) == 1
        assert verify_database(vigie.house.database, vigie.house.key.verifier).intact


def test_talk_is_left_alone(witness: Witness, tmp_path: Path) -> None:
    with running(witness, tmp_path) as vigie:
        witness.say(GROUP, "Camille", CAMILLE, "Bonjour à tous")
        sent = witness.say(GROUP, "Camille", CAMILLE, DRAFT)
        vigie.answer(sent, "version")
        assert {one.answers for one in witness.said(GROUP)} == {sent}
