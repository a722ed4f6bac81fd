from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for  # type: ignore[import-untyped] # it has no stubs here

from handlers.slack.http_door import PATH
from handlers.slack.ids import CallbackId, Command
from handlers.slack.keeping import worth_keeping
from tests.handlers.slack.workspace.server import MODULES_OF_METHODS
from tests.handlers.slack.workspace.web_api import METHODS

ROOT = Path(__file__).resolve().parents[3]
SLACK = ROOT / "handlers" / "slack"
SCHEMA = ROOT.parent / "shared" / "notes" / "slack-manifest.schema.json"
SOCKET, HTTP = SLACK / "manifest.yaml", SLACK / "manifest.http.yaml"
BOTH = pytest.mark.parametrize("path", [SOCKET, HTTP], ids=["socket", "http"])

IN_CHANNELS = {"channels:history", "groups:history"}
OF_CHANNELS = {"channels:read", "groups:read"}
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "apps.connections.open": set(),  # the app's token has connections:write
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": IN_CHANNELS,
    "conversations.info": OF_CHANNELS,
    "conversations.replies": IN_CHANNELS,
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "pins.add": {"pins:write"},
    "pins.remove": {"pins:write"},
    "reactions.add": {"reactions:write"},
    "reactions.remove": {"reactions:write"},
    "usergroups.users.list": {"usergroups:read"},
    "users.conversations": OF_CHANNELS,
    "users.info": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
"""What Slack's pages on its methods ask for, for public and private channels."""
SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "member_joined_channel": OF_CHANNELS,
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}
FAMILIES = "apps|auth|bookmarks|bots|chat|conversations|dnd|emoji|files|pins|reactions|team|usergroups|users|views"
NAMED = re.compile(rf"[\"']((?:{FAMILIES})(?:\.[a-z][A-Za-z]*)+)[\"']")
CALLED = re.compile(rf"client\.((?:{FAMILIES})_\w+)\b")
HEARD = re.compile(r"\.event\(\s*\"(\w+)\"")


def read(path: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return manifest


def scopes_of(manifest: dict[str, Any]) -> list[str]:
    return list(manifest["oauth_config"]["scopes"]["bot"])


def events_of(manifest: dict[str, Any]) -> list[str]:
    return list(manifest["settings"]["event_subscriptions"]["bot_events"])


@cache
def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SLACK.rglob("*.py")))


def methods_in(text: str) -> set[str]:
    """Return the methods of the Web API that a source names, or calls through the SDK's client."""
    return {*NAMED.findall(text), *(name.replace("_", ".") for name in CALLED.findall(text))}


def complaints(manifest: dict[str, Any]) -> Iterator[str]:
    if not SCHEMA.exists():
        pytest.skip("no ../shared/notes beside this checkout")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for error in validator_for(schema)(schema).iter_errors(manifest):
        yield f"{error.json_path}: {error.message}"


@BOTH
def test_slack_s_own_schema_has_nothing_to_complain_of(path: Path) -> None:
    assert list(complaints(read(path))) == []


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("display_information", "name", "V" * 36),
        ("display_information", "description", "d" * 141),
        ("display_information", "colour", "blue"),
        ("settings", "interactivity", {"is_enabled": "yes"}),
        ("features", "shortcuts", [{"name": "Soumettre", "type": "sideways", "callback_id": "x", "description": "y"}]),
    ],
)
def test_the_schema_complains_of_a_broken_manifest(part: str, key: str, value: object) -> None:
    broken = copy.deepcopy(read(SOCKET))
    broken[part][key] = value
    found = list(complaints(broken))
    assert found
    assert all(complaint.startswith(f"$.{part}") for complaint in found)


@BOTH
def test_the_scopes_are_those_that_the_code_needs_and_no_others(path: Path) -> None:
    manifest = read(path)
    needed = {"commands"}
    for method in methods_in(sources()):
        needed |= SCOPES_OF_METHODS[method]
    for event in events_of(manifest):
        needed |= SCOPES_OF_EVENTS[event]
    scopes = scopes_of(manifest)
    assert scopes == sorted(needed)
    assert manifest["oauth_config"]["scopes"].keys() == {"bot"}


