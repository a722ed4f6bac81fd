"""The buttons of a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.card.model import Action, Card, Style, Verb
from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, button_of, tap_of
from handlers.telegram.rendering.marks import question_marks
from handlers.telegram.rendering.message import (
    Button,
    Colour,
    Keyboard,
    Most,
    button,
    copy_button,
    link_button,
    named,
    rows,
)

_COLOURS = {Style.PRIMARY: Colour.PRIMARY, Style.DANGER: Colour.DANGER, Style.PLAIN: Colour.PLAIN}


class Buttons:
    """Makes the buttons of one card."""

    def __init__(self, card: Card, catalogue: Catalogue) -> None:
        self._card, self._catalogue = card, catalogue

    def of(self, actions: Iterable[Action], mark: str = "") -> list[Button]:
        """Return the buttons of some actions; `mark` tells which question they answer."""
        return [self._button(action, mark) for action in actions if carries(action)]

    def answers(self, questions: int) -> Keyboard:
        """Return the answers to the first questions, each question's in rows of their own."""
        marks = question_marks(self._card)
        shown = zip(marks[:questions], self._card.questions, strict=False)
        return tuple(row for mark, question in shown for row in rows(self.of(question.answers, mark)))

    def copied(self) -> list[Button]:
        """Return the button that copies a label which is ready to be pasted."""
        label = self._card.draft.label if self._card.draft else ""
        found = copy_button(self._catalogue.say(N_("Copy the label")), label)
        return [found] if found else []

    def gesture(self, label: str, gesture: Gesture, style: Colour = Colour.PLAIN) -> Button:
        """Return a button of ours; its label is a msgid."""
        return button(self._catalogue.say(label), tap_of(self._card, gesture), style)

    def original(self) -> list[Button]:
        """Return the two ways on from a compressed picture."""
        without = (action for action in self._card.actions if action.verb is Verb.WITHOUT_ORIGINAL)
        return [self.gesture(N_("I have the file"), Gesture.HAS_FILE, Colour.PRIMARY), *self.of(without)]

    def publishing(self, *, scheduled: bool) -> list[Button]:
        """Return the two ways out into the public channel, or the way back from the later one."""
        later = (N_("Schedule"), Gesture.SCHEDULE)
        if scheduled:
            later = (N_("Cancel the schedule"), Gesture.CANCEL_SCHEDULE)
        return [self.gesture(N_("Publish now"), Gesture.PUBLISH_NOW, Colour.SUCCESS), self.gesture(*later)]

    def read(self, post: str) -> list[Button]:
        """Return the way to what was published."""
        found = link_button(self._catalogue.say(N_("See the post")), post)
        return [found] if found else []

    def _button(self, action: Action, mark: str) -> Button:
        return Button(named(f"{mark} {action.label}"), data=button_of(self._card, action), style=colour_of(action))


def carries(action: Action) -> bool:
    """Whether this is a button; a text is changed by editing its message."""
    return action.verb is not Verb.REVISE


def colour_of(action: Action) -> Colour:
    """Return how an action's button looks: green for the one that lets a submission out."""
    return Colour.SUCCESS if action.verb is Verb.APPROVE else _COLOURS[action.style]


def fitting(keyboard: Sequence[tuple[Button, ...]], most: int = Most.BUTTONS) -> Keyboard:
    """Return the first rows, of at most that many buttons."""
    found: list[tuple[Button, ...]] = []
    for row in keyboard:
        most -= len(row)
        if most < 0:
            break
        found.append(row)
    return tuple(found)
