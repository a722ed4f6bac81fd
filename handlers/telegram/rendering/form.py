"""The messages in which a form is asked, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.card.cutting import cut, utf16_length
from bot.card.model import Action, Field, FieldKind
from bot.language import N_, Catalogue
from handlers.telegram.ids import Gesture, Tap
from handlers.telegram.rendering.buttons import colour_of
from handlers.telegram.rendering.marks import number
from handlers.telegram.rendering.message import Button, Colour, Message, Most, button, link_button, rows
from handlers.telegram.rendering.steps import Answers, Gave, Pick, next_step, skippable
from handlers.telegram.rendering.text import bold, cut_html, inert, italic, quote

_ON_A_PAGE = 24
"""Answers of one page: more do not fit onto a phone's screen."""
_ON_A_BUTTON = 36
"""Units that a phone shows of a button's label."""
_ANSWER = 120
_WORDS = 300
_UNTICKED = {"", "0", "false"}


@dataclass(frozen=True, slots=True)
class Form:
    """What is filled in: a title, the fields, what to be sure of in the end, and what its buttons carry.

    `reference` may name a submission, or where the answers so far are kept; `private` is the address at which it goes
    on between its writer and us alone.
    """

    title: str
    fields: tuple[Field, ...]
    reference: str
    version: str = ""
    confirm: str = ""
    send: str = ""
    style: Colour = Colour.PRIMARY
    private: str = ""

    @classmethod
    def of(cls, action: Action, reference: str, version: str = "") -> Form:
        """Return the form of a card's action; one without fields only asks whether it is meant."""
        send = "" if action.fields else action.label
        return cls(action.label, action.fields, reference, version, action.confirm, send, colour_of(action))


def form_message(form: Form, answers: Answers, catalogue: Catalogue, pick: Pick | None = None) -> Message:
    """Return what to show now; `pick` is the tap that just came, already taken into the answers."""
    message = _Asking(form, answers, catalogue).message(pick)
    away = link_button(catalogue.say(N_("Go on in private")), form.private) if message.keyboard else None
    return replace(message, keyboard=(*message.keyboard, (away,))) if away else message


def _long(answers: Sequence[str]) -> bool:
    return any(utf16_length(text) > _ON_A_BUTTON for text in answers)


