from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.card.actions import actions, questions
from bot.card.model import Action, Field, FieldKind, Style, Verb
from bot.kinds import Choice, State
from bot.language import Catalogue
from bot.people import Role
from bot.workflow import REGRET
from policy.language import Language
from policy.statement import Claim
from tests.bot.pictures import retouched
from tests.bot.scene import Scene, under
from tests.bot.workflow.files import GENERATED, OTHER_PHOTO, PHOTO, reviewable, with_quorum

ENGLISH = Catalogue(Language.ENGLISH)
DECIDE = [Verb.REQUEST_CHANGES, Verb.REFUSE]


@pytest.fixture
def scene(lasting_scene: Scene) -> Scene:
    return lasting_scene


def verbs(scene: Scene, reference: str, viewer: str) -> list[Verb]:
    found = actions(scene.case(reference), scene.reading(viewer, ENGLISH))
    return [action.verb for action in found if not action.rare]


def asked(scene: Scene, reference: str, viewer: str = "Camille") -> list[tuple[str, str | None, list[str]]]:
    """Return each question: its text, the file that it is about, the labels of its answers."""
    found = questions(scene.case(reference), scene.people[viewer], scene.house.charter, ENGLISH)
    return [(item.text, item.asset, [answer.label for answer in item.answers]) for item in found]


def forms(scene: Scene, reference: str, viewer: str) -> dict[str, tuple[Field, ...]]:
    card = scene.card(reference, viewer, Language.ENGLISH)
    pressable = [*card.actions, *(answer for question in card.questions for answer in question.answers)]
    return {action.label: action.fields for action in pressable}


# Who sees which button.


def test_only_what_nothing_stands_against_shows_a_button_to_approve(scene: Scene) -> None:
    assert verbs(scene, reviewable(scene), "Dominique") == [Verb.APPROVE, *DECIDE]
    for data in (PHOTO, GENERATED, b"words"):
        assert verbs(scene, scene.submit(data), "Dominique") == DECIDE


def test_an_author_sees_no_button_to_decide_on_their_own(scene: Scene) -> None:
    own = [Verb.DECLARE, Verb.ANSWER, Verb.STATE, Verb.WITHDRAW]
    assert verbs(scene, reviewable(scene), "Camille") == own
    assert verbs(scene, reviewable(scene, by="Dominique"), "Dominique") == own


def test_whoever_may_not_decide_sees_no_button(scene: Scene) -> None:
    scene.join("Alix", Role.AUDITOR)
    assert verbs(scene, reviewable(scene), "Alix") == []


def test_a_charter_officer_sees_no_approval_that_would_not_count(scene: Scene) -> None:
    assert verbs(scene, reviewable(scene), "Sacha") == DECIDE


@pytest.mark.parametrize("choice", Choice)
def test_a_decision_can_be_taken_back_by_its_author_for_two_minutes(scene: Scene, choice: Choice) -> None:
    reference = reviewable(scene)
    scene.decide(reference, choice, "Because.")
    out = [Verb.PUBLISH] if choice is Choice.APPROVE else []
    assert verbs(scene, reference, "Dominique") == [Verb.RETRACT, *out]
    assert verbs(scene, reference, "Camille") == [*out, *([Verb.WITHDRAW] if out else [])]
    assert verbs(scene, reference, "Sacha") == out
    scene.clock.go_on(REGRET)
    assert verbs(scene, reference, "Dominique") == [Verb.RETRACT, *out]
    scene.clock.go_on(timedelta(seconds=1))
    assert verbs(scene, reference, "Dominique") == (out or [Verb.LIFT])


def test_one_of_two_who_approved_waits_for_the_other(scene: Scene) -> None:
    strict = replace(scene, house=under(scene.house, with_quorum(scene.house.charter, 2)))
    strict.join("Alix", Role.REVIEWER)
    reference = reviewable(strict)
    strict.decide(reference, Choice.APPROVE)
    assert verbs(strict, reference, "Dominique") == [Verb.RETRACT]
    assert verbs(strict, reference, "Alix") == [Verb.APPROVE, *DECIDE]
    assert strict.card(reference, "Dominique", Language.ENGLISH).notice == "Another person must confirm."


# What a button asks.


def test_what_can_not_be_undone_for_long_asks_once_more(scene: Scene) -> None:
    reference = reviewable(scene)
    everything = [
        *scene.card(reference, "Dominique").actions,
        *scene.card(reference, "Camille").actions,
    ]
    confirmed = {action.verb for action in everything if action.confirm}
    assert confirmed == {Verb.APPROVE, Verb.WITHDRAW}


@pytest.mark.parametrize("label", ["Refuse", "Request changes"])
def test_a_refusal_asks_for_its_reason_and_offers_some(scene: Scene, label: str) -> None:
    (reason,) = forms(scene, scene.submit(PHOTO), "Dominique")[label]
    assert (reason.name, reason.kind, reason.required) == ("reason", FieldKind.PARAGRAPH, True)
    assert len(reason.suggestions) == 3


