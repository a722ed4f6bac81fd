"""What an inspection of blocks finds, and the parts that everything else is made of: texts, options, confirmations."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tests.handlers.slack.workspace.model import Json

NOTIFYING = ("<!channel>", "<!here>", "<!everyone>")
PLAIN = frozenset({"plain_text"})
ANY_TEXT = frozenset({"plain_text", "mrkdwn"})
IDENTIFIER = 255


def notifies_everyone(text: str) -> bool:
    """Tell whether a text of type mrkdwn calls a whole channel."""
    return any(mark in text or mark.replace(">", "|") in text for mark in NOTIFYING)


@dataclass
class Inspection:
    """Collects problems, each with the JSON pointer of its place."""

    problems: list[str] = field(default_factory=list)
    mrkdwn: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    input_action_ids: set[str] = field(default_factory=set)
    slack_files: list[str] = field(default_factory=list)

    def say(self, where: str, what: str) -> None:
        self.problems.append(f"[ERROR] {what} [json-pointer:{where}]")

    def keys(self, where: str, thing: Json, required: Collection[str], optional: Collection[str] = ()) -> bool:
        """Check which keys there are; tell whether all that are required are there."""
        missing = [key for key in required if key not in thing]
        for key in missing:
            self.say(where, f"missing required field: {key}")
        for key in thing.keys() - {"type", *required, *optional}:
            self.say(where, f"unknown field: {key}")
        return not missing

    def string(self, where: str, value: object, most: int, least: int = 1) -> None:
        if not isinstance(value, str):
            self.say(where, "must be a string")
        elif not least <= len(value) <= most:
            self.say(where, f"must have {least} to {most} characters, has {len(value)}")

    def optional_string(self, where: str, thing: Json, key: str, most: int, least: int = 1) -> None:
        if key in thing:
            self.string(f"{where}/{key}", thing[key], most, least)

    def objects(self, where: str, value: object, most: int, least: int = 1) -> Iterator[tuple[str, Json]]:
        """Check that something is a list of objects of some length; yield each with its place."""
        if not isinstance(value, list):
            self.say(where, "must be an array")
            return
        if not least <= len(value) <= most:
            self.say(where, f"must have {least} to {most} items, has {len(value)}")
        for number, item in enumerate(value):
            if isinstance(item, dict):
                yield f"{where}/{number}", item
            else:
                self.say(f"{where}/{number}", "must be an object")

    def text(self, where: str, value: object, most: int, kinds: Collection[str] = ANY_TEXT) -> None:
        """Check a text object."""
        if not isinstance(value, dict):
            self.say(where, "must be a text object")
            return
        kind = value.get("type")
        if kind not in kinds:
            self.say(where, f"unsupported type: {kind}, must be {' or '.join(sorted(kinds))}")
        if self.keys(where, value, ["text"], ["emoji"] if kind == "plain_text" else ["verbatim"]):
            self.string(f"{where}/text", value["text"], most)
            if isinstance(value["text"], str) and not value["text"].strip():
                self.say(f"{where}/text", "must not be blank")
            if kind == "mrkdwn" and isinstance(value["text"], str):
                self.mrkdwn.append(value["text"])

    def optional_text(self, where: str, thing: Json, key: str, most: int, kinds: Collection[str] = PLAIN) -> None:
        if key in thing:
            self.text(f"{where}/{key}", thing[key], most, kinds)

    def options(self, where: str, value: object, most: int, least: int = 1, kinds: Collection[str] = PLAIN) -> None:
        """Check a list of options; their values are distinct."""
        values = []
        for place, option in self.objects(where, value, most, least):
            self.option(place, option, kinds)
            values.append(str(option.get("value")))
        if len(set(values)) < len(values):
            self.say(where, "two options have the same value")

    def option(self, where: str, option: Json, kinds: Collection[str]) -> None:
        if not self.keys(where, option, ["text", "value"], ["description", "url"]):
            return
        self.text(f"{where}/text", option["text"], 75, kinds)
        self.string(f"{where}/value", option["value"], 150)
        self.optional_text(where, option, "description", 75, kinds)
        self.optional_string(where, option, "url", 3000)

    def confirmation(self, where: str, thing: Json) -> None:
        """Check the question that is asked before an element acts."""
        confirm = thing.get("confirm")
        if confirm is None:
            return
        place = f"{where}/confirm"
        if not isinstance(confirm, dict):
            self.say(place, "must be an object")
        elif self.keys(place, confirm, ["title", "text", "confirm", "deny"], ["style"]):
            self.text(f"{place}/title", confirm["title"], 100, PLAIN)
            self.text(f"{place}/text", confirm["text"], 300)
            self.text(f"{place}/confirm", confirm["confirm"], 30, PLAIN)
            self.text(f"{place}/deny", confirm["deny"], 30, PLAIN)
            self.style(place, confirm)

    def style(self, where: str, thing: Json) -> None:
        if thing.get("style", "primary") not in ("primary", "danger"):
            self.say(where, "style must be primary or danger")
