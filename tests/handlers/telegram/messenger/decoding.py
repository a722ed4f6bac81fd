"""Reads a request, however it is encoded, into parameters of the types that the specification names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.web_request import FileField

from tests.handlers.telegram.messenger.kinds import Field, Kind, ListOf, ObjectOf, Plain, options_of
from tests.handlers.telegram.messenger.model import Json
from tests.handlers.telegram.messenger.validation import is_chat, problems_of_fields

INTEGER = re.compile(r"-?\d{1,19}")
BOOLEANS = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}
FLOAT = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Upload:
    """A file in a request."""

    name: str
    data: bytes


@dataclass
class Decoded:
    """The parameters of a request, its files, and what is wrong with them."""

    parameters: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


async def decode(request: web.Request, fields: Mapping[str, Field]) -> Decoded:
    """Read a request and hold it against the specification."""
    decoded = Decoded(parameters=_of_texts(request.query, fields))
    if request.content_type == "application/json":
        await _read_json(request, fields, decoded)
    elif request.can_read_body:
        await _read_form(request, fields, decoded)
    decoded.problems += problems_of_fields(decoded.parameters, fields, "")
    decoded.problems += [
        f"{name} names no chat: {value!r}"
        for name, value in decoded.parameters.items()
        if name in ("chat_id", "from_chat_id") and not is_chat(value)
    ]
    decoded.problems += _problems_of_files(decoded)
    return decoded


async def _read_json(request: web.Request, fields: Mapping[str, Field], decoded: Decoded) -> None:
    try:
        body = json.loads(await request.text())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        decoded.problems.append("the body is no JSON object")
        return
    for name, value in body.items():
        is_written = isinstance(value, str) and name in fields
        decoded.parameters[name] = _of_structure(value, fields[name].kind) if is_written else value


async def _read_form(request: web.Request, fields: Mapping[str, Field], decoded: Decoded) -> None:
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        decoded.problems.append(f"{request.content_type} is none of the three ways to encode a request")
        return
    form = await request.post()
    texts = {}
    for name, value in form.items():
        if isinstance(value, FileField):
            decoded.files[name] = Upload(value.filename, value.file.read())
        else:
            texts[name] = value if isinstance(value, str) else bytes(value).decode()
    for name, upload in decoded.files.items():
        if name in fields and Plain.FILE in options_of(fields[name].kind):
            assert upload.name, "a part with a file has a name"
            texts[name] = f"attach://{name}"
    decoded.parameters |= _of_texts(texts, fields)


def _of_texts(texts: Mapping[str, str], fields: Mapping[str, Field]) -> Json:
    return {name: _of_text(text, fields[name].kind) if name in fields else text for name, text in texts.items()}


def _of_text(text: str, kind: Kind) -> object:
    """Read a value that was written as text; what can't be read stays text, which is then a wrong type."""
    options = options_of(kind)
    if Plain.INTEGER in options and INTEGER.fullmatch(text):
        return int(text)
    if Plain.FLOAT in options and FLOAT.fullmatch(text):
        return float(text)
    if Plain.BOOLEAN in options and text in BOOLEANS:
        return BOOLEANS[text]
    return _of_structure(text, kind)


def _of_structure(text: str, kind: Kind) -> object:
    if not any(isinstance(option, ListOf | ObjectOf) for option in options_of(kind)):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _problems_of_files(decoded: Decoded) -> list[str]:
    named = set(_attachments(decoded.parameters))
    missing = [f"attach://{name} names no file of the request" for name in sorted(named - set(decoded.files))]
    return missing + [f"the file {name} is used nowhere" for name in sorted(set(decoded.files) - named)]


def _attachments(value: object) -> list[str]:
    if isinstance(value, str):
        return [value.removeprefix("attach://")] if value.startswith("attach://") else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [name for one in inner for name in _attachments(one)]
