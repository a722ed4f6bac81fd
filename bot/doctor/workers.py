"""The processes that read files: whether one reads a small picture, and all of its locks hold."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from bot.doctor.model import Finding, Health, Installation
from bot.language import N_, Catalogue
from policy.sandbox import Sandbox, SandboxError

_NAME = "workers"
_SIDE = 8
"""Pixels."""


def _one_worker() -> Sandbox:
    return Sandbox(workers=1)


def workers(
    _installation: Installation, catalogue: Catalogue, sandbox: Callable[[], Sandbox] = _one_worker
) -> Iterator[Finding]:
    """Have a small picture read, as `vigie check` does."""
    say = catalogue.say
    try:
        with sandbox() as opened:
            examination = opened.examine(_picture())
            complete = opened.protections().complete
    except SandboxError:
        words = N_("No file can be read: the processes that do it can't be started.")
        yield Finding(_NAME, Health.BAD, say(words), say(N_("Install Vigie anew in its folder: make setup")))
        return
    if not examination.readable or examination.width != _SIDE:
        words = N_("A picture that is in order could not be read.")
        remedy = N_("Free some memory, then look again: vigie doctor. If it lasts, install Vigie anew: make setup")
        yield Finding(_NAME, Health.BAD, say(words), say(remedy))
    elif not complete:
        words = N_("Files are read, but this system locks in less well whoever reads them.")
        remedy = N_("Run Vigie on Linux 5.13 or newer, with Landlock and seccomp; in a container, allow them.")
        yield Finding(_NAME, Health.WARNING, say(words), say(remedy))
    else:
        yield Finding(_NAME, Health.GOOD, say(N_("Files are read, by processes that reach nothing else.")))


def _picture() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (_SIDE, _SIDE), "white").save(stream, "PNG")
    return stream.getvalue()
