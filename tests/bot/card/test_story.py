from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot import workflow
from bot.card.lines import Tone
from bot.card.people_words import person_words, role_words
from bot.card.story import Storyteller, claim_words
from bot.kinds import Choice, Kind
from bot.language import Catalogue
from bot.people import Person, Role, Roster
from bot.trail.entry import Commitment, Entry
from bot.trail.erase import erase
from bot.trail.read import RecordedEntry
from bot.trust_renewal import renew
from policy.language import Language
from policy.statement import Claim
from tests.bot.certificates import certificate
from tests.bot.scene import NOON, Scene
from tests.bot.workflow.files import GENERATED, PHOTO

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)
ROSTER = Roster({"p-1": Person("p-1", "Camille", frozenset({Role.AUTHOR}))})


def tell(
    kind: str, data: Mapping[str, Any], personal: dict[str, str | None] | None = None, catalogue: Catalogue = ENGLISH
) -> str:
    commitments = {field: Commitment("p-1", "0" * 64) for field in personal or {}}
    entry = Entry(7, kind, NOON, "V-0001", "p-1", data, commitments)
    return Storyteller(ROSTER, catalogue, {"draft": "Text"}).tell(RecordedEntry(entry, b"", personal or {})).text


def judged(answer: str, *rules: tuple[str, bool]) -> dict[str, Any]:
    return {"verdict": {"answer": answer, "rules": [{"article": article, "certain": sure} for article, sure in rules]}}


def test_a_whole_life_is_told_in_order(scene: Scene) -> None:
    reference = scene.submit(scene.receive(PHOTO, "market.jpg"), scene.receive(GENERATED, "poster.png"))
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Alix")
    scene.decide(reference, Choice.REQUEST_CHANGES, "Without the poster.")
    workflow.retract(scene.house, scene.people["Dominique"], reference)
    workflow.withdraw(scene.house, scene.people["Camille"], reference)
    story = scene.card(reference, "Camille", Language.ENGLISH).story
    assert [(line.text, line.tone) for line in story] == [
        ("Submitted by Camille: 2 files", Tone.QUIET),
        ("market.jpg · Examined by Vigie", Tone.QUIET),
        ("market.jpg · Opinion: reserved, something is missing (article 2)", Tone.ASK),
        ("poster.png · Examined by Vigie", Tone.QUIET),
        ("poster.png · Opinion: unfavourable (article 1)", Tone.STOP),
        ("market.jpg · Camille states: somebody else's photo · Alix", Tone.QUIET),
        ("poster.png · Camille states: somebody else's photo · Alix", Tone.QUIET),
        ("market.jpg · Opinion: nothing stands against it", Tone.CLEAR),
        ("poster.png · Opinion: unfavourable (article 1)", Tone.STOP),
        ("Changes requested by Dominique — Without the poster.", Tone.ASK),
        ("Dominique took the decision back", Tone.QUIET),
        ("Withdrawn by Camille", Tone.QUIET),
    ]
    assert [line.seq for line in story] == sorted(line.seq for line in story)


def test_only_rules_that_fired_for_certain_are_held_against_a_file() -> None:
    assert tell(Kind.JUDGED, judged("incomplete", ("2", True), ("1", False))).endswith("(article 2)")
    assert tell(Kind.JUDGED, judged("incomplete", ("1", False))) == "Opinion: reserved, something is missing"
    assert tell(Kind.JUDGED, judged("incomplete", ("3", True), ("3", True), ("2", True))).endswith("(article 3, 2)")


@pytest.mark.parametrize("answer", ["forbidden", "unreadable", "incomplete", "reviewable"])
def test_an_opinion_is_vigies_and_never_an_approval(answer: str) -> None:
    for catalogue in (FRENCH, ENGLISH):
        text = tell(Kind.JUDGED, judged(answer), catalogue=catalogue).casefold()
        assert "visa" not in text
        assert "approved" not in text


def test_a_file_that_could_not_be_read_is_told_as_such() -> None:
    assert tell(Kind.EXAMINED, {"obstacle": None}) == "Examined by Vigie"
    assert tell(Kind.EXAMINED, {"obstacle": "empty"}) == "Examined by Vigie: the file can't be read"


def test_a_statement_is_told_with_its_tool_and_note() -> None:
    text = tell(Kind.STATED, {"claim": "ai-enhanced"}, {"tool": "Topaz", "note": "noise\nonly"})
    assert text == "Camille states: retouched by AI · Topaz · noise only"


def test_a_decision_is_told_with_its_reason_where_it_is_still_kept() -> None:
    assert tell(Kind.DECIDED, {"choice": "refuse"}, {"reason": "Blurred."}) == "Refused by Camille — Blurred."
    assert tell(Kind.DECIDED, {"choice": "refuse"}, {"reason": None}) == "Refused by Camille"
    assert tell(Kind.DECIDED, {"choice": "approve"}) == "Approved by Camille"


def test_a_submitted_text_is_told_with_or_without_files() -> None:
    assert tell(Kind.SUBMITTED, {"files": []}, {"draft": "Samedi…"}) == "Submitted by Camille: a text"
    assert tell(Kind.SUBMITTED, {"files": []}, {"draft": None}) == "Submitted by Camille: a text"
    assert tell(Kind.SUBMITTED, {"files": [1]}, {"draft": "Samedi…"}) == "Submitted by Camille: 1 file and a text"


