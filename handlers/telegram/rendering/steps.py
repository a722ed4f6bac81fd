"""A form as a chat asks it: one question after the other, then all of it to be sent or mended. Pure.

The answers so far are all there is to remember: the next step is the first field that has none. A field that was
passed over has an empty one, which is none for a field that has come to be needed since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.card.model import Field, FieldKind
from bot.errors import UsageError
from bot.language import N_

TICKED = "1"
_PICK = re.compile(r"(\d{1,4})([a-z])(\d{0,4})")

Answers = Mapping[str, str]


class Gave(StrEnum):
    """What a tap on a step's button says; one letter, to be carried in a button."""

    OPTION = "o"
    """One of the options."""
    READY = "s"
    """One of the ready answers."""
    YES = "y"
    NO = "n"
    KEEP = "k"
    """What stood there at first."""
    SKIP = "x"
    """Nothing, where nothing is needed."""
    BACK = "b"
    """Asks the question before once more."""
    MEND = "m"
    """Asks one question once more; at the end of the form, asks which."""
    PAGE = "p"
    """Shows other options."""
    WRITE = "w"
    """Asks for an answer in words."""
    SEND = "e"
    CANCEL = "c"


@dataclass(frozen=True, slots=True)
class Pick:
    """A tap on a step's button: at which field, what, and which of several."""

    index: int
    gave: Gave
    number: int | None = None

    def pack(self) -> str:
        """Return it as the argument of a button, such as « 3o12 »."""
        return f"{self.index}{self.gave}{'' if self.number is None else self.number}"

    @classmethod
    def unpack(cls, argument: str) -> Pick:
        """Return the pick that a button carries.

        Raises:
            ValueError: it is none.
        """
        found = _PICK.fullmatch(argument)
        if found is None:
            raise ValueError("no pick of ours")
        index, gave, number = found.groups()
        return cls(int(index), Gave(gave), int(number) if number else None)


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked now: a field, or at the end, where there is none, whether to send it all."""

    index: int
    total: int
    field: Field | None

    @property
    def takes_text(self) -> bool:
        """Whether an answer can be written."""
        return self.field is not None and self.field.kind in {FieldKind.LINE, FieldKind.PARAGRAPH}

    @property
    def ready(self) -> tuple[str, ...]:
        """Return the ready answers that the field takes."""
        if self.field is None or not self.takes_text:
            return ()
        return tuple(text for text in dict.fromkeys(self.field.suggestions) if _fits(text, self.field))

    @property
    def kept(self) -> str:
        """Return the text that stands there at first, empty where there is none to keep."""
        value = self.field.value if self.field and self.takes_text else ""
        return value if self.field and _fits(value, self.field) else ""


def next_step(fields: Sequence[Field], answers: Answers) -> Step:
    """Return the first question that has no answer yet, or the end."""
    index = next((index for index, field in enumerate(fields) if not _answered(field, answers)), len(fields))
    return step_at(fields, index)


def _answered(field: Field, answers: Answers) -> bool:
    return field.name in answers and bool(answers[field.name].strip() or not field.required)


def step_at(fields: Sequence[Field], index: int) -> Step:
    """Return one step of a form."""
    return Step(index, len(fields), fields[index] if index < len(fields) else None)


def take(fields: Sequence[Field], answers: Answers, step: Step, given: Pick | str) -> dict[str, str]:
    """Return the answers after a tap, or after what somebody wrote at this step.

    A tap is about the field that its button names: one that comes twice, or late, changes no other. Sending, giving up
    and turning a page are left to whoever calls: they leave the answers as they are.

    Raises:
        UsageError: this is no answer to the question.
    """
    if isinstance(given, str):
        return {**answers, **_written(step, given)}
    if given.gave is Gave.BACK:
        return _without(fields, answers, given.index - 1)
    if given.gave is Gave.MEND and given.number is not None:
        return _without(fields, answers, given.number)
    if given.gave in {Gave.MEND, Gave.PAGE, Gave.WRITE, Gave.SEND, Gave.CANCEL}:
        return dict(answers)
    if not 0 <= given.index < len(fields):
        raise _no_answer()
    return {**answers, fields[given.index].name: _picked(step_at(fields, given.index), given)}


def _without(fields: Sequence[Field], answers: Answers, index: int) -> dict[str, str]:
    name = fields[index].name if 0 <= index < len(fields) else ""
    return {known: answer for known, answer in answers.items() if known != name}


def _picked(step: Step, pick: Pick) -> str:
    """Return the answer that a tap gives."""
    field = step.field
    if field is None:
        raise _no_answer()
    number = -1 if pick.number is None else pick.number
    match pick.gave:
        case Gave.OPTION if field.kind is FieldKind.CHOICE and 0 <= number < len(field.options):
            return field.options[number].value
        case Gave.READY if 0 <= number < len(step.ready):
            return step.ready[number]
        case Gave.KEEP if step.kept:
            return step.kept
        case Gave.YES if field.kind is FieldKind.TICK:
            return TICKED
        case Gave.NO if field.kind is FieldKind.TICK and not field.required:
            return ""
        case Gave.SKIP if skippable(field):
            return ""
    raise _no_answer()


def skippable(field: Field) -> bool:
    """Whether a field may be passed over; « no » says the same of a tick."""
    return not field.required and field.kind is not FieldKind.TICK


def _written(step: Step, text: str) -> dict[str, str]:
    """Return the answer that somebody wrote; an option may be written out."""
    field = step.field
    if field is None:
        raise _no_answer()
    if field.kind is FieldKind.CHOICE:
        return {field.name: _option(field, text)}
    if not step.takes_text:
        raise _no_answer()
    if field.kind is FieldKind.LINE:
        text = " ".join(text.splitlines())
    if len(text) > field.max_length:
        raise UsageError(N_("Shorten it: {most} characters at most."), most=field.max_length)
    if field.required and not text.strip():
        raise UsageError(N_("Choose a ready answer, or write your own."))
    return {field.name: text}


def _option(field: Field, text: str) -> str:
    said = text.strip().casefold()
    found = [option.value for option in field.options if option.label.strip().casefold() == said]
    if len(found) != 1:
        raise _no_answer()
    return found[0]


def _fits(text: str, field: Field) -> bool:
    return bool(text.strip()) and len(text) <= field.max_length


def _no_answer() -> UsageError:
    return UsageError(N_("Choose one of the answers."))
