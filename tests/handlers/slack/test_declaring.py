from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.kinds import Kind
from bot.trail.read import entries_of_kinds
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, LOU, Vigie
from tests.handlers.slack.steps import Dropped, reviewable, shown
from tests.handlers.slack.workspace import Workspace, words_of

FILLED = {
    "field:purpose": "proofreading",
    "field:subject": "Tract sur les crèches",
    "preset:tool": "ChatGPT",
    "field:extent": "part",
    "field:personal_data_sent": "no",
    "field:checker": "colleague",
    "preset:check": "Relu en entier, sources vérifiées",
    "field:label": "in-text",
}
ATTACHED = {**FILLED, "field:purpose": "retouch", "field:subject": ""}


def link(ts: str, thread: str = "") -> str:
    return f"https://vigie-test.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}{thread}"


def by_command(slack: Workspace, item: Dropped) -> None:
    assert slack.command(CAMILLE, CHANNEL, "/declare-ai", link(item.ts)).acknowledged


def by_shortcut(slack: Workspace, item: Dropped) -> None:
    assert slack.message_shortcut(CAMILLE, CHANNEL, item.ts, "vigie_declare_message").acknowledged


def by_button(_slack: Workspace, item: Dropped) -> None:
    assert item.press(CAMILLE, "Déclarer un usage de l’IA").acknowledged


def declared(vigie: Vigie, kind: Kind) -> list[str]:
    with vigie.house.database.reading() as connection:
        return [str(one.entry.subject) for one in entries_of_kinds(connection, [kind])]


def test_the_command_the_shortcut_and_the_button_open_one_and_the_same_form(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    seen = []
    for ask in (by_command, by_shortcut, by_button):
        ask(slack, item)
        view = shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
        inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        seen.append((inputs, view["title"], view["private_metadata"]))
        slack.close_view(CAMILLE)
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("ask", [by_command, by_shortcut, by_button])
def test_a_use_is_declared_for_a_submission_whose_card_then_shows_it(
    vigie: Vigie, slack: Workspace, ask: Callable[[Workspace, Dropped], None]
) -> None:
    item = reviewable(vigie)
    ask(slack, item)
    shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    slack.submit(CAMILLE, ATTACHED)
    assert "ChatGPT" in words_of(shown(slack, CAMILLE, "La mention, prête à coller"))
    assert "D-0001" in words_of(item.card("Usages de l’IA déclarés"))
    assert declared(vigie, Kind.DECLARED) == [item.reference]


def test_mistakes_are_shown_in_their_place_and_what_was_filled_in_stays(vigie: Vigie, slack: Workspace) -> None:
    slack.command(CAMILLE, CHANNEL, "/declare-ai")
    shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    wrong = {**FILLED, "field:subject": "…", "field:provider": "!!!"}
    del wrong["preset:tool"], wrong["preset:check"]
    answer = slack.submit(CAMILLE, wrong)
    assert set(answer.errors) == {"need:tool"}
    answer = slack.submit(CAMILLE, {"need:tool": "Outil maison"})
    assert set(answer.errors) == {"field:subject", "field:check", "field:provider"}
    answer = slack.submit(CAMILLE, {"field:subject": "Tract", "field:check": "Relu par Domi", "field:provider": ""})
    assert answer.errors == {}
    assert "Outil maison" in words_of(shown(slack, CAMILLE, "La mention, prête à coller"))
    assert declared(vigie, Kind.DECLARED) == ["D-0001"]


def test_the_labels_come_ready_to_paste(vigie: Vigie, slack: Workspace) -> None:
    slack.command(LOU, CHANNEL, "/declare-ai")
    shown(slack, LOU, "À quoi l’IA a-t-elle servi")
    slack.submit(LOU, FILLED)
    view = shown(slack, LOU, "La mention, prête à coller")
    ready = [element for block in view["blocks"] for element in block.get("elements", [])]
    assert sum(one["type"] == "rich_text_preformatted" for one in ready) == 4
    assert vigie.person(LOU)


@pytest.mark.parametrize(("purpose", "article"), [("image-generation", "Article 1"), ("decision", "Article 4")])
def test_a_forbidden_use_is_refused_with_its_article_and_stays_on_record(
    vigie: Vigie, slack: Workspace, purpose: str, article: str
) -> None:
    slack.command(CAMILLE, CHANNEL, "/declare-ai")
    shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    slack.submit(CAMILLE, {**FILLED, "field:purpose": purpose})
    assert article in words_of(shown(slack, CAMILLE, "La charte interdit cet usage"))
    assert len(declared(vigie, Kind.DECLARATION_REFUSED)) == 1
    assert declared(vigie, Kind.DECLARED) == []
    assert vigie.verified().intact


def test_a_forbidden_use_of_a_submission_is_on_record_there(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    by_command(slack, item)
    shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    slack.submit(CAMILLE, {**ATTACHED, "field:purpose": "image-generation"})
    assert "Article 1" in words_of(shown(slack, CAMILLE, "La charte interdit cet usage"))
    assert Kind.DECLARATION_REFUSED in item.kinds()


def test_a_link_into_the_thread_leads_to_the_submission(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    card = item.card()["ts"]
    text = f"<{link(card, f'?thread_ts={item.ts}&amp;cid={CHANNEL}')}>"
    slack.command(CAMILLE, CHANNEL, "/declare-ai", text)
    assert item.reference in shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")["private_metadata"]


@pytest.mark.parametrize("text", ["", "un tract", "https://exemple.org/p1", link("1000000000.000001")])
def test_without_a_submissions_link_it_is_a_declaration_of_its_own(vigie: Vigie, slack: Workspace, text: str) -> None:
    slack.command(CAMILLE, CHANNEL, "/declare-ai", text)
    view = shown(slack, CAMILLE, "À quoi l’IA a-t-elle servi")
    assert (view["callback_id"], view["private_metadata"]) == ("vigie_declare", "")


def test_nobody_declares_for_somebody_elses_submission(vigie: Vigie, slack: Workspace) -> None:
    item = reviewable(vigie)
    slack.command(DOMI, CHANNEL, "/declare-ai", link(item.ts))
    assert shown(slack, DOMI, "À quoi l’IA a-t-elle servi")["callback_id"] == "vigie_declare"
    slack.submit(DOMI, FILLED)
    shown(slack, DOMI, "La mention, prête à coller")
    assert Kind.DECLARED not in item.kinds()
