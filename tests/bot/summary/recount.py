"""The figures of a week, counted anew from `vigie trail export` alone: nothing of Vigie's own is imported here."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
GRAVEST = ("forbidden", "unreadable", "incomplete", "reviewable")
ADMITTED = {"ai-enhanced": "retouch", "ai-parts": "image-generation", "ai-generated": "image-generation"}
FELL = {"stated", "answered", "revised", "judged", "declared", "declaration-corrected", "declaration-withdrawn"}
"""What makes approvals fall that were given before."""


@dataclass
class Story:
    """What is known of one submission after its last entry."""

    opened: datetime
    items: list[str]
    verdicts: dict[str, dict[str, Any]] = field(default_factory=dict)
    judged_first: dict[str, datetime] = field(default_factory=dict)
    decisions: dict[int, str] = field(default_factory=dict)
    glass: dict[int, bool] = field(default_factory=dict)
    first_decision: datetime | None = None
    published: bool = False
    withdrawn: bool = False
    expired: bool = False

    @property
    def outcome(self) -> str:
        """One of five words."""
        if self.withdrawn:
            return "withdrawn"
        if self.published:
            return "approved"
        if "refuse" in self.decisions.values():
            return "refused"
        if "request-changes" in self.decisions.values() or set(self.items) - self.verdicts.keys():
            return "waiting"
        answer = min((verdict["answer"] for verdict in self.verdicts.values()), key=GRAVEST.index)
        if answer != "reviewable":
            return "forbidden" if answer == "forbidden" else "waiting"
        asked = [need["count"] for verdict in self.verdicts.values() for need in verdict["approvals"]]
        enough = list(self.decisions.values()).count("approve") >= max(asked, default=1)
        return "approved" if enough or any(self.glass.values()) or self.expired else "waiting"

    @property
    def answered(self) -> bool:
        """Whether everything in it was judged within a minute."""
        moments = [self.judged_first.get(item) for item in self.items]
        return all(moment and moment - self.opened <= timedelta(minutes=1) for moment in moments)

    def fall(self) -> None:
        """Let go of approvals: something changed after them."""
        self.decisions = {seq: choice for seq, choice in self.decisions.items() if choice != "approve"}
        self.glass = dict.fromkeys(self.glass, False)
        self.expired = False

    def _revised(self, _entry: dict[str, Any]) -> None:
        self.decisions = {}

    def _judged(self, entry: dict[str, Any]) -> None:
        item = entry["data"].get("item") or entry["data"]["sha256"]
        self.verdicts[item] = entry["data"]["verdict"]
        self.judged_first.setdefault(item, entry["moment"])

    def _decided(self, entry: dict[str, Any]) -> None:
        self.first_decision = self.first_decision or entry["moment"]
        self.decisions[entry["seq"]] = entry["data"]["choice"]

    def _glass_broken(self, entry: dict[str, Any]) -> None:
        self.first_decision = self.first_decision or entry["moment"]
        self.glass[entry["seq"]] = True

    def _glass_reviewed(self, entry: dict[str, Any]) -> None:
        self.glass[entry["data"]["glass"]] &= entry["data"]["justified"]

    def _retracted(self, entry: dict[str, Any]) -> None:
        self.decisions.pop(entry["data"]["decision"], None)
        self.glass.pop(entry["data"]["decision"], None)

    _lifted = _retracted

    def _expired(self, entry: dict[str, Any]) -> None:
        before = self.outcome
        for seq in entry["data"]["decisions"]:
            self.decisions.pop(seq, None)
            self.glass.pop(seq, None)
        self.expired = before == "approved"

    def _published(self, _entry: dict[str, Any]) -> None:
        self.published = True

    def _withdrawn(self, _entry: dict[str, Any]) -> None:
        self.withdrawn = True


class Recount:
    """Reads an export, line by line."""

    def __init__(self, exported: Iterable[str]) -> None:
        lines = [json.loads(line) for line in exported]
        self.entries = [json.loads(line["body"]) | {"texts": line["personal"]} for line in lines[1:]]
        self.stories: dict[str, Story] = {}
        for entry in self.entries:
            entry["moment"] = datetime.fromisoformat(entry["at"])
            entry["texts"] = {name: part and part["content"] for name, part in entry["texts"].items()}
            self._take(entry)

    def week(self, year: int, number: int) -> dict[str, Any]:
        """Return the figures of an ISO week in Paris."""
        monday = date.fromisocalendar(year, number, 1)
        since, until = (
            datetime(day.year, day.month, day.day, tzinfo=PARIS) for day in (monday, monday + timedelta(days=7))
        )
        mine = [entry for entry in self.entries if since <= entry["moment"] < until]
        opened = [story for story in self.stories.values() if since <= story.opened < until]
        return {
            "outcomes": dict(Counter(story.outcome for story in opened)),
            "answered": sum(story.answered for story in opened),
            "delays": self._delays(since, until),
            "articles": _articles(mine),
            "observed": _observed(mine),
            "published": len({entry["subject"] for entry in mine if entry["kind"] == "published"}),
            "bypassed": len({_post(entry) for entry in mine if entry["kind"] == "bypassed"}),
            **self._uses(since, until),
            **self._away(since, until),
        }

    def _take(self, entry: dict[str, Any]) -> None:
        kind, data, subject = entry["kind"], entry["data"], entry["subject"]
        if kind == "submitted":
            files = list(dict.fromkeys(file["sha256"] for file in data["files"]))
            self.stories[subject] = Story(entry["moment"], files + (["draft"] if "draft" in entry["personal"] else []))
        story = self.stories.get(subject)
        if story is None:
            return
        if kind in FELL:
            story.fall()
        getattr(story, f"_{kind.replace('-', '_')}", lambda _entry: None)(entry)

    def _delays(self, since: datetime, until: datetime) -> tuple[int, timedelta, timedelta] | None:
        taken = sorted(
            story.first_decision - story.opened
            for story in self.stories.values()
            if story.first_decision and since <= story.first_decision < until
        )
        if not taken:
            return None
        median, ninth = (taken[math.ceil(share * len(taken)) - 1] for share in (0.5, 0.9))
        return len(taken), median, ninth

    def _uses(self, since: datetime, until: datetime) -> dict[str, Any]:
        declarations = self._declarations()
        found = [known for known in declarations if since <= known["first"]["moment"] < until]
        standing = [known["last"] for known in found if known["stands"]]
        uses = [(one["data"]["purpose"], one["data"].get("tool") or one["texts"]["tool"]) for one in standing]
        refused = sum(known["first"]["kind"] == "declaration-refused" for known in found)
        told: dict[str, set[str]] = defaultdict(set)
        for known in declarations:
            if known["stands"]:
                told[known["first"]["subject"]].add(known["last"]["data"]["purpose"])
        for entry, purpose in self._admitted(since, until):
            story = self.stories[entry["subject"]]
            answer = story.verdicts[entry["data"]["sha256"]]["answer"]
            if purpose in told[entry["subject"]]:
                continue
            if answer == "forbidden" or story.outcome == "refused":
                refused += 1
            elif story.outcome != "withdrawn":
                uses.append((purpose, entry["texts"]["tool"]))
        purposes, tools = Counter(purpose for purpose, _ in uses), Counter(tool for _, tool in uses)
        return {"purposes": dict(purposes), "tools": dict(tools), "refused_uses": refused}

    def _declarations(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for entry in self.entries:
            kind = entry["kind"]
            if kind in {"declared", "declaration-refused"}:
                known = {"first": entry, "last": entry, "stands": kind == "declared"}
                found[entry["data"]["declaration"]] = known
            elif kind == "declaration-corrected":
                found[entry["data"]["declaration"]]["last"] = entry
            elif kind == "declaration-withdrawn":
                found[entry["data"]["declaration"]]["stands"] = False
        return list(found.values())

    def _admitted(self, since: datetime, until: datetime) -> list[tuple[dict[str, Any], str]]:
        last = self._last_statements().values()
        mine = [entry for entry in last if since <= entry["moment"] < until]
        return [(entry, ADMITTED[entry["data"]["claim"]]) for entry in mine if entry["data"]["claim"] in ADMITTED]

    def _last_statements(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {
            (entry["subject"], entry["data"]["sha256"]): entry for entry in self.entries if entry["kind"] == "stated"
        }

    def _away(self, since: datetime, until: datetime) -> dict[str, Any]:
        spans = [
            tuple(datetime.fromisoformat(entry["data"][end]) for end in ("since", "until"))
            for entry in self.entries
            if entry["kind"] == "outage"
        ]
        parts = [min(end, until) - max(start, since) for start, end in spans if start < until and end > since]
        return {"absences": len(parts), "away": sum(parts, timedelta(0))}


def _articles(entries: Iterable[dict[str, Any]]) -> dict[str, int]:
    hit: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry["kind"] == "judged" and entry["data"]["verdict"]["answer"] == "forbidden":
            for rule in entry["data"]["verdict"]["rules"]:
                if rule["effect"] == "forbid" and rule["certain"]:
                    hit[rule["article"]].add(entry["subject"])
    return {article: len(subjects) for article, subjects in hit.items()}


def _observed(entries: Iterable[dict[str, Any]]) -> dict[str, int]:
    hit: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry["kind"] == "judged":
            for rule in entry["data"]["verdict"].get("observed", ()):
                if rule["certain"]:
                    hit[rule["id"]].add(entry["subject"])
    return {rule: len(subjects) for rule, subjects in hit.items()}


def _post(entry: dict[str, Any]) -> str:
    return str(entry["data"].get("album") or entry["data"]["address"])
