"""One small family of errors. Each says what happened, to what, and what to do, in the reader's language."""

from __future__ import annotations

from bot.language import N_, Catalogue


class VigieError(Exception):
    """Something that a person can act on.

    `what` and `remedy` are English msgids of the catalogue; `values` fill their placeholders.
    """

    exit_code = 1
    recorded = False
    """Whether what was asked stands in the trail all the same, as refused."""

    def __init__(self, what: str, remedy: str = "", **values: str | int) -> None:
        super().__init__(what.format(**values))
        self._what, self._remedy, self._values = what, remedy, values

    def sentence(self, catalogue: Catalogue) -> str:
        """Return what happened and what to do, for the reader of this catalogue."""
        parts = [catalogue.say(text, **self._values) for text in (self._what, self._remedy) if text]
        return " ".join(parts)


class UsageError(VigieError):
    """The request itself is off: a wrong word on the command line, a form that lacks a field."""

    exit_code = 2


class NotFoundError(VigieError):
    """Nothing goes by that name."""


class NotAllowedError(VigieError):
    """Refuses what a person may not do; the trail is left as it was."""


class StaleError(VigieError):
    """The submission changed since the card was shown."""


class SetupError(VigieError):
    """The installation lacks something: a setting, a file, a migration."""


class UnexpectedError(VigieError):
    """A fault of ours. The person gets a short reference that the log carries too."""

    exit_code = 70  # EX_SOFTWARE of sysexits.h: no verdict has this code

    def __init__(self) -> None:
        from secrets import token_hex  # only where it is needed: it loads OpenSSL

        self.reference = token_hex(3)
        super().__init__(
            N_("Something went wrong on our side (reference {reference})."),
            N_("Nothing you sent is lost. Try again, and give this reference to the person who runs Vigie."),
            reference=self.reference,
        )
