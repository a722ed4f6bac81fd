"""What people are asked about a draft, about declared uses of AI, and by the charter itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.card.draft_view import missing_label
from bot.card.model import Action, Field, FieldKind, Option, Question, Style, Verb
from bot.case import Case
from bot.declaration_form import declaration_fields
from bot.declared import Declared
from bot.kinds import State
from bot.language import N_, Catalogue
from bot.people import Person
from bot.workflow import DRAFT_LENGTH
from bot.workflow.drafting import REVISED_IN, may_answer
from policy.charter.model import Charter, Fact
from policy.declaration import LabelPlace
from policy.facts import NO, FactName
from policy.verdict import Answer


def use_questions(case: Case, viewer: Person, charter: Charter, catalogue: Catalogue) -> Iterator[Question]:
    """Yield the questions that are not about one visual's origin: each once, to whoever may answer it."""
    if not case.state.open:
        return
    if case.made_by(viewer.id):
        yield from _about_draft(case, charter, catalogue)
        yield from _about_declarations(case, charter, catalogue)
    for fact in _own(case, charter, required=True):
        if may_answer(fact, case, viewer):
            yield Question(fact.question[catalogue.language], _choices(fact, catalogue))


def author_actions(case: Case, catalogue: Catalogue, charter: Charter) -> list[Action]:
    """Return what an author may do beside answering: change the text, declare a use, be more precise."""
    found: list[Action] = []
    missing = set(case.draft.verdict.missing) if case.draft and case.draft.verdict else set()
    if case.draft and (case.state.open or case.state in REVISED_IN):
        found.append(revision(case, catalogue))
    if (case.state.approvable or case.state is State.INCOMPLETE) and not missing & {
        FactName.AI_USE,
        FactName.USE_DECLARED,
    }:
        found.append(declaration(N_("Declare a use of AI"), catalogue))
    return found + _details(case, charter, catalogue)


def _details(case: Case, charter: Charter, catalogue: Catalogue) -> list[Action]:
    """Return the form on which an author adds what is only counted, or mends a slip in what they answered."""
    answered = [fact for fact in charter.facts if fact.own and fact.name in case.answers]
    optional = _own(case, charter, required=False) if case.state.approvable else []
    mine = [fact for fact in (*answered, *optional) if "author" in fact.answered_by]
    if not mine or not case.state.open:
        return []
    label = N_("Change my answers") if answered else N_("Add details (optional)")
    fields = tuple(_field(fact, case.answers.get(fact.name, ""), catalogue) for fact in mine)
    return [Action(Verb.ANSWER, catalogue.say(label), fields=fields)]


def declaration(label: str, catalogue: Catalogue, style: Style = Style.PLAIN) -> Action:
    """Return the button that opens the form of a declaration; its label is a msgid."""
    return Action(Verb.DECLARE, catalogue.say(label), style, fields=declaration_fields(catalogue, attached=True))


def revision(case: Case, catalogue: Catalogue) -> Action:
    """Return the button that opens the text for changes."""
    hint = N_("A new version: whatever was approved falls.") if case.decisions else ""
    text = Field(
        "draft",
        catalogue.say(N_("Text of the post")),
        FieldKind.PARAGRAPH,
        required=True,
        hint=catalogue.say(hint),
        max_length=DRAFT_LENGTH,
        value=(case.draft.text if case.draft else "") or "",
    )
    return Action(Verb.REVISE, catalogue.say(N_("Change the text")), fields=(text,))


def _about_draft(case: Case, charter: Charter, catalogue: Catalogue) -> Iterator[Question]:
    verdict = case.draft.verdict if case.draft else None
    if verdict is None or verdict.answer is not Answer.INCOMPLETE:
        return
    say, missing = catalogue.say, set(verdict.missing)
    if FactName.AI_USE in missing:
        no = Action(Verb.ANSWER, say(N_("No, no AI")), Style.PRIMARY, f"{FactName.AI_USE}:{NO}")
        yes = declaration(N_("Yes, an AI helped…"), catalogue)
        yield Question(_text(charter, FactName.AI_USE, catalogue), (no, yes))
    elif FactName.USE_DECLARED in missing:
        yes = declaration(N_("Declare it"), catalogue, Style.PRIMARY)
        yield Question(_text(charter, FactName.USE_DECLARED, catalogue), (yes,))
    elif FactName.LABEL_VISIBLE in missing:
        label = missing_label(case, catalogue)
        add = Action(Verb.ADD_LABEL, say(N_("Add this label at the end")), Style.PRIMARY, label)
        yield Question(_text(charter, FactName.LABEL_VISIBLE, catalogue), (add,) if label else ())


def _about_declarations(case: Case, charter: Charter, catalogue: Catalogue) -> Iterator[Question]:
    """A declaration that lacks something is completed where it was made."""
    missing = {name for verdict in case.verdicts for name in verdict.missing}
    if FactName.RESULT_CHECKED in missing:
        for declared in case.standing:
            if not declared.declaration.checked:
                yield _completion(declared, FactName.RESULT_CHECKED, charter, catalogue)
    lacks_label = {name for asset in case.assets if asset.verdict for name in asset.verdict.missing}
    if FactName.LABEL_VISIBLE in lacks_label:
        for declared in case.standing:
            if declared.declaration.label is LabelPlace.NOWHERE and declared.declaration.purpose.about_visuals:
                yield _completion(declared, FactName.LABEL_VISIBLE, charter, catalogue)


def _completion(declared: Declared, fact: FactName, charter: Charter, catalogue: Catalogue) -> Question:
    correction = Action(
        Verb.CORRECT,
        catalogue.say(N_("Complete the declaration {reference}"), reference=declared.reference),
        Style.PRIMARY,
        f"{declared.reference}:{declared.revision}",
        fields=declaration_fields(catalogue, declared.declaration, attached=True),
    )
    return Question(_text(charter, fact, catalogue), (correction,))


def _own(case: Case, charter: Charter, *, required: bool) -> list[Fact]:
    """Return the charter's own facts that nobody has answered: those that block, or those that are only counted."""
    blocking = {name for verdict in case.verdicts for name in verdict.missing}
    open_rules = {rule.id for verdict in case.verdicts for rule in verdict.observed if not rule.certain}
    counted = {name for rule in charter.rules if rule.id in open_rules for name in rule.facts}
    wanted = blocking if required else counted - blocking
    return [fact for fact in charter.facts if fact.own and fact.name in wanted and fact.name not in case.answers]


def _choices(fact: Fact, catalogue: Catalogue) -> tuple[Action, ...]:
    return tuple(
        Action(Verb.ANSWER, _word(value.words[catalogue.language]), value=f"{fact.name}:{value.name}")
        for value in fact.values
    )


def _field(fact: Fact, answered: str, catalogue: Catalogue) -> Field:
    options = tuple(Option(value.name, _word(value.words[catalogue.language])) for value in fact.values)
    return Field(fact.name, fact.question[catalogue.language], FieldKind.CHOICE, options=options, value=answered)


def _word(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(charter: Charter, name: FactName, catalogue: Catalogue) -> str:
    fact = charter.fact(name)
    return fact.question[catalogue.language] if fact else catalogue.say(N_("An AI served: which one, and what for?"))
