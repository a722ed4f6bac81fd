"""The desk: whether it answers, or could take its port."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException

from bot.doctor.model import Finding, Health, Installation
from bot.language import N_, Catalogue
from bot.settings import Settings

_NAME = "desk"
_PRIVILEGED = frozenset({errno.EACCES, errno.EPERM})
_HELD = _PRIVILEGED | {errno.EADDRINUSE}
"""What the desk may hold all the same; any other address is none of this machine, and not asked."""
_PATIENCE = 3.0
"""Seconds that a desk of this machine has to answer."""
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not to listen there, but to be reached


def desk(installation: Installation, catalogue: Catalogue) -> Iterator[Finding]:
    """Try to take the desk's port, and ask whoever holds it: that may be the desk."""
    settings, say = installation.settings, catalogue.say
    host, port = settings.desk_host, settings.desk_port
    if not port:
        yield Finding(_NAME, Health.GOOD, say(N_("The desk takes a free port when it starts.")))
        return
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno in _HELD and _answers(settings):
            words = say(N_("The desk answers: {host}, port {port}."), host=host, port=port)
            yield Finding(_NAME, Health.GOOD, words)
        else:
            yield _refused(error, settings, catalogue)
        return
    words = say(N_("The desk does not run; its port {port} is free for it."), port=port)
    yield Finding(_NAME, Health.GOOD, words)


def _answers(settings: Settings) -> bool:
    """Whether it is Vigie that holds the port."""
    host = _ANYWHERE.get(settings.desk_host, settings.desk_host)
    try:
        with closing(HTTPConnection(host, settings.desk_port, timeout=_PATIENCE)) as connection:
            connection.request("GET", "/sante")
            answer = connection.getresponse()
            return answer.status == 200 and answer.read(3) == b"ok"
    except (OSError, HTTPException):
        return False


def _refused(error: OSError, settings: Settings, catalogue: Catalogue) -> Finding:
    say, host, port = catalogue.say, settings.desk_host, settings.desk_port
    if error.errno == errno.EADDRINUSE:
        words = say(N_("Another program holds port {port}, or a Vigie that does not answer."), port=port)
        remedy = N_("Stop it, or choose another VIGIE_DESK_PORT in .env.")
    elif error.errno in _PRIVILEGED:
        words = say(N_("Port {port} is kept for the administrator of this machine."), port=port)
        remedy = N_("Choose a VIGIE_DESK_PORT from 1024 on in .env.")
    else:
        words = say(N_("{host} is no address of this machine."), host=host)
        remedy = N_("Leave VIGIE_DESK_HOST out of .env, or give an address of this machine.")
    return Finding(_NAME, Health.BAD, words, say(remedy))
