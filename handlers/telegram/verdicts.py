"""What people decided of suggestions, carried out with Telegram's own means once it can't be taken back any more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection

from bot.card.cutting import cut
from bot.case import Case
from bot.decided import BrokenGlass, Decision
from bot.delivery import outbox
from bot.delivery.outbox import Delivery, Kept, Message
from bot.house import House
from bot.kinds import Choice, State
from bot.language import N_
from bot.ports import NeedlessError, Outgoing, RefusedError
from bot.submissions import case_of
from bot.workflow import REGRET
from handlers.telegram.api import Api, UnfitError
from handlers.telegram.notices import DECLINED, UNSETTLED
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.suggested import FOR_GOOD, SUGGESTED, reply, suggestion_of
from handlers.telegram.suggesters import account_of

log = logging.getLogger("vigie.telegram")

_COMMENT = 128
"""UTF-16 units of why a suggestion is declined (Bot API, `declineSuggestedPost`)."""
_REASON = 800
_SETTLED = "already_processed"
_GLASS = ""
"""The choice of an emergency approval, whose entry names none."""
_STATES = {
    Choice.APPROVE: State.APPROVED,
    Choice.REFUSE: State.REFUSED,
    Choice.REQUEST_CHANGES: State.CHANGES_REQUESTED,
}


class Verdicts:
    """Carries out what was decided of suggestions."""

    def __init__(self, house: House, api: Api) -> None:
        self._house, self._api = house, api

    def decided(self, reference: str, seq: str) -> None:
        """Have a decision on a suggestion carried out, once it can't be taken back any more."""
        case = self._case(reference)
        place, decision = suggestion_of(case), _decision(case, seq)
        if place is None or decision is None:
            return
        target, subject = f"{place.chat}/{place.message}", f"{SUGGESTED}/{reference}:{seq}"
        with self._house.database.writing() as connection:
            after = decision.at + REGRET + timedelta(seconds=1)
            outbox.enqueue_once(connection, NAME, target, Message.NOTICE, subject, decision.seq, after)

    def carry_out(self, message: Outgoing) -> str:
        """Approve or decline a suggestion, or ask for changes, and return what the outbox keeps as a receipt.

        Of several decisions that together approve it, the last is carried out: it too can be taken back for a while.

        Raises:
            NeedlessError: the decision does not stand any more, or is not the last one.
            RefusedError: Telegram does not let us.
        """
        reference, _, seq = message.subject.partition("/")[2].partition(":")
        case = self._case(reference)
        decision, place = last_decision(case), suggestion_of(case)
        if decision is None or str(decision.seq) != seq or place is None or case.state is not _STATES[decision.choice]:
            raise NeedlessError("this decision does not stand any more, or another completes it")
        try:
            return str(self._carried_out(case, decision, place))
        except FOR_GOOD as error:
            self._tell_unsettled(case, decision, decision.choice)
            raise RefusedError(str(error)) from error

    def _carried_out(self, case: Case, decision: Decision, place: Place) -> int:
        if decision.choice is Choice.REQUEST_CHANGES:
            return reply(self._api, place, account_of(self._house, case), self._wanted(decision.reason))
        done_before = not self._settle(place, decision.reason if decision.choice is Choice.REFUSE else None)
        if done_before and decision.choice is Choice.APPROVE and self._was_declined(case, place):
            self._tell_unsettled(case, decision, DECLINED)
            raise NeedlessError("we declined it before, and Telegram takes no second answer")
        return place.message

    def _was_declined(self, case: Case, place: Place) -> bool:
        """Whether a refusal of this very suggestion was carried out, which somebody has lifted since."""
        with self._house.database.reading() as connection:
            carried_out = _carried_out(connection, case)
        refused = {str(one.entry.seq) for one in case.entries if one.entry.data.get("choice") == Choice.REFUSE.value}
        return any(one.target == f"{place.chat}/{place.message}" and _seq(one) in refused for one in carried_out)

    def _wanted(self, reason: str) -> str:
        say = self._house.catalogue().say
        wanted = say(N_("Please change this: {reason}"), reason=cut(reason, _REASON))
        again = say(N_("Then suggest it again, as an answer to this message."))
        return f"{wanted}\n\n{again}"

    def _tell_unsettled(self, case: Case, decision: Decision, what: str) -> None:
        """Tell under the card that Telegram does not carry out what was decided there: somebody has to, by hand."""
        target = str(case.entries[0].entry.data["channel"]).removeprefix(PREFIX)
        subject = f"{UNSETTLED}/{case.reference}/{what}/{decision.seq}"
        with self._house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, target, Message.NOTICE, subject, 0, self._house.clock())

    def _settle(self, place: Place, reason: str | None) -> bool:
        """Approve, or decline for a reason; return False where it was settled before, which is no fault of ours."""
        try:
            if reason is None:
                self._api.call(lambda bot: bot.approve_suggested_post(chat_id=place.chat, message_id=place.message))
                return True
            comment = cut(reason, _COMMENT)
            self._api.call(
                lambda bot: bot.decline_suggested_post(chat_id=place.chat, message_id=place.message, comment=comment)
            )
        except UnfitError as error:
            if _SETTLED not in error.why.lower():
                raise
            log.info("the suggestion %s is settled already", place.source)
            return False
        return True

    def _case(self, reference: str) -> Case:
        with self._house.database.reading() as connection:
            case = case_of(connection, reference)
        if case is None:
            raise NeedlessError("nothing of that number")
        return case


def last_decision(case: Case) -> Decision | None:
    """Return the last of what people decided and stand for, an emergency approval among it, None for nothing."""
    return max(_decisions(case), key=lambda one: one.seq, default=None)


def was_carried_out(connection: Connection, case: Case) -> bool:
    """Whether Telegram has taken our word to publish a suggestion just as it still is.

    It may publish it weeks later, at the moment that was wished for.
    """
    taken = {_seq(one) for one in _carried_out(connection, case)}
    same = (one.entry for one in case.entries if one.entry.data.get("fingerprint") == case.fingerprint)
    return any(
        str(entry.seq) in taken and entry.data.get("choice", _GLASS) in {_GLASS, Choice.APPROVE} for entry in same
    )


def _decisions(case: Case) -> Iterator[Decision]:
    yield from case.decisions
    yield from (_as_decision(glass) for glass in case.glass if glass.stands)


def _as_decision(glass: BrokenGlass) -> Decision:
    """Return an emergency approval as the approval that it is."""
    return Decision(glass.seq, glass.at, glass.person, frozenset(), Choice.APPROVE, glass.reason)


def _decision(case: Case, seq: str) -> Decision | None:
    return next((one for one in _decisions(case) if str(one.seq) == seq), None)


def _carried_out(connection: Connection, case: Case) -> list[Kept]:
    """Return the orders about a suggestion that Telegram has taken: what was needless has no receipt."""
    orders = outbox.kept(connection, NAME, Message.NOTICE, f"{SUGGESTED}/{case.reference}:")
    return [one for one in orders if one.state is Delivery.SENT and one.receipt]


def _seq(order: Kept) -> str:
    return order.subject.rpartition(":")[2]
