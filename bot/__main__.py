"""The composition root: the only place that knows which platforms exist."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing itself would delay what `main` starts first
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence
    from typing import NoReturn

    from bot.doctor import Finding
    from bot.house import House
    from bot.language import Catalogue
    from bot.settings import Settings
    from handlers.slack.join import Workspace
    from handlers.telegram.join import Messenger
    from policy.sandbox import ZygoteProcess


def serve(house: House, ready: Callable[[int], None]) -> None:
    """Run every platform that is configured until the process is told to stop; `ready` learns the desk's port."""
    import asyncio  # heavy, and only needed here

    from bot.delivery.courier import Courier
    from handlers.desk.serve import server

    joined = _joined(house)
    courier = Courier(house, [one.platform for one in joined], [one.interpreter for one in joined])
    desk = server(house, courier)
    courier.start()
    try:
        ready(desk.port)
        asyncio.run(_together(desk.serve(), [one.run(courier) for one in joined]))
    finally:
        courier.close()


def slack(settings: Settings, catalogue: Catalogue) -> Iterable[Finding]:
    """Look Slack over, for `vigie doctor`."""
    from handlers.slack.checkup import checkup

    return checkup(settings, catalogue)


def telegram(settings: Settings, catalogue: Catalogue) -> Iterable[Finding]:
    """Look Telegram over, for `vigie doctor`."""
    from handlers.telegram.checkup import checkup

    return checkup(settings, catalogue)


def _joined(house: House) -> list[Workspace | Messenger]:
    """Return the platforms that are configured."""
    joined: list[Workspace | Messenger] = []
    if house.settings.slack.configured:
        joined.append(_slack(house))
    if house.settings.telegram.configured:
        joined.append(_telegram(house))
    return joined


def _slack(house: House) -> Workspace:
    from handlers.slack.join import Workspace

    return Workspace(house)


def _telegram(house: House) -> Messenger:
    from handlers.telegram.join import Messenger

    return Messenger(house)


async def _together(desk: Coroutine[None, None, None], platforms: Sequence[Coroutine[None, None, None]]) -> None:
    """Serve the desk and stay on every platform; when the desk is told to stop, or a platform gives up, all end."""
    import asyncio

    serving = [asyncio.ensure_future(one) for one in (desk, *platforms)]
    done, pending = await asyncio.wait(serving, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        task.result()


def main() -> None:
    """Run the `vigie` command.

    Where files will be read at once, what reads them starts first: it imports while we do.
    """
    ahead = _zygote() if sys.argv[1:2] in (["check"], ["explain"]) else None
    from bot.cli import command_line

    code = command_line(sys.argv[1:], serve, ahead, (slack, telegram))
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
