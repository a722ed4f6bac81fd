"""The buttons and questions of a card: who may press what, as it stands now.

A convenience for the eye only: every press is authorised again (bot/workflow/).
"""

from __future__ import annotations

from dataclasses import replace

from bot.card.decisions import afterwards, decisions
from bot.card.model import Action, Field, FieldKind, Option, Question, Style, Verb
from bot.card.reading import Reading
from bot.card.use_questions import author_actions, use_questions
from bot.case import Case, CaseAsset
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.people import Person
from policy.charter.model import Charter
from policy.facts import NO, YES, FactName
from policy.statement import Claim
from policy.verdict import Answer, Effect

_STATED = {
    FactName.ORIGIN_ESTABLISHED,
    FactName.GENERATED,
    FactName.ENHANCED,
    FactName.AI_USE,
    FactName.USE_DECLARED,
    FactName.LABEL_VISIBLE,
}
"""The facts that a statement of origin can establish."""


def actions(case: Case, reading: Reading) -> tuple[Action, ...]:
    """Return what the viewer may do with this submission: the likely first."""
    found = list(decisions(case, reading))
    if case.made_by(reading.viewer.id):
        found += _without_original(case, reading.catalogue)
        found += [*author_actions(case, reading.catalogue, reading.charter), *_restatement(case, reading.catalogue)]
    found += afterwards(case, reading)
    return tuple(sorted(found, key=lambda action: action.rare))


def questions(case: Case, viewer: Person, charter: Charter, catalogue: Catalogue) -> tuple[Question, ...]:
    """Return what the viewer must still say: of the visuals, then of the text, of declared uses, and to the charter."""
    return (*_origins(case, viewer, charter, catalogue), *use_questions(case, viewer, charter, catalogue))


def _origins(case: Case, viewer: Person, charter: Charter, catalogue: Catalogue) -> tuple[Question, ...]:
    """Ask the author about visuals: once for all files where the question is the same."""
    if not case.state.open or not case.made_by(viewer.id):
        return ()
    asked = {asset.sha256: asset for asset in case.assets if _asks(asset)}
    texts = {sha256: _question_text(asset, charter, catalogue) for sha256, asset in asked.items()}
    same = len({(texts[sha256], ai_served(asset)) for sha256, asset in asked.items()}) == 1
    if same and len(asked) == len({asset.sha256 for asset in case.assets}):
        text, asset = next(iter(texts.values())), next(iter(asked.values()))
        return (Question(text, _answers(asset, None, catalogue)),)
    return tuple(Question(texts[sha256], _answers(asset, sha256, catalogue), sha256) for sha256, asset in asked.items())


def _asks(asset: CaseAsset) -> bool:
    """Whether the author's word on this file's origin could settle something."""
    verdict = asset.verdict
    if verdict is None or verdict.answer is not Answer.INCOMPLETE or not _STATED & set(verdict.missing):
        return False
    facts = dict(verdict.facts)
    return facts.get(FactName.ENHANCED) != NO or facts.get(FactName.ORIGIN_ESTABLISHED) != YES


def _question_text(asset: CaseAsset, charter: Charter, catalogue: Catalogue) -> str:
    missing = asset.verdict.missing if asset.verdict else ()
    fact = next((fact for name in missing for fact in charter.facts if fact.name == name), None)
    if fact:
        return fact.question[catalogue.language]
    return catalogue.say(N_("An AI served: which tool, and does the published piece say so?"))


def _answers(asset: CaseAsset, target: str | None, catalogue: Catalogue) -> tuple[Action, ...]:
    ai = _ai(target, catalogue)
    return (ai,) if ai_served(asset) else (*_plain(target, catalogue), ai)


def ai_served(asset: CaseAsset) -> bool:
    """Whether the file admits AI, or its author does, so that only the tool and the label are left to say."""
    asked = {Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}
    return asset.verdict is not None and any(rule.certain and rule.effect in asked for rule in asset.verdict.rules)


def _plain(target: str | None, catalogue: Catalogue) -> tuple[Action, ...]:
    say = catalogue.say
    whose = Field(
        "note", say(N_("Who took it, and when?")), FieldKind.LINE, required=True, hint=say(N_("With their consent."))
    )
    return (
        Action(Verb.STATE, say(N_("I took this photo")), Style.PRIMARY, Claim.OWN_PHOTO, target),
        Action(
            Verb.STATE, say(N_("Somebody else took it")), Style.PLAIN, Claim.SOMEONES_PHOTO, target, fields=(whose,)
        ),
        Action(Verb.STATE, say(N_("Made without AI")), Style.PLAIN, Claim.MADE_WITHOUT_AI, target),
    )


def _without_original(case: Case, catalogue: Catalogue) -> list[Action]:
    """Return the way on for whoever has no original of a copy."""
    if not case.state.open or not case.copies:
        return []
    return [Action(Verb.WITHOUT_ORIGINAL, catalogue.say(N_("Go on without the original")))]


def _restatement(case: Case, catalogue: Catalogue) -> list[Action]:
    """Return the form on which an author mends a slip about where a single visual comes from."""
    assets = {asset.sha256: asset for asset in case.assets}
    statement = next(iter(assets.values())).statement if len(assets) == 1 else None
    if statement is None or not (case.state.approvable or case.state is State.INCOMPLETE):
        return []
    say = catalogue.say
    extent, tool, label, public = _ai(None, catalogue).fields
    plain = tuple(Option(action.value, action.label) for action in _plain(None, catalogue))
    claim = replace(extent, label=say(N_("Where does it come from?")), options=(*plain, *extent.options))
    whose = Field("note", say(N_("Who took it, and when?")), FieldKind.LINE, value=statement.note)
    ticked = {True: "1", False: ""}
    fields = (
        replace(claim, value=statement.claim),
        whose,
        replace(tool, required=False, value=statement.tool),
        replace(label, value=ticked[statement.label_visible]),
        replace(public, value=ticked[statement.public]),
    )
    return [Action(Verb.STATE, say(N_("Change where it comes from")), fields=fields)]


def _ai(target: str | None, catalogue: Catalogue) -> Action:
    say = catalogue.say
    extent = Field(
        "claim",
        say(N_("What did it do?")),
        FieldKind.CHOICE,
        required=True,
        options=(
            Option(Claim.AI_ENHANCED, say(N_("Technical retouch: noise, size, contrast"))),
            Option(Claim.AI_PARTS, say(N_("It invented a part of the image"))),
            Option(Claim.AI_GENERATED, say(N_("It generated the image"))),
        ),
    )
    tool = Field(
        "tool",
        say(N_("With which tool?")),
        FieldKind.LINE,
        required=True,
        suggestions=("Photoshop", "Lightroom", "Canva", "Topaz", "ChatGPT", "Midjourney"),
        max_length=120,
    )
    label = Field(
        "label_visible",
        say(N_("The published piece says that AI served")),
        FieldKind.TICK,
        hint=say(N_("For instance: “Photo retouched with the help of AI (Topaz)”.")),
    )
    public = Field("public", say(N_("Show it in the public register")), FieldKind.TICK, value="1")
    fields = (extent, tool, label, public)
    return Action(Verb.STATE, say(N_("An AI served…")), Style.PLAIN, Claim.AI_ENHANCED, target, fields=fields)
