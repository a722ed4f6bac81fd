"""What somebody has to act on, in words: the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language import N_, Catalogue
from bot.summary.model import Summary
from bot.summary.standing import Standing
from bot.verification import break_words


def duties(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is to be acted on; nothing to act on is said too, where it is known."""
    found = [*_broken(summary, catalogue), *_bypassed(summary, catalogue)]
    if summary.standing:
        found += _standing(summary.standing, summary, catalogue)
        found = found or [catalogue.say(N_("Nothing waits for a decision or a review"))]
    yield from found


def _broken(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    if broken := summary.integrity.check.first_break:
        yield f"⛔ {break_words(broken, catalogue)}"
    if not summary.counted:
        yield catalogue.say(N_("What happened can't be counted in it. Put a copy back: vigie db restore"))


def _bypassed(summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    if number := summary.figures.bypassed:
        told = catalogue.count(
            "{number} post in a public channel without Vigie", "{number} posts in public channels without Vigie", number
        )
        yield f"⚠ {told}"


def _standing(now: Standing, summary: Summary, catalogue: Catalogue) -> Iterator[str]:
    say = catalogue.say
    for emergency in now.emergencies:
        left = emergency.at - summary.made_at
        words = (
            N_("Emergency {reference}: its review is overdue since {moment}")
            if left.total_seconds() <= 0
            else N_("Emergency {reference}: to be reviewed within {left}")
        )
        told = {"reference": emergency.reference, "left": catalogue.duration(left)}
        yield f"⚠ {say(words, moment=catalogue.moment(emergency.at), **told)}"
    if now.appealed:
        appeals = ", ".join(now.appeals) + ("…" if now.appealed > len(now.appeals) else "")
        yield catalogue.count(
            "{number} open appeal: {appeals}", "{number} open appeals: {appeals}", now.appealed, appeals=appeals
        )
    if now.oldest:
        yield catalogue.count(
            "{number} submission waits for a decision: {reference}, for {age}",
            "{number} submissions wait for a decision; the oldest: {reference}, for {age}",
            now.waiting,
            reference=now.oldest.reference,
            age=catalogue.duration(summary.made_at - now.oldest.at),
        )
    if now.trust_age:
        yield say(N_("Trust lists are {number} days old: vigie trust update"), number=now.trust_age.days)
