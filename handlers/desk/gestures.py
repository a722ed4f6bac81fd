"""What a form of a card sends back: which button, and what was typed into its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from bot.card.model import Action

ANSWER = "answer-"
"""What the names of a form's own fields begin with, so that none can pass for one of ours."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A press that did not work: what went wrong, and what was typed, so that it is not lost."""

    sentence: str
    verb: str
    value: str
    asset: str
    answers: Mapping[str, str] = field(default_factory=dict)

    def at(self, action: Action) -> bool:
        """Whether it was this button."""
        return (self.verb, self.value, self.asset) == (action.verb, action.value, action.asset or "")


def attempt_of(sentence: str, form: FormData) -> Attempt:
    """Return a failed press, to be shown next to its button."""
    return Attempt(sentence, text(form, "verb"), text(form, "value"), text(form, "asset"), answers_of(form))


def answers_of(form: FormData) -> dict[str, str]:
    """Return what was typed, by field."""
    return {name.removeprefix(ANSWER): text(form, name) for name in form if name.startswith(ANSWER)}


def text(form: FormData, name: str) -> str:
    """Return a field's text; browsers send line breaks as CR LF (HTML, "Constructing the entry list")."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
