"""The line that tells a viewer why there is no button where they might look for one."""

from __future__ import annotations

from bot.card.people_words import role_words
from bot.card.reading import Reading
from bot.case import Case
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.reach import out_of_reach
from bot.workflow.breaking_glass import REVIEW_WITHIN, unreviewed
from policy.verdict import Approval

_AFTER_CHANGES = N_("Submit the new visual as a new one: a decision holds for exactly these files.")
_UNCLAIMED = N_("Nobody knows yet who submitted this: whoever did says so first, then people decide.")
_SOURCE_GONE = N_("The message that it came in with was deleted: nobody can approve it any more.")
_AFTER_WORDS = N_("Change the text: that makes a new version, and it is looked at again.")


def notice(case: Case, reading: Reading) -> str:
    """Tell what the viewer may not find by themselves; that nobody can decide comes first."""
    missing = out_of_reach(case, reading.roster, reading.delegations, reading.now)
    if missing:
        return _nobody(missing, reading.catalogue)
    if emergency := _emergency(case, reading):
        return emergency
    if nobody := _nobody_may(case):
        return reading.catalogue.say(nobody)
    made = case.made_by(reading.viewer.id)
    if case.state is State.CHANGES_REQUESTED and made:
        return reading.catalogue.say(_AFTER_CHANGES if case.assets else _AFTER_WORDS)
    if not case.state.open or case.state is State.EXAMINING:
        return ""
    return reading.catalogue.say(_to_author(case) if made else _to_others(case, reading))


def _nobody_may(case: Case) -> str:
    """Return why nobody may approve this, whoever they are; empty where somebody may."""
    if case.source_gone:
        return _SOURCE_GONE
    return _UNCLAIMED if case.needs_claim and case.state.open else ""


def _nobody(missing: tuple[Approval, ...], catalogue: Catalogue) -> str:
    """Name who would be needed; the charter officer finds it on the first page."""
    needed = [f"{need.count} × {catalogue.say(role_words(need.role))}" for need in missing]
    return catalogue.say(
        N_("Nobody here can decide on this: it takes {needed} who had no part in it. The charter officer is told."),
        needed=", ".join(dict.fromkeys(needed)),
    )


def _emergency(case: Case, reading: Reading) -> str:
    """Tell that an approval in an emergency waits for its review, and how long still."""
    broken = unreviewed(case)
    if broken is None:
        return ""
    hours = int((broken.at + REVIEW_WITHIN - reading.now).total_seconds() // 3600)
    if hours < 0:
        return reading.catalogue.say(N_("The emergency should have been reviewed by another person: that is overdue."))
    return reading.catalogue.say(N_("Another person reviews the emergency within {hours} hours."), hours=hours)


def _to_author(case: Case) -> str:
    if case.state.approvable:
        return N_("You submitted this: another person decides.")
    return N_("Submit another visual, or withdraw this one.") if case.state is State.FORBIDDEN else ""


def _to_others(case: Case, reading: Reading) -> str:
    if case.state is State.INCOMPLETE:
        return N_("Waiting for the author's answer.")
    if case.decided_by(reading.viewer.id):
        return N_("Another person must confirm.")
    said = reading.voice(case)
    counts = case.counts(said.roles) if case.state.approvable else said.decides
    return "" if counts else N_("A reviewer decides.")
