"""Which commands there are, and their help. Their code is imported only when they run."""

from __future__ import annotations

import argparse
import gettext
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.language import LOCALE, N_, Catalogue

if TYPE_CHECKING:
    from bot.cli.entry import Context

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name

Say = Callable[..., str]

_MACHINES = "gate-token"
_ROLES = ("author", "reviewer", "charter-officer", "auditor")

# argparse speaks through gettext; listed here, its sentences are in the catalogue too.
_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("expected one argument"),
    N_("expected at least one argument"),
)


def parse(arguments: Sequence[str], catalogue: Catalogue) -> argparse.Namespace:
    """Return the chosen command and its options; `command` is the function to call.

    Exits with code 2 where the words can't be understood, as argparse does.
    """
    os.environ["LANGUAGE"] = catalogue.language.value
    gettext.bindtextdomain("vigie", str(LOCALE))
    gettext.textdomain("vigie")
    words = list(arguments)
    if words[:2] == ["gate", "token"]:  # a command below one that takes files, which argparse has no way to say
        words[:2] = [_MACHINES]
    return _parser(catalogue).parse_args(words)


def _parser(catalogue: Catalogue) -> argparse.ArgumentParser:
    say = catalogue.say
    parser = argparse.ArgumentParser(
        prog="vigie", description=say(N_("Vigie reads where a visual comes from and holds it against the charter."))
    )
    commands = parser.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    run = commands.add_parser("run", help=say(N_("start everything that is configured")))
    run.set_defaults(command=_lazy("bot.cli.run", "run"))
    _files(commands, say)
    _gate(commands, say)
    _trail(commands, say)
    _register(commands, say)
    _summary(commands, say)
    _people(commands, say)
    _charter(commands, say)
    _trust(commands, say)
    _doctor(commands, say)
    _database(commands, say)
    return parser


def _files(commands: Commands, say: Say) -> None:
    check = commands.add_parser("check", help=say(N_("evidence and verdict of files or folders")))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true", help=say(N_("one JSON object a line, for scripts")))
    check.add_argument("--charter", type=Path, metavar="P", help=say(N_("another charter file")))
    check.set_defaults(command=_lazy("bot.cli.check", "check"))
    explain = commands.add_parser("explain", help=say(N_("all evidence of one file, and the reasons for its verdict")))
    explain.add_argument(
        "files", nargs=1, type=Path, metavar="FILE", help=say(N_("a file, or a submission such as V-0042"))
    )
    explain.add_argument("--charter", type=Path, metavar="P", help=say(N_("another charter file")))
    explain.set_defaults(command=_lazy("bot.cli.check", "explain"))


def _gate(commands: Commands, say: Say) -> None:
    tokens = N_("Tokens for machines that ask the desk: vigie gate token NAME, --list, NAME --revoke")
    gate = commands.add_parser("gate", help=say(N_("is exactly this file approved?")), epilog=say(tokens))
    gate.add_argument("files", nargs="+", type=Path, metavar="FILE")
    gate.add_argument("--json", action="store_true", help=say(N_("one JSON object a line, for scripts")))
    gate.set_defaults(command=_lazy("bot.cli.gate", "gate"))
    token = commands.add_parser(_MACHINES, prog="vigie gate token")
    token.add_argument("name", nargs="?", metavar="NAME")
    token.add_argument("--list", action="store_true", help=say(N_("which tokens there are")))
    token.add_argument("--revoke", action="store_true", help=say(N_("take it back")))
    token.set_defaults(command=_lazy("bot.cli.gate", "token"))


