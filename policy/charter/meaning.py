"""What a charter decides, apart from its words: rewording a message leaves it as it is."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from policy.charter.model import Condition, Fact, Is, Rule


def meaning(facts: tuple[Fact, ...], rules: tuple[Rule, ...]) -> str:
    """Return the SHA-256, in hexadecimal, of facts, conditions and effects in canonical form.

    Keys are sorted and there are only texts and small integers, so the form is the same everywhere (RFC 8785).
    """
    decided = {
        "facts": {fact.name: {"values": sorted(fact.value_names), "by": sorted(fact.answered_by)} for fact in facts},
        "rules": {rule.id: _rule(rule) for rule in rules},
    }
    written = json.dumps(decided, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "effect": rule.effect,
        "mode": rule.mode,
        "when": _condition(rule.when),
        "unless": _condition(rule.unless),
        "satisfied": _condition(rule.satisfied_when),
        "approval": [rule.approval.count, rule.approval.role] if rule.approval else None,
    }


def _condition(condition: Condition | None) -> Any:  # noqa: ANN401 - any JSON value
    if condition is None:
        return None
    if isinstance(condition, Is):
        return {"fact": condition.fact, "in": sorted(condition.values)}
    parts = [_condition(part) for part in condition.parts]
    return {type(condition).__name__: sorted(parts, key=lambda part: json.dumps(part, sort_keys=True))}