def test_every_method_of_the_code_is_found_and_known() -> None:
    assert methods_in(sources()) == SCOPES_OF_METHODS.keys()
    text = 'self._web.call("pins.add", x=1); await slack.client.conversations_open(users=user); "files.slack"'
    assert methods_in(text) == {"pins.add", "conversations.open", "files.slack"}


def test_the_workspace_of_the_tests_asks_for_the_same_scopes() -> None:
    assert MODULES_OF_METHODS
    for name, scopes in SCOPES_OF_METHODS.items():
        known = METHODS.get(name)
        if known and known.scope:
            assert scopes == {known.scope}, name


@BOTH
def test_every_scope_says_why(path: Path) -> None:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    for scope in scopes_of(read(path)):
        (line,) = [line for line in lines if line.startswith(f"- {scope}")]
        assert re.fullmatch(rf"- {scope} # .{{10,}}", line)


@BOTH
def test_the_events_are_those_that_the_code_hears(path: Path) -> None:
    events = events_of(read(path))
    kinds = {event.partition(".")[0] for event in events}
    assert events == sorted(SCOPES_OF_EVENTS)
    listened = set(HEARD.findall(sources()))
    assert listened == {"app_home_opened"}
    for kind in kinds - listened:
        assert worth_keeping({"type": kind}), kind
    for kind in ("app_mention", "file_shared", "file_change", "reaction_added", "channel_archive", "team_join"):
        assert not worth_keeping({"type": kind}), kind


def test_no_kept_event_is_left_out() -> None:
    from handlers.slack import keeping

    kinds = {event.partition(".")[0] for event in events_of(read(SOCKET))}
    assert kinds - {"app_home_opened"} == keeping._KEPT


@BOTH
def test_the_commands_and_shortcuts_are_those_that_the_code_answers(path: Path) -> None:
    features = read(path)["features"]
    assert {command["command"] for command in features["slash_commands"]} == {item.value for item in Command}
    assert {shortcut["callback_id"]: shortcut["name"] for shortcut in features["shortcuts"]} == {
        CallbackId.SHORTCUT_SUBMIT.value: "Soumettre à validation",
        CallbackId.SHORTCUT_DECLARE.value: "Déclarer un usage d'IA",
    }
    assert {shortcut["type"] for shortcut in features["shortcuts"]} == {"message"}
    assert features["app_home"]["home_tab_enabled"] is True


@BOTH
def test_texts_keep_to_slack_s_limits(path: Path) -> None:
    manifest = read(path)
    shown, features = manifest["display_information"], manifest["features"]
    assert 1 <= len(shown["name"]) <= 35
    assert 1 <= len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", features["bot_user"]["display_name"])
    for shortcut in features["shortcuts"]:
        assert 1 <= len(shortcut["name"]) <= 24
        assert 1 <= len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2_000
        assert 1 <= len(command["usage_hint"]) <= 1_000


def test_by_a_socket_nothing_has_an_address() -> None:
    assert "url" not in SOCKET.read_text("utf-8")
    settings = read(SOCKET)["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["token_rotation_enabled"] is False
    assert settings["org_deploy_enabled"] is False


def test_by_http_everything_goes_to_the_one_address() -> None:
    manifest = read(HTTP)
    address = f"https://vigie.example.org{PATH}"
    assert manifest["settings"]["event_subscriptions"]["request_url"] == address
    assert manifest["settings"]["interactivity"] == {"is_enabled": True, "request_url": address}
    assert {command["url"] for command in manifest["features"]["slash_commands"]} == {address}
    assert manifest["settings"]["socket_mode_enabled"] is False


def test_the_two_manifests_differ_in_nothing_else() -> None:
    by_http = read(HTTP)
    for command in by_http["features"]["slash_commands"]:
        del command["url"]
    del by_http["settings"]["event_subscriptions"]["request_url"]
    del by_http["settings"]["interactivity"]["request_url"]
    by_http["settings"]["socket_mode_enabled"] = True
    assert by_http == read(SOCKET)


def test_the_help_names_what_the_hint_of_the_command_names() -> None:
    (hint,) = [item["usage_hint"] for item in read(SOCKET)["features"]["slash_commands"] if item["command"] == "/vigie"]
    words = [part.strip() for part in hint.strip("[]").split("|")]
    for word in words:
        assert f"/vigie {word.split(' LIEN')[0].split(' CODE')[0]}" in sources()
