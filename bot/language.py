"""The reader's language: sentences from the gettext catalogue, dates and numbers as people write them."""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from policy.language import Language

LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "vigie"


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark an English sentence for the catalogue and return it unchanged."""
    return message


class Catalogue:
    """Every sentence for one reader. Times are shown in `timezone`."""

    def __init__(self, language: Language, timezone: tzinfo | None = None) -> None:
        self.language = language
        self.timezone = timezone or ZoneInfo("Europe/Paris")
        self._translations = _translations(language)

    def say(self, message: str, **values: str | int) -> str:
        """Return the sentence in the reader's language, its placeholders filled."""
        return self._translations.gettext(message).format(**values) if message else ""

    def count(self, one: str, many: str, number: int, **values: str | int) -> str:
        """Return the sentence in its singular or plural form; `{number}` is the number."""
        return self._translations.ngettext(one, many, number).format(number=number, **values)

    def moment(self, at: datetime) -> str:
        """Return a date and time such as « 24 nov. 2026, 09:12 »."""
        from babel.dates import format_date  # heavy: only where a date is shown

        local = at.astimezone(self.timezone)
        return f"{format_date(local, 'medium', locale=self.language.value)}, {local:%H:%M}"

    def weekday(self, at: datetime) -> str:
        """Return a date and time with its day of the week, such as « mardi 1 décembre, 09:00 »."""
        from babel.dates import format_date

        local = at.astimezone(self.timezone)
        return f"{format_date(local, 'EEEE d MMMM', locale=self.language.value)}, {local:%H:%M}"

    def day(self, written: str) -> str:
        """Return an ISO 8601 date as people write it, such as « 15 novembre 2025 »; anything else as it is."""
        from babel.dates import format_date

        try:
            return str(format_date(date.fromisoformat(written), "long", locale=self.language.value))
        except ValueError:
            return written

    def month(self, day: date, *, short: bool = False) -> str:
        """Return the month of a day, such as « novembre 2026 » or « nov. 26 »."""
        from babel.dates import format_date

        return str(format_date(day, "LLL yy" if short else "LLLL y", locale=self.language.value))

    def number(self, value: int) -> str:
        """Return a whole number with the language's separators."""
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.language.value)

    def mean(self, value: float) -> str:
        """Return a mean with one decimal, none where it is whole."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, 1), format="#,##0.#", locale=self.language.value)

    def duration(self, length: timedelta) -> str:
        """Return a duration by its two largest units, such as « 40 s », « 2 h 10 min » or « 3 j 4 h »."""
        minutes, seconds = divmod(int(length.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        day = "j" if self.language is Language.FRENCH else "d"
        counted = [(days, day), (hours, "h"), (minutes, "min"), (seconds, "s")]
        first = next((place for place, (number, _) in enumerate(counted) if number), len(counted) - 1)
        shown = [f"{number}\u00a0{unit}" for number, unit in counted[first : first + 2] if number]
        return "\u00a0".join(shown) or "0\u00a0s"

    def span(self, first: date, last: date) -> str:
        """Return days in a row, such as « 16 – 22 nov. 2026 »."""
        from babel.dates import format_interval

        written = str(format_interval(first, last, "yMMMd", locale=self.language.value))
        return written.replace("\N{THIN SPACE}", " ")

    def size(self, size: int) -> str:
        """Return a size in bytes as « 750 ko » or « 2,5 Mo »."""
        unit = "o" if self.language is Language.FRENCH else "B"
        if size < 1_000:
            return f"{size}\u00a0{unit}"
        if size < 999_500:  # from there on, rounding gives a thousand
            return f"{round(size / 1_000)}\u00a0k{unit}"
        text = f"{size / 1_000_000:.1f}".removesuffix(".0")
        return f"{text.replace('.', ',') if self.language is Language.FRENCH else text}\u00a0M{unit}"


def _translations(language: Language) -> gettext.NullTranslations:
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    folder = LOCALE / language.value / "LC_MESSAGES"
    compiled, written = folder / f"{_DOMAIN}.mo", folder / f"{_DOMAIN}.po"
    fresh = compiled.exists() and compiled.stat().st_mtime >= written.stat().st_mtime
    newest = compiled if fresh else written
    return _read(newest, newest.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(catalogue: Path, _changed_at: int) -> gettext.GNUTranslations:
    """Return a catalogue, compiled or not; read once, until it is another one."""
    if catalogue.suffix == ".po":
        return gettext.GNUTranslations(_compile(catalogue))
    with catalogue.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def _compile(written: Path) -> io.BytesIO:
    """Compile a catalogue in memory: `make setup` does it on disk, an edited one is not there yet."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with written.open("rb") as stream:
        catalogue = read_po(stream)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return compiled