def test_what_is_judged_of_a_text_names_the_text() -> None:
    data = judged("reviewable") | {"item": "draft"}
    assert tell(Kind.JUDGED, data) == "Text · Opinion: nothing stands against it"


def test_a_changed_text_and_an_answer_are_told() -> None:
    assert tell(Kind.REVISED, {"revision": 3}) == "Camille changed the text: version 3"
    ai_use = {"fact": "ai-use", "value": "no"}
    assert tell(Kind.ANSWERED, ai_use) == "Camille answers: ai use, no"
    assert tell(Kind.ANSWERED, ai_use, catalogue=FRENCH) == "Camille répond\u00a0: usage d’IA, non"
    own = {"fact": "personne-réelle-imitée", "value": "yes"}
    assert tell(Kind.ANSWERED, own, catalogue=FRENCH) == "Camille répond\u00a0: personne réelle imitée, oui"


USE = {"declaration": "D-0007", "purpose": "drafting", "tool": "ChatGPT"}


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (Kind.DECLARED, "Camille declares a use of AI (D-0007): Writing a text, ChatGPT"),
        (Kind.DECLARATION_CORRECTED, "Camille corrects the declaration D-0007: Writing a text, ChatGPT"),
        (
            Kind.DECLARATION_REFUSED,
            "Camille asked to declare a use that the charter forbids (D-0007): Writing a text, ChatGPT",
        ),
    ],
)
def test_a_declared_use_is_told_with_its_purpose_and_tool(kind: Kind, line: str) -> None:
    assert tell(kind, USE) == line
    private = {name: value for name, value in USE.items() if name != "tool"}
    assert tell(kind, private, {"tool": "Our\nown tool"}) == line.replace("ChatGPT", "Our own tool")
    assert tell(kind, private, {"tool": None}) == line.removesuffix(", ChatGPT")


def test_a_declaration_that_is_taken_back_is_told_with_its_reason() -> None:
    data = {"declaration": "D-0007"}
    assert tell(Kind.DECLARATION_WITHDRAWN, data, {"reason": "Told\ntwice."}) == (
        "Camille withdraws the declaration D-0007 — Told twice."
    )
    assert tell(Kind.DECLARATION_WITHDRAWN, data, {"reason": None}) == "Camille withdraws the declaration D-0007"


def test_a_kind_that_this_version_does_not_know_is_told_by_its_name() -> None:
    assert tell("summary-posted", {}) == "summary-posted"


def test_an_erased_person_is_called_one() -> None:
    assert person_words("", ENGLISH) == "an erased person"
    assert person_words("\u200b", FRENCH) == "une personne effacée"


def test_erasing_somebody_is_told(fresh: Scene) -> None:
    with fresh.house.database.writing() as connection:
        entry = erase(connection, fresh.people["Camille"].id, at=fresh.clock(), actor=None)
    assert entry
    text = Storyteller(ROSTER, ENGLISH).tell(RecordedEntry(entry, b"", {})).text
    assert text
    assert "Camille" not in text


def test_a_renewal_of_the_trust_lists_is_told(fresh: Scene) -> None:
    path = fresh.house.settings.data_dir / "list.pem"
    path.write_text(certificate())
    renew(fresh.house, [str(path)])
    with fresh.house.database.reading() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM trail_entries ORDER BY seq DESC LIMIT 1").scalar()
    assert kinds == Kind.TRUST_LISTS_RENEWED
    assert tell(Kind.TRUST_LISTS_RENEWED, {}) == "Trust lists renewed"


@pytest.mark.parametrize(
    ("edited_at", "words"), [(0, "Published without Vigie"), (1_800_000_000, "Changed without Vigie")]
)
def test_a_publication_that_did_not_pass_through_here_is_told(edited_at: int, words: str) -> None:
    data = {"address": "https://t.me/notre_canal/12", "edited_at": edited_at}
    assert tell(Kind.BYPASSED, data).startswith(words)
    assert tell(Kind.BYPASSED, data).endswith(": https://t.me/notre_canal/12")


@pytest.mark.parametrize("language", Language)
def test_every_answer_role_and_claim_has_its_words(language: Language) -> None:
    catalogue = Catalogue(language)
    assert len({claim_words(claim, catalogue) for claim in Claim}) == len(Claim)
    assert len({catalogue.say(role_words(role)) for role in Role}) == len(Role)
    assert role_words("treasurer") == "treasurer"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.CHARTER_PROPOSED, "Camille propose une charte modifiée\u00a0: ps92, version 3"),
        (Kind.CHARTER_APPROVED, "Camille approuve la charte modifiée\u00a0: ps92, version 3"),
        (Kind.CHARTER_DROPPED, "Camille abandonne la charte proposée\u00a0: ps92, version 3"),
    ],
)
def test_who_changes_the_charter_is_told(kind: Kind, told: str) -> None:
    assert tell(kind, {"id": "ps92", "version": "3"}, catalogue=FRENCH) == told
