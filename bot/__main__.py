"""The composition root: the only place that knows which platforms exist."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.cli import command_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.house import House


def serve(house: House, ready: Callable[[int], None]) -> None:
    """Run every platform that is configured until the process is told to stop; `ready` learns the desk's port."""
    import asyncio  # heavy, and only needed here

    from handlers.desk.serve import server

    desk = server(house)
    ready(desk.port)
    asyncio.run(desk.serve())


def main() -> None:
    """Run the `vigie` command."""
    sys.exit(command_line(sys.argv[1:], serve))


if __name__ == "__main__":
    main()