def _trail(commands: Commands, say: Say) -> None:
    trail = commands.add_parser("trail", help=say(N_("check, read, hand over the trail")))
    parts = trail.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    verify = parts.add_parser("verify", help=say(N_("verify every entry; names the first bad one")))
    verify.add_argument(
        "--checkpoint", metavar="FILE|-", help=say(N_("a checkpoint kept elsewhere, to hold the trail against"))
    )
    verify.set_defaults(command=_lazy("bot.cli.trail", "verify"))
    show = parts.add_parser("show", help=say(N_("the story of one submission")))
    show.add_argument("reference", metavar="REF")
    show.set_defaults(command=_lazy("bot.cli.trail", "show"))
    export = parts.add_parser("export", help=say(N_("the whole trail, for whoever wants to verify it")))
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
    export.add_argument(
        "--proof", metavar="REF", help=say(N_("instead, proofs of one submission that docs/verify.py checks"))
    )
    export.add_argument("--with-names", action="store_true", help=say(N_("show names and texts in the proofs")))
    export.set_defaults(command=_lazy("bot.cli.trail", "export"))
    checkpoint = parts.add_parser("checkpoint", help=say(N_("sign the head of the trail, to be kept elsewhere")))
    checkpoint.set_defaults(command=_lazy("bot.cli.trail", "checkpoint"))


def _register(commands: Commands, say: Say) -> None:
    register = commands.add_parser("register", help=say(N_("the register of AI uses")))
    register.add_argument("--format", choices=("csv", "json", "html"), default="csv")
    register.add_argument("--since", metavar="D", help=say(N_("from this day on, such as 2026-11-24")))
    register.add_argument("--until", metavar="D", help=say(N_("up to this day, included")))
    register.add_argument("--purpose", metavar="P", help=say(N_("what AI served for, such as translation")))
    register.add_argument("--tool", metavar="T", help=say(N_("the name of a tool, or a part of it")))
    register.add_argument("--all", action="store_true", help=say(N_("for the auditor: what is not public too")))
    register.set_defaults(command=_lazy("bot.cli.register", "register"))


def _summary(commands: Commands, say: Say) -> None:
    summary = commands.add_parser("summary", help=say(N_("the weekly audit summary, or the same for other days")))
    summary.add_argument("--week", metavar="W", help=say(N_("a week such as 2026-W47; without it, the last one")))
    summary.add_argument("--month", metavar="M", help=say(N_("a month, such as 2026-11")))
    summary.add_argument("--year", metavar="Y", help=say(N_("a year")))
    summary.add_argument("--from", dest="since", metavar="DAY", help=say(N_("from this day on, such as 2026-11-24")))
    summary.add_argument("--to", dest="until", metavar="DAY", help=say(N_("up to this day, included")))
    summary.add_argument("--format", choices=("text", "html", "csv"), default="text")
    summary.add_argument("--post", action="store_true", help=say(N_("send it to the audit channels, once")))
    summary.set_defaults(command=_lazy("bot.cli.summary", "summary"))


def _people(commands: Commands, say: Say) -> None:
    people = commands.add_parser("people", help=say(N_("who may do what")))
    parts = people.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    add = parts.add_parser("add", help=say(N_("add a person, or change their roles")))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", action="append", required=True, choices=_ROLES)
    add.add_argument(
        "--from", dest="since", metavar="DAY", help=say(N_("the first day of these roles, such as 2026-12-01"))
    )
    add.add_argument("--until", metavar="DAY", help=say(N_("their last day")))
    add.add_argument("--slack", metavar="U…", help=say(N_("the person's account on Slack")))
    add.add_argument("--telegram", metavar="N", help=say(N_("the person's account on Telegram")))
    add.set_defaults(command=_lazy("bot.cli.people", "add"))
    listing = parts.add_parser("list", help=say(N_("everybody and their roles")))
    listing.set_defaults(command=_lazy("bot.cli.people", "listing"))
    link = parts.add_parser("link", help=say(N_("make a personal link to the desk")))
    link.add_argument("name", metavar="NAME")
    link.set_defaults(command=_lazy("bot.cli.people", "link"))
    _people_going(parts, say)


