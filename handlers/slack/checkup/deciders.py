"""Who may decide on Slack: the groups and accounts of the settings, or people who have linked their account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.doctor import Finding, Health
from bot.doctor.linked import linked_deciders
from bot.language import N_
from handlers.slack.checkup.visit import Visit, shown, word_of
from handlers.slack.sending import NAME

_GROUP = "slack-group"
_ACCOUNT = "slack-account"
_DECIDERS = "slack-deciders"
_NO_GROUP = {"no_such_subteam", "paid_teams_only", "plan_upgrade_required"}
_NO_ACCOUNT = {"user_not_found", "user_not_visible"}


def deciders(visit: Visit) -> Iterator[Finding]:
    """Look at every group and account of the settings, and whether anybody can decide at all."""
    slack = visit.settings.slack
    for one in dict.fromkeys((*slack.reviewers, *slack.charter_officers, *slack.auditors)):
        name, look = (_GROUP, _group) if one.startswith("S") else (_ACCOUNT, _account)
        yield from visit.carefully(name, partial(look, visit, one))
    if not (slack.reviewers or slack.charter_officers):
        yield from visit.carefully(_DECIDERS, partial(_linked, visit))


def _group(visit: Visit, group: str) -> Iterator[Finding]:
    """Look whether a user group can be read, and has somebody in it."""
    try:
        members = visit.web.ask("usergroups.users.list", usergroup=group).get("users") or []
    except SlackApiError as error:
        if word_of(error) not in _NO_GROUP:
            raise
        words = N_("The user group {group} is not there; workspaces without a paid plan have none.")
        remedy = N_("Correct it in .env, or name accounts (U…) in its place: profile → ⋮ → “Copy member ID”.")
        yield visit.bad(_GROUP, words, remedy, group=group)
        return
    if not members:
        remedy = N_("Add people to it on Slack: People → User groups.")
        yield visit.bad(_GROUP, N_("Nobody is in the user group {group}."), remedy, group=group)
        return
    counted = visit.catalogue.count(
        "{number} person is in the user group {group}.",
        "{number} people are in the user group {group}.",
        len(members),
        group=group,
    )
    yield Finding(_GROUP, Health.GOOD, counted)


def _account(visit: Visit, account: str) -> Iterator[Finding]:
    """Look whether an account is somebody's of this workspace."""
    try:
        told = visit.web.ask("users.info", user=account).get("user") or {}
    except SlackApiError as error:
        if word_of(error) not in _NO_ACCOUNT:
            raise
        remedy = N_("Correct it in .env: profile → ⋮ → “Copy member ID”.")
        yield visit.bad(_ACCOUNT, N_("There is no account {account} in this workspace."), remedy, account=account)
        return
    name = f"{shown(_name(told))} ({account})"
    trouble = _trouble(told)
    if trouble:
        remedy = N_("Name a member of the workspace in .env in its place.")
        yield visit.bad(_ACCOUNT, trouble, remedy, account=name)
    else:
        yield visit.good(_ACCOUNT, N_("{account} is a member of the workspace."), account=name)


def _trouble(told: Mapping[str, Any]) -> str:
    """Return why an account can decide nothing (handlers/slack/members.py refuses it), empty where it can."""
    if told.get("deleted"):
        return N_("The account of {account} is closed.")
    if told.get("is_bot") or told.get("id") == "USLACKBOT":
        return N_("{account} is a machine, and machines decide nothing.")
    if told.get("is_restricted") or told.get("is_ultra_restricted"):
        return N_("{account} is a guest, and guests decide nothing.")
    if told.get("is_stranger"):
        return N_("{account} belongs to another organisation, and decides nothing here.")
    return ""


def _name(told: Mapping[str, Any]) -> str:
    profile = told.get("profile") or {}
    return str(profile.get("display_name") or profile.get("real_name") or told.get("name") or "")


def _linked(visit: Visit) -> Iterator[Finding]:
    """Look whether people who decide have linked their Slack account: no group gives anybody that role."""
    number = linked_deciders(visit.settings, visit.catalogue, NAME)
    if number is None:
        words = N_("Who may decide on Slack was not looked at: it takes a database in working order.")
        yield visit.finding(_DECIDERS, Health.SKIPPED, words)
        return
    if number:
        words = visit.catalogue.count(
            "{number} person who decides has linked a Slack account.",
            "{number} people who decide have linked a Slack account.",
            number,
        )
        yield Finding(_DECIDERS, Health.GOOD, words)
        return
    remedy = N_(
        "Link somebody's account: vigie people add NAME --role reviewer --slack U… "
        "(profile → ⋮ → “Copy member ID”). Or name a user group in .env: VIGIE_SLACK_REVIEWERS=S…"
    )
    yield visit.warning(_DECIDERS, N_("Nobody can decide on Slack."), remedy)
