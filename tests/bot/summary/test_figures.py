"""What is counted equals what anybody counts from the export; and it is counted without names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot import journal, workflow
from bot.bypass import record_bypass
from bot.errors import VigieError
from bot.kinds import Choice
from bot.people import Role
from bot.presence import be_present
from bot.register.edition import edition_of
from bot.summary.figures import Figures, figures
from bot.summary.period import Week
from bot.workflow import Review, expire
from policy.declaration import LabelPlace, Purpose
from policy.statement import Claim
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene
from tests.bot.summary.recount import Recount
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO, reviewable

WEEKS = [Week(2026, 48).after(number) for number in range(6)]
STEPS = 260
TYPED = "Un outil de Camille"
DEVICES = ("Photoshop", "DeepL", "Whisper", TYPED, "ChatGPT")


def counted(scene: Scene, week: Week) -> dict[str, Any]:
    """Return Vigie's own figures of a week, as the recount names them."""
    with scene.house.database.reading() as connection:
        edition = edition_of(scene.house.charter, scene.catalogue(), scene.clock())
        found = figures(connection, week.period, edition)
    return plainly(found)


def plainly(found: Figures) -> dict[str, Any]:
    delays = found.delays
    return {
        "outcomes": {outcome.value: number for outcome, number in found.outcomes.items() if number},
        "answered": found.opinions.answered,
        "delays": (delays.number, delays.median, delays.ninth) if delays else None,
        "articles": dict(found.opinions.refused_by_article),
        "observed": {one.rule: one.number for one in found.opinions.observed},
        "published": found.published,
        "bypassed": found.bypassed,
        "purposes": {purpose.value: number for purpose, number in found.uses.purposes.items()},
        "tools": dict(found.uses.tools),
        "others": found.uses.others,
        "refused_uses": found.uses.refused,
        "absences": found.absences,
        "away": found.away,
    }


def unnamed(recounted: dict[str, Any]) -> dict[str, Any]:
    """Return what was counted from the export without the names of tools that somebody typed: those are others."""
    tools = dict(recounted["tools"])
    return recounted | {"others": tools.pop(TYPED, 0), "tools": tools}


class Weeks:
    """Some weeks of a busy team, by chance."""

    def __init__(self, scene: Scene, seed: int) -> None:
        self.scene, self.chance = scene, Random(seed)
        self.references: list[str] = []
        self.declared: list[str] = []
        scene.join("Nour", Role.REVIEWER)

    def live(self) -> None:
        """Do something, wait a while, and again; what nobody may do is not done."""
        acts: list[Callable[[], None]] = [
            self.submit, self.submit, self.state, self.state, self.decide, self.decide, self.decide, self.retract,
            self.break_glass, self.review_glass, self.publish, self.withdraw, self.declare, self.correct,
            self.withdraw_declaration, self.bypass, self.revise,
        ]  # fmt: skip
        be_present(self.scene.house)
        self.submit()
        for _ in range(STEPS):
            with suppress(VigieError):
                self.chance.choice(acts)()
            self.scene.clock.go_on(timedelta(seconds=self.chance.choice([0, 20, 90, 3_000, 40_000])))
            if self.chance.random() < 0.9:
                be_present(self.scene.house)
            if self.chance.random() < 0.2:
                expire(self.scene.house)

    @property
    def some(self) -> str:
        return self.chance.choice(self.references[-8:])

    def submit(self) -> None:
        files = self.chance.sample([PHOTO, OTHER_PHOTO, GENERATED], self.chance.choice([0, 1, 1, 1, 2]))
        draft = "Un tract sur les crèches." if not files or self.chance.random() < 0.3 else ""
        self.references.append(self.scene.submit(*files, draft=draft))

    def state(self) -> None:
        claim = self.chance.choice([Claim.OWN_PHOTO, Claim.OWN_PHOTO, Claim.AI_ENHANCED, Claim.AI_PARTS])
        tool = self.chance.choice(DEVICES) if claim.origin.admits_ai else ""
        self.scene.state(self.some, claim, tool=tool, label=True)

    def decide(self) -> None:
        choice = self.chance.choice([Choice.APPROVE, Choice.APPROVE, Choice.REFUSE, Choice.REQUEST_CHANGES])
        review = Review(accuracy=True, plausibility=True, sources=True, responsible="La rédaction")
        self.scene.decide(self.some, choice, "Parce que.", by=self.chance.choice(["Dominique", "Nour"]), review=review)

    def retract(self) -> None:
        workflow.retract(self.scene.house, self.scene.people["Dominique"], self.some)

    def break_glass(self) -> None:
        reference = self.some
        workflow.break_glass(
            self.scene.house,
            self.scene.people["Nour"],
            reference,
            "Le tract part à l’imprimerie dans une heure.",
            fingerprint=self.scene.case(reference).fingerprint,
            review=Review(accuracy=True, plausibility=True, sources=True, responsible="La rédaction"),
        )

    def review_glass(self) -> None:
        justified = self.chance.random() < 0.5
        workflow.review_glass(self.scene.house, self.scene.people["Dominique"], self.some, "Vu.", justified=justified)

    def publish(self) -> None:
        """Go the whole way with one."""
        reference = reviewable(self.scene)
        self.references.append(reference)
        self.scene.clock.go_on(timedelta(minutes=self.chance.randrange(600)))
        self.scene.decide(reference, Choice.APPROVE)
        fingerprint = self.scene.case(reference).fingerprint
        workflow.publish(self.scene.house, self.scene.people["Camille"], reference, "Site", fingerprint=fingerprint)

    def withdraw(self) -> None:
        if self.chance.random() < 0.3:
            workflow.withdraw(self.scene.house, self.scene.people["Camille"], self.some, "Plus besoin.")

    def declare(self) -> None:
        purpose = self.chance.choice(list(Purpose))
        said = replace(DRAFTED, purpose=purpose, tool=self.chance.choice(DEVICES), label=LabelPlace.IN_TEXT)
        known = self.scene.declare(said, self.some if self.chance.random() < 0.5 else None)
        self.declared.append(known.reference)

    def correct(self) -> None:
        reference = self.chance.choice(self.declared or ["D-0001"])
        said = replace(DRAFTED, purpose=self.chance.choice(list(Purpose)), tool=self.chance.choice(DEVICES))
        workflow.correct(self.scene.house, self.scene.people["Camille"], reference, said, revision=1)

    def withdraw_declaration(self) -> None:
        reference = self.chance.choice(self.declared or ["D-0001"])
        workflow.withdraw_declaration(self.scene.house, self.scene.people["Camille"], reference, "Erreur.", revision=1)

    def bypass(self) -> None:
        number = self.chance.randrange(6)
        with self.scene.house.database.writing() as connection:
            record_bypass(connection, f"https://t.me/c/{number}", self.chance.randrange(2), self.scene.clock())

    def revise(self) -> None:
        self.scene.revise(self.some, f"Un autre tract, {self.chance.random()}.")


@pytest.mark.parametrize("seed", range(2))
def test_the_figures_of_each_week_equal_those_counted_from_the_export(fresh: Scene, seed: int) -> None:
    weeks = Weeks(fresh, seed)
    weeks.live()
    assert fresh.verified().intact
    recount = Recount(journal.export(fresh.house))
    found = [counted(fresh, week) for week in WEEKS]
    assert found == [unnamed(recount.week(week.year, week.number)) for week in WEEKS]
    seen = {name for one in found for name, value in one.items() if value}
    assert seen >= {
        "outcomes",
        "answered",
        "delays",
        "articles",
        "published",
        "bypassed",
        "purposes",
        "tools",
        "others",
        "away",
    }