def _people_going(parts: Commands, say: Say) -> None:
    delegate = parts.add_parser("delegate", help=say(N_("let somebody decide in another's place for a time")))
    delegate.add_argument("name", metavar="NAME")
    delegate.add_argument("--to", metavar="NAME", help=say(N_("who decides meanwhile; without it, it is taken back")))
    delegate.add_argument("--until", metavar="DAY", help=say(N_("the last day")))
    delegate.set_defaults(command=_lazy("bot.cli.people", "delegate"))
    leave = parts.add_parser("leave", help=say(N_("somebody is not here any more")))
    leave.add_argument("name", metavar="NAME")
    leave.set_defaults(command=_lazy("bot.cli.people", "leave"))
    erase = parts.add_parser("erase", help=say(N_("erase a person's name and words, as they asked")))
    erase.add_argument("name", metavar="NAME")
    erase.add_argument("--yes", action="store_true", help=say(N_("do it, and not only tell what would go")))
    erase.set_defaults(command=_lazy("bot.cli.people", "erase"))
    export = parts.add_parser("export", help=say(N_("all that is held on a person, as JSON")))
    export.add_argument("name", metavar="NAME")
    export.set_defaults(command=_lazy("bot.cli.people", "export"))


def _charter(commands: Commands, say: Say) -> None:
    charter = commands.add_parser("charter", help=say(N_("check or print the charter")))
    parts = charter.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    for name, words in (
        ("check", N_("validate a charter file, its quotes and its examples")),
        ("show", N_("print the charter for people")),
    ):
        part = parts.add_parser(name, help=say(words))
        part.add_argument("file", nargs="?", type=Path, metavar="P")
        part.set_defaults(command=_lazy("bot.cli.charter", name))
        if name == "show":
            formats = ("markdown", "html")
            part.add_argument(
                "--format", choices=formats, default=formats[0], help=say(N_("as text, or as a web page"))
            )
    replay = parts.add_parser("replay", help=say(N_("what a changed charter would alter among the opinions given")))
    replay.add_argument("file", nargs="?", type=Path, metavar="P")
    replay.add_argument("--since", metavar="YYYY-MM-DD", help=say(N_("only opinions given since that day")))
    replay.set_defaults(command=_lazy("bot.cli.charter", "replay"))


def _trust(commands: Commands, say: Say) -> None:
    trust = commands.add_parser("trust", help=say(N_("the lists of trusted signers")))
    parts = trust.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    update = parts.add_parser("update", help=say(N_("renew them from the public addresses, or from files")))
    update.add_argument("files", nargs="*", metavar="FILE")
    update.set_defaults(command=_lazy("bot.cli.trust", "update"))
    show = parts.add_parser("show", help=say(N_("which lists are kept, and how old they are")))
    show.set_defaults(command=_lazy("bot.cli.trust", "show"))


def _doctor(commands: Commands, say: Say) -> None:
    doctor = commands.add_parser("doctor", help=say(N_("is everything in order, and how to mend what is not")))
    doctor.add_argument("--json", action="store_true", help=say(N_("one JSON object a line, for scripts")))
    doctor.set_defaults(command=_lazy("bot.cli.doctor", "doctor"))


def _database(commands: Commands, say: Say) -> None:
    database = commands.add_parser("db", help=say(N_("migrations, backup and restoration")))
    parts = database.add_subparsers(title=say(N_("commands")), metavar=say(N_("COMMAND")), required=True)
    upgrade = parts.add_parser("upgrade", help=say(N_("bring the database up to this version")))
    upgrade.set_defaults(command=_lazy("bot.cli.database", "upgrade"))
    backup = parts.add_parser("backup", help=say(N_("copy the database while it is in use")))
    backup.add_argument("path", type=Path, metavar="PATH")
    backup.set_defaults(command=_lazy("bot.cli.database", "backup"))
    restore = parts.add_parser("restore", help=say(N_("put a copy in the place of the database")))
    restore.add_argument("path", type=Path, metavar="PATH")
    restore.add_argument("--replace", action="store_true", help=say(N_("even where there is a journal already")))
    restore.set_defaults(command=_lazy("bot.cli.database", "restore"))


def _lazy(module: str, name: str) -> Callable[[argparse.Namespace, Context], int]:
    def command(chosen: argparse.Namespace, context: Context) -> int:
        function: Callable[[argparse.Namespace, Context], int] = getattr(import_module(module), name)
        return function(chosen, context)

    return command
