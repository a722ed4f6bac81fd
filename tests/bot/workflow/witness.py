"""Reads a submission's raw entries by itself and says what the house promises of them was broken.

Written without bot/case.py, bot/fold.py or policy/approval.py: two readings that agree are worth more than one.
The six promises: who made it never counts; nothing is approved right after a change; nothing is published unapproved;
an emergency never passes over a ban; nobody counts twice; approved means enough people, no veto, and a verdict that
allows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.trail.read import RecordedEntry

CHANGES = {
    "examined",
    "stated",
    "revised",
    "answered",
    "without-original",
    "judged",
    "declared",
    "declaration-corrected",
    "declaration-withdrawn",
    "declaration-refused",
}
AI_CLAIMS = {"ai-enhanced", "ai-parts", "ai-generated"}


@dataclass
class Humans:
    """Which accounts are one human being."""

    pairs: list[tuple[str, str]] = field(default_factory=list)

    def cluster(self, account: str) -> frozenset[str]:
        """Return all accounts of whoever has this one."""
        found = {account}
        while True:
            more = {name for pair in self.pairs if found & set(pair) for name in pair} - found
            if not more:
                return frozenset(found)
            found |= more

    def same(self, one: str, other: str) -> bool:
        """Whether two accounts are one human being."""
        return other in self.cluster(one)


@dataclass
class Witness:
    """What one submission's entries say, told one after the other."""

    accounts: Humans = field(default_factory=Humans)
    makers: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    verdicts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    yes: list[dict[str, Any]] = field(default_factory=list)
    vetoes: dict[int, str] = field(default_factory=dict)
    changes_wanted: set[int] = field(default_factory=set)
    alone: dict[str, Any] | None = None
    appeal: dict[str, Any] | None = None
    lifted: frozenset[str] = frozenset()
    published: bool = False
    withdrawn: bool = False
    deleted: bool = False

    def hear(self, entries: Iterable[RecordedEntry]) -> None:
        """Follow all entries; fail at the first that breaks a promise."""
        for recorded in entries:
            entry = recorded.entry
            if entry.kind in CHANGES:
                self._changed(entry.kind, entry.data, str(entry.actor))
            act = getattr(self, f"_{entry.kind.replace('-', '_')}", None)
            if act:
                act(entry.seq, entry.at, str(entry.actor), entry.data, recorded)

    def allowed(self) -> bool:
        """Whether the charter's last word on every part lets people approve."""
        return bool(self.items) and all(
            name in self.verdicts and self.verdicts[name]["answer"] == "reviewable" for name in self.items
        )

    def approved(self, at: datetime | None = None) -> bool:
        """Whether everybody has approved who has to, each human being once; `at` asks whether it still held then."""
        standing = [said for said in self.yes if at is None or said["until"] is None or at < said["until"]]
        if self.vetoes or self.changes_wanted or not self.allowed():
            return False
        if self.alone and (at is None or at < self.alone["until"]):
            return True
        needs = [(need["count"], need["role"]) for verdict in self.verdicts.values() for need in verdict["approvals"]]
        if self.missing & self.copies:
            needs = [(count + 1, role) for count, role in needs or [(1, "reviewer")]]
        return bool(standing) and all(self._voices(standing, role) >= count for count, role in needs)

    def _voices(self, standing: list[dict[str, Any]], role: str) -> int:
        """Count human beings by the smallest set of clusters that covers who spoke and for whom."""
        groups: list[set[str]] = []
        for said in standing:
            names = set(self.accounts.cluster(said["who"]))
            names |= self.accounts.cluster(said["for"]) if said["for"] else set()
            merged = [group for group in groups if group & names]
            groups = [group for group in groups if not group & names] + [names.union(*merged)]
        with_role = {said["who"] for said in standing if role in said["roles"]}
        return sum(1 for group in groups if group & with_role)

    def made(self, account: str) -> bool:
        """Whether this account belongs to somebody who made it."""
        return any(self.accounts.same(account, maker) for maker in self.makers)

    def _changed(self, kind: str, data: Mapping[str, Any], actor: str) -> None:
        self.yes, self.alone = [], None
        admits = (
            (kind == "stated" and data["claim"] in AI_CLAIMS)
            or (kind == "answered" and (data["fact"], data["value"]) == ("ai-use", "yes"))
            or kind in {"declared", "declaration-corrected", "declaration-refused", "revised"}
        )
        if admits:
            self.lifted = frozenset()

    def _submitted(self, _seq: int, _at: datetime, actor: str, data: Mapping[str, Any], told: RecordedEntry) -> None:
        self.makers = {actor, *data.get("co_authors", ())}
        self.items = {item["sha256"] for item in data["files"]} | ({"draft"} if "draft" in told.personal else set())
        self._look_for_copies(data)

    def _look_for_copies(self, data: Mapping[str, Any]) -> None:
        self.copies = {item["sha256"] for item in data["files"] if item.get("transport") == "re-encoded"}

    def _without_original(self, _s: int, _at: datetime, actor: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        assert self.made(actor), "somebody went on without the original of what is not theirs"
        assert set(data["files"]) <= self.copies, "an original is missing of what is no copy"
        self.missing |= set(data["files"])

    def _revised(self, _seq: int, _at: datetime, actor: str, data: Mapping[str, Any], told: RecordedEntry) -> None:
        assert self.made(actor), "somebody changed what is not theirs"
        self.makers.add(actor)
        self.vetoes, self.changes_wanted, self.appeal, self.published = {}, set(), None, False
        if "draft" in told.personal:
            self.items.add("draft")
            self.verdicts.pop("draft", None)
        if "files" in data:
            self.items = {item["sha256"] for item in data["files"]} | (self.items & {"draft"})
            self._look_for_copies(data)
            self.verdicts = {name: verdict for name, verdict in self.verdicts.items() if name in self.items}

    def _co_author_added(self, _s: int, _at: datetime, _a: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        self.makers.add(data["person"])
        self._drop_makers()

    def _same_person(self, _s: int, _at: datetime, _a: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        self.accounts.pairs.append((data["person"], data["is"]))
        self._drop_makers()

    def _drop_makers(self) -> None:
        kept = [
            said for said in self.yes if not self.made(said["who"]) and not (said["for"] and self.made(said["for"]))
        ]
        self.yes = kept
        self.vetoes = {seq: who for seq, who in self.vetoes.items() if not self.made(who)}
        if self.alone and (self.made(self.alone["who"]) or (self.alone["for"] and self.made(self.alone["for"]))):
            self.alone = None

    def _judged(self, _seq: int, _at: datetime, _actor: str, data: Mapping[str, Any], _told: RecordedEntry) -> None:
        verdict = data["verdict"]
        assert set(verdict.get("lifted", ())) <= self.lifted, "a refusal is lifted that no panel lifted"
        self.verdicts[data.get("sha256") or data["item"]] = verdict

    def _decided(self, seq: int, at: datetime, actor: str, data: Mapping[str, Any], _told: RecordedEntry) -> None:
        principal = data.get("principal")
        assert not self.made(actor), "somebody decided on what they made"
        assert not (principal and self.made(principal)), "somebody decided for whoever made it"
        if data["choice"] == "refuse":
            self.vetoes[seq] = actor
        elif data["choice"] == "request-changes":
            self.changes_wanted.add(seq)
        else:
            assert self.allowed(), "something was approved that the charter does not let through"
            assert not self.deleted, "something was approved whose message is gone"
            until = datetime.fromisoformat(data["expires_at"])
            self.yes.append({"seq": seq, "who": actor, "for": principal, "roles": data["roles"], "until": until})

    def _glass_broken(self, seq: int, at: datetime, actor: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        assert not self.made(actor), "whoever made it set the procedure aside"
        assert self.allowed(), "an emergency passed over what the charter says"
        assert not self.vetoes, "an emergency passed over a veto"
        assert not self.deleted, "an emergency passed over a message that is gone"
        principal = data.get("principal")
        assert not (principal and self.made(principal)), "somebody set the procedure aside for whoever made it"
        self.alone = {"seq": seq, "who": actor, "for": principal, "until": datetime.fromisoformat(data["until"])}

    def _glass_reviewed(self, _s: int, _at: datetime, actor: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        if self.alone and self.alone["seq"] == data["glass"]:
            assert not self.accounts.same(actor, self.alone["who"]), "somebody reviewed their own emergency"
            self.alone = self.alone if data["justified"] else None

    def _retracted(self, _seq: int, _at: datetime, _actor: str, data: Mapping[str, Any], _told: RecordedEntry) -> None:
        self._without({data["decision"]})

    _lifted = _retracted

    def _expired(self, _seq: int, _at: datetime, _actor: str, data: Mapping[str, Any], _told: RecordedEntry) -> None:
        self._without(set(data["decisions"]))

    def _without(self, seqs: set[int]) -> None:
        self.yes = [said for said in self.yes if said["seq"] not in seqs]
        self.vetoes = {seq: who for seq, who in self.vetoes.items() if seq not in seqs}
        self.changes_wanted -= seqs
        if self.alone and self.alone["seq"] in seqs:
            self.alone = None

    def _appealed(self, seq: int, _at: datetime, actor: str, data: Mapping[str, Any], _told: RecordedEntry) -> None:
        assert self.made(actor), "somebody appealed about what is not theirs"
        self.appeal = {"ground": data["ground"], "rules": data["rules"], "accept": [], "reject": []}

    def _appeal_voted(self, _s: int, _at: datetime, actor: str, data: Mapping[str, Any], _t: RecordedEntry) -> None:
        assert self.appeal is not None
        involved = [*self.vetoes.values(), *(said["who"] for said in self.yes)]
        involved += [said["for"] for said in self.yes if said["for"]]
        assert not self.made(actor), "whoever made it sat on the panel"
        assert not any(self.accounts.same(actor, name) for name in involved), "whoever decided sat on the panel"
        spoken = [*self.appeal["accept"], *self.appeal["reject"]]
        assert not any(self.accounts.same(actor, name) for name in spoken), "somebody voted twice"
        self.appeal[data["ruling"]].append(actor)
        if len(self.appeal["accept"]) == 2 and data["ruling"] == "accept":
            if self.appeal["ground"] == "refusal":
                self.vetoes = {}
            else:
                self.lifted = frozenset(self.appeal["rules"])

    def _published(self, _seq: int, at: datetime, _actor: str, _data: Mapping[str, Any], _told: RecordedEntry) -> None:
        assert not self.withdrawn, "something withdrawn was published"
        assert self.approved(at), "something was published that was not approved"
        self.published = True

    def _withdrawn(self, *_: object) -> None:
        self.withdrawn = True

    def _source_gone(self, *_: object) -> None:
        """What was decided stays; what waits, or is appealed, goes."""
        heard = self.appeal and len(self.appeal["accept"]) < 2 and len(self.appeal["reject"]) < 2
        decided = self.published or self.approved() or (self.vetoes and not heard)
        self.deleted, self.withdrawn = True, self.withdrawn or not decided