class _Asking:
    """Writes the next message of one form."""

    def __init__(self, form: Form, answers: Answers, catalogue: Catalogue) -> None:
        self._form, self._answers, self._catalogue = form, answers, catalogue
        self._step = next_step(form.fields, answers)

    def message(self, pick: Pick | None) -> Message:
        field, gave = self._step.field, pick.gave if pick else None
        if field is None:
            return self._which() if gave is Gave.MEND and self._form.fields else self._review()
        if gave is Gave.WRITE and self._step.takes_text:
            return self._in_words(field)
        page = pick.number or 0 if pick and gave is Gave.PAGE else 0
        return self._question(field, page)

    def _say(self, message: str, **values: str | int) -> str:
        return self._catalogue.say(message, **values)

    def _button(self, label: str, gave: Gave, number: int | None = None, style: Colour = Colour.PLAIN) -> Button:
        argument = Pick(self._step.index, gave, number).pack()
        return button(label, Tap(Gesture.STEP, self._form.reference, self._form.version, argument), style)

    def _question(self, field: Field, page: int) -> Message:
        lines = (self._title(), self._asked(field), self._hint(field), self._long_answers(field, page))
        text = cut_html("\n".join(filter(None, lines)), Most.TEXT)
        return Message(text, (*rows(self._answered(field, page)), tuple(self._ways_on(field))))

    def _long_answers(self, field: Field, page: int) -> str:
        """Return the answers in full where a phone would cut them on their buttons."""
        first = page * _ON_A_PAGE
        told = self._told(field)
        if not _long(told):
            return ""
        shown = enumerate(told[first : first + _ON_A_PAGE], first)
        return "\n".join(inert(f"{number(index)} {cut(text, _ANSWER)}") for index, text in shown)

    def _told(self, field: Field) -> Sequence[str]:
        return [option.label for option in field.options] if field.kind is FieldKind.CHOICE else self._step.ready

    def _title(self) -> str:
        place = f" · {self._step.index + 1}/{self._step.total}" if self._step.total > 1 else ""
        return inert(cut(self._form.title, _WORDS) + place)

    def _asked(self, field: Field) -> str:
        label = bold(cut(field.label, _WORDS)) or "…"
        return " ".join([label, self._say(N_("(optional)"))]) if skippable(field) else label

    def _hint(self, field: Field) -> str:
        return italic(cut(field.hint, 2 * _WORDS))

    def _answered(self, field: Field, page: int) -> list[Button]:
        """Return the buttons that answer, a page of them."""
        found = list(self._choices(field))
        pages = max(1, -(-len(found) // _ON_A_PAGE))
        page = min(page, pages - 1)
        shown = found[page * _ON_A_PAGE : (page + 1) * _ON_A_PAGE]
        if page > 0:
            shown.append(self._button(f"‹ {page}/{pages}", Gave.PAGE, page - 1))
        if page + 1 < pages:
            shown.append(self._button(f"{page + 2}/{pages} ›", Gave.PAGE, page + 1))
        return shown

    def _choices(self, field: Field) -> Iterator[Button]:
        told = self._told(field)
        marks = [f"{number(index)} " if _long(told) else "" for index, _ in enumerate(told)]
        match field.kind:
            case FieldKind.CHOICE:
                for index, (mark, option) in enumerate(zip(marks, field.options, strict=True)):
                    sign = "✓ " if option.value == field.value else ""
                    yield self._button(f"{sign}{mark}{option.label}", Gave.OPTION, index)
            case FieldKind.TICK:
                yield self._button(self._say(N_("Yes")), Gave.YES)
                if not field.required:
                    yield self._button(self._say(N_("No")), Gave.NO)
            case _:
                yield from self._texts(marks)

    def _texts(self, marks: Sequence[str]) -> Iterator[Button]:
        for index, (mark, text) in enumerate(zip(marks, self._step.ready, strict=True)):
            yield self._button(f"{mark}{text}", Gave.READY, index)
        if self._step.kept:
            yield self._button(self._say(N_("Keep: {text}"), text=self._step.kept), Gave.KEEP)
        words = N_("In my own words…") if self._step.ready or self._step.kept else N_("Write…")
        yield self._button(self._say(words), Gave.WRITE)

    def _ways_on(self, field: Field) -> list[Button]:
        found = []
        if skippable(field):
            found.append(self._button(self._say(N_("Skip")), Gave.SKIP))
        if self._step.index > 0:
            found.append(self._button(self._say(N_("Back")), Gave.BACK))
        return [*found, self._button(self._say(N_("Cancel")), Gave.CANCEL)]

    def _in_words(self, field: Field) -> Message:
        """Return the message that asks for a reply; its field names what is asked even when the question is far up."""
        text = "\n".join(filter(None, (self._asked(field), self._hint(field), self._say(N_("Reply to this message.")))))
        return Message(cut_html(text, Most.TEXT), placeholder=cut(field.label.strip() or "…", Most.PLACEHOLDER))

    def _review(self) -> Message:
        lines = [bold(cut(self._form.title, _WORDS)), *map(self._line, self._form.fields)]
        if self._form.confirm.strip():
            lines.append(inert(cut(self._form.confirm, 2 * _WORDS)))
        send = self._form.send or self._say(N_("Send"))
        buttons = [self._button(send, Gave.SEND, style=self._form.style)]
        if self._form.fields:
            alone = 0 if len(self._form.fields) == 1 else None
            buttons.append(self._button(self._say(N_("Correct")), Gave.MEND, alone))
        buttons.append(self._button(self._say(N_("Cancel")), Gave.CANCEL))
        return Message(cut_html("\n".join(filter(None, lines)) or "…", Most.TEXT), rows(buttons))

    def _line(self, field: Field) -> str:
        return f"{inert(cut(field.label, _WORDS))}\n{quote(inert(cut(self._words(field), _WORDS)) or '—')}"

    def _words(self, field: Field) -> str:
        """Return an answer as people read it."""
        answer = self._answers.get(field.name, "")
        if field.kind is FieldKind.TICK:
            return self._say(N_("Yes") if answer not in _UNTICKED else N_("No"))
        return next((option.label for option in field.options if option.value == answer), answer)

    def _which(self) -> Message:
        """Return the message that asks which answer is to be mended."""
        buttons = [self._button(field.label, Gave.MEND, index) for index, field in enumerate(self._form.fields)]
        shown = [*buttons[: Most.BUTTONS - 1], self._button(self._say(N_("Cancel")), Gave.CANCEL)]
        return Message(bold(self._say(N_("Which answer?"))), rows(shown))
