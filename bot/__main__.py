"""The composition root: the only place that knows which platforms exist."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing itself would delay what `main` starts first
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from bot.house import House
    from policy.sandbox import ZygoteProcess


def serve(house: House, ready: Callable[[int], None]) -> None:
    """Run every platform that is configured until the process is told to stop; `ready` learns the desk's port."""
    import asyncio  # heavy, and only needed here

    from bot.delivery.courier import Courier
    from handlers.desk.serve import server

    courier = Courier(house)
    desk = server(house, courier)
    courier.start()
    try:
        ready(desk.port)
        asyncio.run(desk.serve())
    finally:
        courier.close()


def main() -> None:
    """Run the `vigie` command.

    Where files will be read at once, what reads them starts first: it imports while we do.
    """
    ahead = _zygote() if sys.argv[1:2] in (["check"], ["explain"]) else None
    from bot.cli import command_line

    code = command_line(sys.argv[1:], serve, ahead)
    if ahead:
        _end_at_once(code)
    sys.exit(code)


def _end_at_once(code: int) -> NoReturn:
    """End without taking the interpreter apart, which takes longer than reading a file does."""
    from contextlib import suppress

    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _zygote() -> ZygoteProcess:
    """Start it; until all is imported, collecting garbage would only cost time (bot/cli/check.py turns it on again)."""
    gc.disable()
    from policy.sandbox.zygote_process import ZygoteProcess

    return ZygoteProcess()


if __name__ == "__main__":
    main()
