"""Forms in modals: the fields of an action or of a declaration, and modals that are only read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.card.cutting import chunks, utf16_length
from bot.card.model import Action, Field, FieldKind, Option, Verb
from bot.language import N_, Catalogue
from handlers.slack.ids import ActionId, CallbackId, Handle
from handlers.slack.rendering.block_ids import Kind, block_id
from handlers.slack.rendering.blocks import Block, Most, code, plain_text, rich, section
from handlers.slack.rendering.details import read_view

TICKED = "1"
_UNTICKED = {"", "0", "false"}
_RADIO_OPTIONS = 5
"""With more, a list that folds away is easier to read on a phone."""
_SENT = {Verb.STATE, Verb.ANSWER, Verb.DECLARE, Verb.CORRECT}
"""What is told, not decided: the label of its button is an answer, and no name for the deed."""


def form_view(action: Action, handle: Handle, catalogue: Catalogue) -> Block:
    """Return the form that a button opens."""
    decides = action.verb not in _SENT and utf16_length(action.label) <= Most.TITLE
    view = fields_view(
        action.label,
        action.fields,
        catalogue,
        callback_id=CallbackId.ACT,
        metadata=handle.pack(),
        submit=action.label if decides else catalogue.say(N_("Send")),
    )
    whole_label = [action.label] if action.fields and utf16_length(action.label) > Most.TITLE else []
    view["blocks"][:0] = [section(text) for text in (*whole_label, action.confirm) if text]
    return view


def fields_view(
    title: str,
    fields: Sequence[Field],
    catalogue: Catalogue,
    *,
    callback_id: str,
    metadata: str,
    submit: str,
    version: str = "",
) -> Block:
    """Return a form. A `version` sets its fields apart from those of the view that it takes the place of."""
    inputs = [block for field in fields for block in _Input(field, catalogue, version).blocks()]
    return {
        "type": "modal",
        "callback_id": str(callback_id),
        "private_metadata": metadata,
        "title": plain_text(title, Most.TITLE),
        "submit": plain_text(submit, Most.TITLE),
        "close": plain_text(catalogue.say(N_("Cancel")), Most.TITLE),
        "blocks": inputs[: Most.VIEW_BLOCKS - 2] or [section(title)],
    }


def message_view(title: str, paragraphs: Sequence[str], catalogue: Catalogue, *, code: str = "") -> Block:
    """Return a modal to be read; `code` stands in it to be copied."""
    blocks = [section(piece) for text in paragraphs for piece in chunks(text, Most.RICH)]
    return read_view(title, [*blocks, *copyable(code)] or [section("")], catalogue)


def copyable(text: str) -> list[Block]:
    """Return words to be copied as they are."""
    return [rich(code(piece)) for piece in chunks(text, Most.RICH)]


@dataclass(frozen=True, slots=True)
class _Input:
    """One field as Slack's inputs."""

    field: Field
    catalogue: Catalogue
    version: str

    def blocks(self) -> Iterator[Block]:
        """Yield the inputs: one, or ready answers and a text beside them."""
        match self.field.kind:
            case FieldKind.CHOICE:
                yield self._block(Kind.FIELD, self._choice())
            case FieldKind.TICK:
                yield self._block(Kind.FIELD, self._tick())
            case _:
                yield from self._texts()

    def _block(
        self, kind: Kind, element: Block, *, label: str = "", hint: str | None = None, optional: bool = False
    ) -> Block:
        name, hint = self.field.name, self.field.hint if hint is None else hint
        element["action_id"] = f"{ActionId.ANSWER}:{kind}:{name}"
        block = {
            "type": "input",
            "block_id": block_id(kind, name, self.version),
            "label": plain_text(label or self.field.label, Most.LABEL),
            "element": element,
            "optional": optional or not self.field.required,
        }
        return block | ({"hint": plain_text(hint, Most.LABEL)} if hint.strip() else {})

    def _texts(self) -> Iterator[Block]:
        most = max(1, min(self.field.max_length, Most.INPUT))
        if utf16_length(self.field.value) > most:
            yield section(self._too_long())
            return
        ready = [text for text in dict.fromkeys(self.field.suggestions) if text.strip() and _carried(text)]
        ready = ready[: Most.OPTIONS]
        if not ready:
            yield self._block(Kind.FIELD, self._text(self.field.value, most))
            return
        line = self.field.kind is FieldKind.LINE
        chosen = self.field.value if line and self.field.value in ready else ""
        need = self.catalogue.say(N_("One of the two is needed.")) if self.field.required else ""
        yield self._block(Kind.PRESET, self._preset(ready, chosen), hint=need, optional=True)
        yield self._block(
            Kind.NEED if self.field.required else Kind.FIELD,
            self._text("" if chosen else self.field.value, most),
            label=self.catalogue.say(N_("Or in your own words") if line else N_("In your own words, or to add to it")),
            optional=True,
        )

    def _too_long(self) -> str:
        words = N_("{label} The text that stands there is too long for Slack: change it where it was written.")
        return self.catalogue.say(words, label=self.field.label)

    def _text(self, value: str, most: int) -> Block:
        element: Block = {
            "type": "plain_text_input",
            "multiline": self.field.kind is FieldKind.PARAGRAPH,
            "max_length": most,
        }
        return element | ({"initial_value": value} if value.strip() else {})

    def _preset(self, ready: Sequence[str], chosen: str) -> Block:
        options = [_option(text, text) for text in ready]
        return self._select(options, chosen, self.catalogue.say(N_("Ready answers")))

    def _choice(self) -> Block:
        options = [_option(option.label, option.value) for option in self._options()]
        if len(options) > _RADIO_OPTIONS:
            return self._select(options, self.field.value, self.catalogue.say(N_("Choose…")))
        return {"type": "radio_buttons", "options": options, **_chosen(options, self.field.value)}

    def _options(self) -> Sequence[Option]:
        """Return what can be chosen: a hundred at most, the one that stands there among them."""
        known = {option.value: option for option in self.field.options if option.value and _carried(option.value)}
        first = list(known.values())[: Most.OPTIONS]
        current = known.get(self.field.value)
        return first if current is None or current in first else [*first[:-1], current]

    def _select(self, options: list[Block], value: str, placeholder: str) -> Block:
        return {
            "type": "static_select",
            "placeholder": plain_text(placeholder, Most.PLACEHOLDER),
            "options": options,
            **_chosen(options, value),
        }

    def _tick(self) -> Block:
        option = _option(self.catalogue.say(N_("Yes")), TICKED)
        ticked = self.field.value not in _UNTICKED
        return {"type": "checkboxes", "options": [option], **({"initial_options": [option]} if ticked else {})}


def _option(label: str, value: str) -> Block:
    return {"text": plain_text(label, Most.OPTION), "value": value}


def _chosen(options: list[Block], value: str) -> Block:
    """Return the option that stands there at first; Slack wants it word for word as it is in the list."""
    return next(({"initial_option": option} for option in options if value and option["value"] == value), {})


def _carried(value: str) -> bool:
    return utf16_length(value) <= Most.OPTION_VALUE
