"""The command line: names and exit codes as in design §5, sentences in the reader's language."""

from __future__ import annotations

from bot.cli.entry import command_line

__all__ = ["command_line"]
