"""The Bot API's specification, read from the models that aiogram generates from its documentation."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType

import aiogram.methods
import aiogram.types
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.handlers.telegram.messenger.kinds import Constant, Field, Kind, ListOf, ObjectOf, OneOf, Plain

PLAIN: dict[object, Plain] = {
    bool: Plain.BOOLEAN,
    int: Plain.INTEGER,
    float: Plain.FLOAT,
    str: Plain.STRING,
    datetime: Plain.INTEGER,
    timedelta: Plain.INTEGER,
    aiogram.types.InputFile: Plain.FILE,
}
NOT_ON_THE_WIRE = (NoneType, Default)


@dataclass(frozen=True)
class Method:
    """A method of the API."""

    name: str
    parameters: dict[str, Field]
    returns: Kind


@cache
def methods() -> dict[str, Method]:
    """Return every method by its name."""
    found = {}
    for model in vars(aiogram.methods).values():
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod:
            name = model.__api_method__
            found[name] = Method(name, _fields(model), kind_of(model.__returning__))
    return found


@cache
def fields_of(name: str) -> dict[str, Field]:
    """Return the fields of a type."""
    model = getattr(aiogram.types, name)
    return _fields(model)


def _fields(model: type[BaseModel]) -> dict[str, Field]:
    return {
        field.alias or name: _field(field) for name, field in model.model_fields.items() if not _is_deprecated(field)
    }


def _is_deprecated(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("deprecated"))


def _field(field: FieldInfo) -> Field:
    """A constant has a default in the model, but must be there on the wire."""
    kind = kind_of(field.annotation)
    return Field(kind, field.is_required() or (isinstance(kind, Constant) and field.default is not None))


def kind_of(annotation: object) -> Kind:
    """Translate an annotation."""
    if typing.get_origin(annotation) is not None:
        return _composed(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return ObjectOf(annotation.__name__)
    return PLAIN.get(annotation, Plain.ANYTHING)


def _composed(annotation: object) -> Kind:
    origin = typing.get_origin(annotation)
    inner = typing.get_args(annotation)
    if origin is typing.Annotated:
        return kind_of(inner[0])
    if origin is typing.Literal:
        return Constant(frozenset(value.value if isinstance(value, Enum) else value for value in inner))
    if origin is list:
        return ListOf(kind_of(inner[0]))
    if origin in (UnionType, typing.Union):
        return _union(kind_of(option) for option in inner if option not in NOT_ON_THE_WIRE)
    return Plain.ANYTHING


def _union(kinds: Iterable[Kind]) -> Kind:
    flat: list[Kind] = []
    for kind in kinds:
        flat += kind.options if isinstance(kind, OneOf) else (kind,)
    different = tuple(dict.fromkeys(flat))
    return different[0] if len(different) == 1 else OneOf(different)
