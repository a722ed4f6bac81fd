from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import workflow
from bot.kinds import Choice
from bot.people import Role
from bot.register.edition import register_of
from bot.register.use import Filters, Register, Status
from bot.trail.erase import erase
from policy.declaration import Declaration, Purpose
from policy.statement import Claim
from tests.bot.declarations import DRAFTED
from tests.bot.scene import Scene
from tests.bot.workflow.files import GENERATED, PHOTO

EVERYTHING = Filters(everything=True)


def declare(scene: Scene, declaration: Declaration = DRAFTED, by: str = "Camille", submission: str = "") -> str:
    fingerprint = scene.case(submission).fingerprint if submission else ""
    return workflow.declare(
        scene.house, scene.people[by], declaration, submission=submission or None, fingerprint=fingerprint
    ).reference


def published(scene: Scene, filters: Filters = Filters()) -> Register:  # noqa: B008 - frozen
    return register_of(scene.house, filters, scene.catalogue())


def ids(register: Register) -> list[str]:
    return [use.id for use in register.uses]


def test_a_declared_use_is_a_row_that_points_to_its_entry(fresh: Scene) -> None:
    reference = declare(fresh)
    (use,) = published(fresh).uses
    with fresh.house.database.reading() as connection:
        leaf = connection.exec_driver_sql("SELECT hex(leaf) FROM trail_entries WHERE seq = ?", (use.seq,)).scalar()
    assert (use.id, use.purpose, use.tool, use.subject) == (reference, Purpose.DRAFTING, "ChatGPT", DRAFTED.subject)
    assert use.leaf == str(leaf).lower()
    assert use.charter == fresh.house.charter.sha256
    assert published(fresh).organisation == fresh.house.charter.organisation


def test_what_is_not_public_refused_or_withdrawn_is_only_for_the_auditor(fresh: Scene) -> None:
    shown = declare(fresh)
    private = declare(fresh, replace(DRAFTED, public=False))
    refused = declare(fresh, replace(DRAFTED, purpose=Purpose.IMAGE_GENERATION, tool="Midjourney"))
    withdrawn = declare(fresh)
    workflow.withdraw_declaration(fresh.house, fresh.people["Camille"], withdrawn, "doublon", revision=1)
    assert ids(published(fresh)) == [shown]
    audited = {use.id: use for use in published(fresh, EVERYTHING).uses}
    assert audited[private].status is Status.STANDING
    assert audited[refused].status is Status.REFUSED
    assert (audited[withdrawn].status, audited[withdrawn].reason) == (Status.WITHDRAWN, "doublon")
    assert {use.declared_by for use in audited.values()} == {"Camille"}


def test_a_correction_takes_the_place_of_what_it_corrects(fresh: Scene) -> None:
    reference = declare(fresh)
    first = published(fresh).uses[0]
    changed = replace(DRAFTED, tool="Claude", provider="Anthropic")
    workflow.correct(fresh.house, fresh.people["Camille"], reference, changed, revision=1)
    (use,) = published(fresh).uses
    assert (use.tool, use.at) == ("Claude", first.at)
    assert use.seq > first.seq


def test_the_public_register_holds_no_name_even_where_a_text_does(fresh: Scene) -> None:
    fresh.join("Rose Martin", Role.AUDITOR)
    declare(fresh, replace(DRAFTED, subject="Discours de CAMILLE pour Rose Martin", tool="L’outil de Sacha"))
    (use,) = published(fresh).uses
    assert use.subject == "Discours d’une personne pour une personne"
    assert use.tool == "L’outil d’une personne"
    assert (use.declared_by, use.check, use.reason) == ("", "", "")


def test_an_erased_persons_uses_stay_with_their_purpose_and_known_tool(fresh: Scene) -> None:
    declare(fresh)
    with fresh.house.database.writing() as connection:
        erase(connection, fresh.people["Camille"].id, at=fresh.clock(), actor=None)
    (use,) = published(fresh).uses
    assert (use.purpose, use.tool, use.provider, use.subject) == (Purpose.DRAFTING, "ChatGPT", "OpenAI", "")
    assert published(fresh, EVERYTHING).uses[0].declared_by == ""


def test_a_retouch_that_its_author_stated_and_marked_public_is_in_the_register(fresh: Scene) -> None:
    reference = fresh.submit(fresh.receive(PHOTO, "a.jpg"))
    fresh.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    assert published(fresh).uses == ()
    fresh.state(reference, Claim.AI_ENHANCED, tool="Lightroom", label=True, public=True)
    (use,) = published(fresh).uses
    assert (use.id, use.purpose, use.submission) == (f"{reference}/1", Purpose.RETOUCH, reference)
    assert (use.tool, use.provider, use.labelled) == ("Lightroom", "Adobe", True)
    assert (use.source_type, use.channel) == ("algorithmicallyEnhanced", "desk")