def test_a_suggested_reason_may_be_sent_as_it_is(scene: Scene) -> None:
    (reason,) = forms(scene, scene.submit(PHOTO), "Dominique")["Refuse"]
    for suggestion in reason.suggestions:
        reference = scene.submit(PHOTO)
        scene.decide(reference, Choice.REFUSE, suggestion)
        assert suggestion in scene.card(reference).summary


def test_somebody_elses_photo_asks_whose_it_is(scene: Scene) -> None:
    (whose,) = forms(scene, scene.submit(PHOTO), "Camille")["Somebody else took it"]
    assert (whose.name, whose.kind, whose.required, whose.hint) == (
        "note",
        FieldKind.LINE,
        True,
        "With their consent.",
    )


def test_a_use_of_ai_asks_what_it_did_with_which_tool_and_whether_that_is_said(scene: Scene) -> None:
    extent, tool, label, public = forms(scene, scene.submit(PHOTO), "Camille")["An AI served…"]
    assert [option.value for option in extent.options] == [Claim.AI_ENHANCED, Claim.AI_PARTS, Claim.AI_GENERATED]
    assert (extent.name, extent.required, tool.name, tool.required) == ("claim", True, "tool", True)
    assert (label.name, label.kind, label.required) == ("label_visible", FieldKind.TICK, False)
    assert (public.name, public.kind, public.value) == ("public", FieldKind.TICK, "1")


def test_one_answer_is_the_likely_one(scene: Scene) -> None:
    (question,) = scene.card(scene.submit(PHOTO)).questions
    styles = [answer.style for answer in question.answers]
    assert styles == [Style.PRIMARY, Style.PLAIN, Style.PLAIN, Style.PLAIN]


# Which questions are asked.

ORIGIN = "Where does this visual come from?"
PLAIN = ["I took this photo", "Somebody else took it", "Made without AI", "An AI served…"]


def test_only_the_author_is_asked(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    assert asked(scene, reference) == [(ORIGIN, None, PLAIN)]
    for viewer in ("Dominique", "Sacha"):
        assert asked(scene, reference, viewer) == []


def test_an_album_of_equal_questions_asks_once(scene: Scene) -> None:
    assert asked(scene, scene.submit(PHOTO, OTHER_PHOTO)) == [(ORIGIN, None, PLAIN)]


def test_the_same_file_twice_is_asked_about_once(scene: Scene) -> None:
    assert asked(scene, scene.submit(PHOTO, PHOTO)) == [(ORIGIN, None, PLAIN)]


def test_one_open_file_among_others_is_named(scene: Scene) -> None:
    reference = scene.submit(PHOTO, GENERATED)
    assert asked(scene, reference) == [(ORIGIN, scene.case(reference).assets[0].sha256, PLAIN)]


def test_files_with_different_questions_are_asked_about_apart(scene: Scene) -> None:
    reference = scene.submit(PHOTO, retouched())
    first, second = (asset.sha256 for asset in scene.case(reference).assets)
    assert asked(scene, reference) == [
        (ORIGIN, first, PLAIN),
        ("Which AI tool served, and what for?", second, ["An AI served…"]),
    ]


def test_what_was_said_but_not_labelled_is_asked_for_its_label(scene: Scene) -> None:
    reference = scene.submit(PHOTO)
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    assert asked(scene, reference) == [("Does the published piece say that AI served?", None, ["An AI served…"])]


def test_nothing_more_is_asked_once_it_is_closed_or_settled(scene: Scene) -> None:
    refused = scene.submit(PHOTO)
    scene.decide(refused, Choice.REFUSE, "Blurred.")
    for reference in (refused, reviewable(scene), scene.submit(GENERATED), scene.submit(b"words")):
        assert asked(scene, reference) == []


def test_every_button_speaks_the_readers_language(scene: Scene) -> None:
    def labels(language: Language) -> set[str]:
        cards = [
            scene.card(reviewable(scene), "Dominique", language),
            scene.card(scene.submit(PHOTO), "Camille", language),
        ]
        found: list[Action] = []
        for card in cards:
            found += [*card.actions, *(answer for question in card.questions for answer in question.answers)]
        return {text for action in found for text in (action.label, *(field.label for field in action.fields))}

    assert labels(Language.FRENCH) & labels(Language.ENGLISH) == set()


def test_a_slip_about_where_a_visual_comes_from_is_mended_on_its_card(scene: Scene) -> None:
    reference = reviewable(scene)
    (mending,) = [action for action in scene.card(reference).actions if action.verb is Verb.STATE]
    claim, note, *_ = mending.fields
    assert claim.value == Claim.OWN_PHOTO
    assert {option.value for option in claim.options} == set(Claim)
    assert note.name == "note"
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Alix")
    assert scene.case(reference).state is State.REVIEWABLE


def test_what_is_only_counted_is_told_to_whoever_decides(scene: Scene) -> None:
    reference = reviewable(scene)
    assert scene.card(reference, "Dominique").noted == ()
    scene.answer(reference, "publicité-payée", "yes")
    (noted,) = scene.card(reference, "Dominique", Language.ENGLISH).noted
    assert noted.startswith("Paid political advertising")
