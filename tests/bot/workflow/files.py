"""Pictures that say nothing or too much of themselves, and a submission that waits for its decision."""

from __future__ import annotations

from dataclasses import replace

from policy.charter.model import Charter
from policy.statement import Claim, Statement
from policy.verdict import Approval
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo

PHOTO, OTHER_PHOTO, GENERATED = photo(size=(64, 48)), photo((10, 20, 30), (64, 48)), generated()
OWN = Statement(Claim.OWN_PHOTO)


def reviewable(scene: Scene, by: str = "Camille") -> str:
    """Return a submission that nothing stands against any more."""
    reference = scene.submit(PHOTO, by=by)
    scene.state(reference, Claim.OWN_PHOTO, by=by)
    return reference


def with_quorum(charter: Charter, count: int) -> Charter:
    """Return the charter, but asking for so many reviewers."""
    rules = tuple(
        replace(rule, approval=Approval(count, rule.approval.role)) if rule.approval else rule for rule in charter.rules
    )
    return replace(charter, rules=rules, by_id={rule.id: rule for rule in rules})
