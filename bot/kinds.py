"""The kinds of trail entries, and the field names of their personal parts.

The trail is the record: a submission's state is a fold over its entries (bot/fold.py), nothing else.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened. Values are written into the trail and never change."""

    PERSON_ADDED = "person-added"
    PERSON_LEFT = "person-left"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_UNLINKED = "identity-unlinked"
    DELEGATED = "delegated"
    DELEGATION_ENDED = "delegation-ended"
    CHARTER_PROPOSED = "charter-proposed"
    CHARTER_APPROVED = "charter-approved"
    CHARTER_DROPPED = "charter-dropped"
    CHARTER_IN_FORCE = "charter-in-force"
    TRUST_LISTS_RENEWED = "trust-lists-renewed"
    SUBMITTED = "submitted"
    CO_AUTHOR_ADDED = "co-author-added"
    SAME_PERSON = "same-person"
    EXAMINED = "examined"
    STATED = "stated"
    REVISED = "revised"
    SOURCE_GONE = "source-gone"
    CARD_REMOVED = "card-removed"
    ANSWERED = "answered"
    WITHOUT_ORIGINAL = "without-original"
    DECLARED = "declared"
    DECLARATION_CORRECTED = "declaration-corrected"
    DECLARATION_WITHDRAWN = "declaration-withdrawn"
    DECLARATION_REFUSED = "declaration-refused"
    JUDGED = "judged"
    DECIDED = "decided"
    RETRACTED = "retracted"
    LIFTED = "lifted"
    EXPIRED = "expired"
    GLASS_BROKEN = "glass-broken"
    GLASS_REVIEWED = "glass-reviewed"
    APPEALED = "appealed"
    APPEAL_VOTED = "appeal-voted"
    NOBODY_CAN_DECIDE = "nobody-can-decide"
    PUBLISHED = "published"
    BYPASSED = "bypassed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    OUTAGE = "outage"
    SUMMARISED = "summarised"


class Choice(StrEnum):
    """What a reviewer may decide."""

    APPROVE = "approve"
    REFUSE = "refuse"
    REQUEST_CHANGES = "request-changes"


class State(StrEnum):
    """Where a submission stands."""

    EXAMINING = "examining"
    FORBIDDEN = "forbidden"
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    REVIEWABLE = "reviewable"
    APPROVED = "approved"
    EXPIRED = "expired"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    REFUSED = "refused"
    APPEALED = "appealed"
    CHANGES_REQUESTED = "changes-requested"
    WITHDRAWN = "withdrawn"

    @property
    def open(self) -> bool:
        """Whether somebody may still act on it."""
        return self in _OPEN

    @property
    def approvable(self) -> bool:
        """Whether only approvals are missing."""
        return self in _APPROVABLE

    @property
    def out(self) -> bool:
        """Whether it may have left the house: approved, or published."""
        return self in _OUT


_OPEN = {
    State.EXAMINING,
    State.FORBIDDEN,
    State.UNREADABLE,
    State.INCOMPLETE,
    State.REVIEWABLE,
    State.EXPIRED,
}
_APPROVABLE = {State.REVIEWABLE, State.EXPIRED}
_OUT = {State.APPROVED, State.PUBLISHED, State.CORRECTED}
