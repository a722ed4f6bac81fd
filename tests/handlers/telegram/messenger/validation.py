"""Holds a value against the specification, down to its last field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.handlers.telegram.messenger.kinds import Constant, Field, Kind, ListOf, ObjectOf, OneOf, Plain
from tests.handlers.telegram.messenger.specification import fields_of

INTEGER_BITS = 53
USERNAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}")


def problems_of_fields(values: Mapping[str, Any], fields: Mapping[str, Field], where: str) -> list[str]:
    """Say which values are unknown, missing or mistyped."""
    prefix = f"{where}." if where else ""
    found = [f"{prefix}{name} is not in the specification" for name in values if name not in fields]
    found += [f"{prefix}{name} is missing" for name, field in fields.items() if field.required and name not in values]
    for name, field in fields.items():
        if name in values:
            found += problems_of(values[name], field.kind, f"{prefix}{name}")
    return found


def problems_of(value: object, kind: Kind, where: str) -> list[str]:
    """Say what is wrong with a value."""
    match kind:
        case OneOf(options):
            return min((problems_of(value, option, where) for option in options), key=_gravity)
        case ListOf(item):
            return _problems_of_list(value, item, where)
        case ObjectOf(name):
            return _problems_of_object(value, name, where)
        case Constant(values):
            return [] if _is_one_of(value, values) else [f"{where} is none of {sorted(map(str, values))}"]
        case Plain():
            return [] if _is_plain(value, kind) else [f"{where} is no {kind.value} but {value!r:.80}"]


def _gravity(problems: list[str]) -> tuple[int, int]:
    """A wrong constant means that another option was meant."""
    return sum(" is none of " in problem for problem in problems), len(problems)


def _problems_of_list(value: object, item: Kind, where: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{where} is no array but {value!r:.80}"]
    return [problem for index, one in enumerate(value) for problem in problems_of(one, item, f"{where}[{index}]")]


def _problems_of_object(value: object, name: str, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is no {name} but {value!r:.80}"]
    return problems_of_fields(value, fields_of(name), where)


def _is_one_of(value: object, values: frozenset[object]) -> bool:
    return any(type(value) is type(one) and value == one for one in values)


def _is_plain(value: object, kind: Plain) -> bool:
    match kind:
        case Plain.INTEGER:
            return type(value) is int and abs(value) < 1 << INTEGER_BITS
        case Plain.FLOAT:
            return type(value) in (int, float)
        case Plain.BOOLEAN:
            return isinstance(value, bool)
        case Plain.STRING:
            return isinstance(value, str)
        case Plain.FILE:
            return isinstance(value, str) and value.startswith("attach://")
        case Plain.ANYTHING:
            return True


def is_chat(value: object) -> bool:
    """Tell whether a value can name a chat."""
    return type(value) is int or (isinstance(value, str) and USERNAME.fullmatch(value) is not None)
