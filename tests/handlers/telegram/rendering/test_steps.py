from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card.model import Field, FieldKind, Option
from bot.errors import UsageError
from handlers.telegram.rendering.steps import TICKED, Answers, Gave, Pick, Step, next_step, step_at, take
from tests.handlers.slack.rendering.odd_cards import FORMS

SLOWLY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
WHERE = Field(
    "where", "Where?", FieldKind.CHOICE, required=True, options=(Option("web", "Website"), Option("x", "Else"))
)
REASON = Field(
    "reason", "Why?", FieldKind.PARAGRAPH, required=True, suggestions=("Doubtful.", " ", "x" * 30), max_length=20
)
NOTE = Field("note", "Note", FieldKind.LINE, value="By hand")
PUBLIC = Field("public", "Public", FieldKind.TICK)
SURE = Field("sure", "Sure", FieldKind.TICK, required=True)
FIELDS = (WHERE, REASON, NOTE, PUBLIC, SURE)


def given_at(step: Step, draw: st.DataObject) -> tuple[Pick | str, str] | None:
    """Draw something that a person may answer at a step, and the answer that it means; None where nothing can be."""
    field = step.field
    assert field is not None
    ways: list[tuple[Pick | str, str]] = []
    if field.kind is FieldKind.CHOICE:
        ways += [(Pick(step.index, Gave.OPTION, index), one.value) for index, one in enumerate(field.options)]
    if field.kind is FieldKind.TICK:
        ways += [(Pick(step.index, Gave.YES), TICKED)]
        ways += [] if field.required else [(Pick(step.index, Gave.NO), "")]
    elif not field.required:
        ways += [(Pick(step.index, Gave.SKIP), "")]
    ways += [(Pick(step.index, Gave.READY, index), text) for index, text in enumerate(step.ready)]
    ways += [(Pick(step.index, Gave.KEEP), step.kept)] if step.kept else []
    if step.takes_text:
        typed = draw.draw(st.text(alphabet="ab é😀", min_size=1, max_size=min(field.max_length, 40)))
        ways += [(typed, typed)] if typed.strip() else []
    return draw.draw(st.sampled_from(ways)) if ways else None


@SLOWLY
@given(FORMS, st.data())
def test_any_form_that_is_filled_in_comes_back_as_it_was_given(fields: tuple[Field, ...], data: st.DataObject) -> None:
    answers: dict[str, str] = {}
    expected: dict[str, str] = {}
    for field in fields:
        step = next_step(fields, answers)
        assert step.field == field
        found = given_at(step, data)
        if found is None:
            return
        answers = take(fields, answers, step, _carried(found[0]))
        expected[field.name] = found[1]
        if data.draw(st.booleans()):
            answers = take(fields, take(fields, answers, step, Pick(step.index + 1, Gave.BACK)), step, found[0])
    assert answers == expected
    assert next_step(fields, answers).field is None


def _carried(given: Pick | str) -> Pick | str:
    return Pick.unpack(given.pack()) if isinstance(given, Pick) else given


def at(index: int, given: Pick | str, answers: Answers | None = None) -> dict[str, str]:
    return take(FIELDS, answers or {}, step_at(FIELDS, index), given)


def test_one_question_comes_after_the_other() -> None:
    assert next_step(FIELDS, {}).field is WHERE
    assert next_step(FIELDS, {"where": "web"}).field is REASON
    assert next_step(FIELDS, {"where": "web", "reason": "No.", "note": ""}).field is PUBLIC
    assert next_step((), {}).field is None


def test_a_ready_answer_that_does_not_fit_is_not_offered() -> None:
    assert step_at(FIELDS, 1).ready == ("Doubtful.",)
    assert step_at(FIELDS, 0).ready == ()


def test_what_stood_there_can_be_kept() -> None:
    assert at(2, Pick(2, Gave.KEEP)) == {"note": "By hand"}


def test_a_line_stays_one_line() -> None:
    assert at(2, "one\ntwo") == {"note": "one two"}
    assert at(1, "one\ntwo") == {"reason": "one\ntwo"}


def test_an_option_may_be_written_out() -> None:
    assert at(0, " website ") == {"where": "web"}


@pytest.mark.parametrize(
    ("index", "given"),
    [
        (0, "Elsewhere"),
        (0, Pick(0, Gave.OPTION, 2)),
        (0, Pick(0, Gave.OPTION)),
        (0, Pick(0, Gave.SKIP)),
        (0, Pick(0, Gave.YES)),
        (1, Pick(1, Gave.READY, 1)),
        (1, Pick(1, Gave.KEEP)),
        (1, " "),
        (1, "x" * 21),
        (3, "yes"),
        (3, Pick(3, Gave.SKIP)),
        (4, Pick(4, Gave.NO)),
        (5, "at the end"),
        (5, Pick(5, Gave.YES)),
        (0, Pick(99, Gave.YES)),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(index: int, given: Pick | str) -> None:
    answers = {"where": "web"}
    with pytest.raises(UsageError):
        at(index, given, answers)
    assert answers == {"where": "web"}


def test_a_second_tap_on_the_same_button_changes_nothing() -> None:
    tap = Pick(0, Gave.OPTION, 1)
    once = at(0, tap)
    assert take(FIELDS, once, next_step(FIELDS, once), tap) == once


def test_back_asks_the_question_before_once_more() -> None:
    answers = {"where": "web", "reason": "No."}
    assert at(2, Pick(2, Gave.BACK), answers) == {"where": "web"}
    assert at(0, Pick(0, Gave.BACK), answers) == answers


def test_one_answer_is_mended_and_the_others_stay() -> None:
    answers = {"where": "web", "reason": "No.", "note": "", "public": "1", "sure": "1"}
    mending = at(5, Pick(5, Gave.MEND, 1), answers)
    assert next_step(FIELDS, mending).field is REASON
    assert at(1, "Yes.", mending) == answers | {"reason": "Yes."}


@pytest.mark.parametrize("gave", [Gave.SEND, Gave.CANCEL, Gave.PAGE, Gave.WRITE, Gave.MEND])
def test_what_is_no_answer_but_a_gesture_leaves_the_answers_alone(gave: Gave) -> None:
    assert at(1, Pick(1, gave), {"where": "web"}) == {"where": "web"}


@pytest.mark.parametrize("argument", ["", "3", "o1", "3z", "3o1x", "3O1", "33333o1"])
def test_an_argument_of_no_button_is_refused(argument: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Pick.unpack(argument)
