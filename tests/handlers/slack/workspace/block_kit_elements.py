"""Block elements: what may stand in blocks, and its limits."""

from __future__ import annotations

from collections.abc import Callable, Collection

from tests.handlers.slack.workspace.block_kit_text import ANY_TEXT, IDENTIFIER, PLAIN, Inspection
from tests.handlers.slack.workspace.model import Json

INPUTS = frozenset(
    {
        "plain_text_input", "email_text_input", "url_text_input", "number_input", "static_select",
        "multi_static_select", "users_select", "multi_users_select", "conversations_select", "channels_select",
        "radio_buttons", "checkboxes", "datepicker", "timepicker", "file_input",
    }
)  # fmt: skip
IN_ACTIONS = frozenset(
    {
        "button", "static_select", "multi_static_select", "users_select", "conversations_select", "channels_select",
        "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker",
    }
)  # fmt: skip
ACCESSORIES = IN_ACTIONS | {"image", "multi_users_select"}
CHOOSERS = ("users_select", "conversations_select", "channels_select", "datepicker", "timepicker", "multi_users_select")


def inspect_element(found: Inspection, where: str, element: Json, allowed: Collection[str]) -> None:
    """Check an element of a block."""
    kind = str(element.get("type"))
    if kind not in allowed:
        found.say(where, f"unsupported type: {kind}")
        return
    found.optional_string(where, element, "action_id", IDENTIFIER)
    found.confirmation(where, element)
    INSPECTORS[kind](found, where, element)


def button(found: Inspection, where: str, element: Json) -> None:
    optional = ["action_id", "value", "url", "style", "confirm", "accessibility_label"]
    if found.keys(where, element, ["text"], optional):
        found.text(f"{where}/text", element["text"], 75, PLAIN)
    found.optional_string(where, element, "value", 2000)
    found.optional_string(where, element, "url", 3000)
    found.optional_string(where, element, "accessibility_label", 75)
    found.style(where, element)


def image(found: Inspection, where: str, element: Json) -> None:
    """Check a picture, as an element or as a block."""
    block = element.get("block_id") is not None or "title" in element
    found.keys(where, element, ["alt_text"], ["image_url", "slack_file", *(["title", "block_id"] if block else [])])
    found.optional_string(where, element, "alt_text", 2000)
    found.optional_string(where, element, "image_url", 3000)
    if ("image_url" in element) == ("slack_file" in element):
        found.say(where, "exactly one of image_url and slack_file must be there")
    file = element.get("slack_file")
    if file is not None and (not isinstance(file, dict) or len(file.keys() & {"id", "url"}) != 1):
        found.say(where, "slack_file must have exactly one of id and url")
    elif file is not None and "id" in file:
        found.slack_files.append(file["id"])


def select(found: Inspection, where: str, element: Json) -> None:
    several = element["type"].startswith("multi_")
    initial = "initial_options" if several else "initial_option"
    optional = ["action_id", "placeholder", "option_groups", "options", initial, "confirm", "focus_on_load"]
    found.keys(where, element, [], [*optional, *(["max_selected_items"] if several else [])])
    found.optional_text(where, element, "placeholder", 150)
    if ("options" in element) == ("option_groups" in element):
        found.say(where, "exactly one of options and option_groups must be there")
    if "options" in element:
        found.options(f"{where}/options", element["options"], 100)
    for place, group in found.objects(f"{where}/option_groups", element.get("option_groups", [{}]), 100):
        if "option_groups" in element and found.keys(place, group, ["label", "options"]):
            found.text(f"{place}/label", group["label"], 75, PLAIN)
            found.options(f"{place}/options", group["options"], 100)
    _initial_is_offered(found, where, element)


def choices(found: Inspection, where: str, element: Json) -> None:
    """Check radio buttons or checkboxes."""
    initial = "initial_option" if element["type"] == "radio_buttons" else "initial_options"
    if found.keys(where, element, ["options"], ["action_id", initial, "confirm", "focus_on_load"]):
        found.options(f"{where}/options", element["options"], 10, kinds=ANY_TEXT)
    _initial_is_offered(found, where, element)


def overflow(found: Inspection, where: str, element: Json) -> None:
    if found.keys(where, element, ["options"], ["action_id", "confirm"]):
        found.options(f"{where}/options", element["options"], 5, 2)


def offered(element: Json) -> list[Json]:
    """Return the options of an element, those of its groups too."""
    groups = element.get("option_groups") or []
    grouped = [option for group in groups for option in group.get("options", [])]
    return [option for option in [*(element.get("options") or []), *grouped] if isinstance(option, dict)]


def _initial_is_offered(found: Inspection, where: str, element: Json) -> None:
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else None)
    if initial is None:
        return
    if not initial:
        found.say(where, "initial_options must not be empty")
    values = [option.get("value") for option in offered(element)]
    if any(not isinstance(option, dict) or option.get("value") not in values for option in initial):
        found.say(where, "an initial option is not among the options")


def text_input(found: Inspection, where: str, element: Json) -> None:
    plain = element["type"] == "plain_text_input"
    optional = ["action_id", "initial_value", "placeholder", "dispatch_action_config", "focus_on_load"]
    found.keys(where, element, [], [*optional, *(["multiline", "min_length", "max_length"] if plain else [])])
    found.optional_text(where, element, "placeholder", 150)
    most = element.get("max_length", 3000)
    least = element.get("min_length", 0)
    if not (isinstance(most, int) and 1 <= most <= 3000):
        found.say(f"{where}/max_length", "must be 1 to 3000")
        most = 3000
    if not (isinstance(least, int) and 0 <= least <= most):
        found.say(f"{where}/min_length", "must be 0 to max_length")
    found.optional_string(where, element, "initial_value", most, 0)


def number_input(found: Inspection, where: str, element: Json) -> None:
    optional = ["action_id", "initial_value", "min_value", "max_value", "placeholder", "dispatch_action_config"]
    found.keys(where, element, ["is_decimal_allowed"], [*optional, "focus_on_load"])
    found.optional_text(where, element, "placeholder", 150)


def chooser(found: Inspection, where: str, element: Json) -> None:
    """Check a choice of people, channels, days or hours."""
    kind = element["type"].removeprefix("multi_")
    several = element["type"].startswith("multi_")
    stem = {"datepicker": "date", "timepicker": "time"}.get(kind, kind.removesuffix("s_select"))
    initial = f"initial_{stem}s" if several else f"initial_{stem}"
    extra = {"conversations_select": ["filter", "default_to_current_conversation", "response_url_enabled"]}.get(
        kind, []
    )
    optional = ["action_id", "placeholder", initial, "confirm", "focus_on_load", "max_selected_items", "timezone"]
    found.keys(where, element, [], [*optional, *extra])
    found.optional_text(where, element, "placeholder", 150)


def file_input(found: Inspection, where: str, element: Json) -> None:
    found.keys(where, element, [], ["action_id", "filetypes", "max_files"])
    if not 1 <= element.get("max_files", 10) <= 10:
        found.say(where, "max_files must be 1 to 10")


INSPECTORS: dict[str, Callable[[Inspection, str, Json], None]] = {
    "button": button,
    "image": image,
    "static_select": select,
    "multi_static_select": select,
    "radio_buttons": choices,
    "checkboxes": choices,
    "overflow": overflow,
    "plain_text_input": text_input,
    "email_text_input": text_input,
    "url_text_input": text_input,
    "number_input": number_input,
    "file_input": file_input,
    **dict.fromkeys(CHOOSERS, chooser),
}