def test_a_declared_retouch_of_the_same_submission_tells_it_better(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO)
    fresh.state(reference, Claim.AI_ENHANCED, tool="Topaz", label=True, public=True)
    declared = declare(fresh, replace(DRAFTED, purpose=Purpose.RETOUCH, tool="Topaz"), submission=reference)
    (use,) = published(fresh).uses
    assert (use.id, use.submission, use.channel) == (declared, reference, "desk")
    assert use.source_type == "algorithmicallyEnhanced"
    workflow.withdraw_declaration(fresh.house, fresh.people["Camille"], declared, "erreur", revision=1)
    assert ids(published(fresh)) == [f"{reference}/1"]


def test_a_retouch_on_a_visual_that_people_refused_does_not_stand(fresh: Scene) -> None:
    reference = fresh.submit(PHOTO)
    fresh.state(reference, Claim.AI_ENHANCED, tool="Topaz", label=True, public=True)
    fresh.decide(reference, Choice.REFUSE, "No.")
    assert published(fresh).uses == ()


def test_an_image_stated_as_generated_never_stands(fresh: Scene) -> None:
    reference = fresh.submit(GENERATED)
    fresh.state(reference, Claim.AI_GENERATED, tool="Midjourney")
    assert published(fresh).uses == ()
    (use,) = published(fresh, EVERYTHING).uses
    assert (use.purpose, use.status) == (Purpose.IMAGE_GENERATION, Status.REFUSED)
    assert use.source_type == "trainedAlgorithmicMedia"


def test_photos_without_ai_and_withdrawn_submissions_are_not_in_the_register(fresh: Scene) -> None:
    own, taken_back = fresh.submit(PHOTO), fresh.submit(PHOTO)
    fresh.state(own, Claim.OWN_PHOTO)
    fresh.decide(own, Choice.APPROVE)
    fresh.state(taken_back, Claim.AI_ENHANCED, tool="Topaz")
    workflow.withdraw(fresh.house, fresh.people["Camille"], taken_back)
    assert published(fresh).uses == ()


def test_a_register_is_narrowed_down_by_day_purpose_and_tool(fresh: Scene) -> None:
    first = declare(fresh)
    fresh.clock.go_on(timedelta(days=3))
    second = declare(fresh, replace(DRAFTED, purpose=Purpose.TRANSLATION, tool="DeepL", provider="DeepL"))
    assert ids(published(fresh)) == [second, first]
    assert ids(published(fresh, Filters(purpose=Purpose.TRANSLATION))) == [second]
    assert ids(published(fresh, Filters(tool="OPENAI"))) == [first]
    assert ids(published(fresh, Filters(tool="deepl"))) == [second]
    assert ids(published(fresh, Filters(since=date(2026, 11, 25)))) == [second]
    assert ids(published(fresh, Filters(until=date(2026, 11, 24)))) == [first]
    assert ids(published(fresh, Filters(date(2026, 11, 27), date(2026, 11, 27)))) == [second]
    assert ids(published(fresh, Filters(person=fresh.people["Dominique"].id))) == []


@pytest.mark.parametrize(("hour", "day"), [(22, date(2026, 11, 24)), (23, date(2026, 11, 25))])
def test_days_are_those_of_the_organisation(fresh: Scene, hour: int, day: date) -> None:
    fresh.clock.now = datetime(2026, 11, 24, hour, 30, tzinfo=UTC)
    declare(fresh)
    assert len(published(fresh, Filters(day, day)).uses) == 1


def test_nobody_learns_a_veiled_name_by_filtering_for_it(fresh: Scene) -> None:
    declare(fresh, replace(DRAFTED, tool="Outil de Sacha"))
    found = published(fresh, Filters(tool="Sacha"))
    assert (found.uses, found.filters.tool) == ((), "une personne")


def test_purposes_are_summed_the_most_frequent_first(fresh: Scene) -> None:
    for purpose in (Purpose.RESEARCH, Purpose.DRAFTING, Purpose.RESEARCH):
        declare(fresh, replace(DRAFTED, purpose=purpose))
    assert list(published(fresh).sums.items()) == [(Purpose.RESEARCH, 2), (Purpose.DRAFTING, 1)]
