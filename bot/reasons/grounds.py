"""The rules behind an opinion, what would be enough to change it, and how to contest it."""

from __future__ import annotations

from bot.language import N_, Catalogue
from bot.reasons.model import Ground
from policy.charter.counterfactual import WayOut, way_out
from policy.charter.model import Basis, Charter, Rule
from policy.facts import STATED_WITH_ORIGIN, FactName
from policy.verdict import Answer, FiredRule, Verdict


def grounds(verdict: Verdict, charter: Charter, catalogue: Catalogue) -> tuple[Ground, ...]:
    """Return the rules that apply for certain; where none does, those that may apply, and are asked about."""
    return tuple(_ground(fired, charter, catalogue) for fired in _behind(verdict))


def _behind(verdict: Verdict) -> tuple[FiredRule, ...]:
    return tuple(fired for fired in verdict.rules if fired.certain) or verdict.rules


def _rules(verdict: Verdict, charter: Charter) -> list[Rule]:
    return [rule for fired in _behind(verdict) if (rule := charter.by_id.get(fired.id))]


def _ground(fired: FiredRule, charter: Charter, catalogue: Catalogue) -> Ground:
    language, rule = catalogue.language, charter.by_id.get(fired.id)
    article = next((item for item in charter.articles if item.number == fired.article), None)
    number = catalogue.say(N_("Article {number}"), number=fired.article)
    title = article.title[language] if article else ""
    if rule is None:
        return Ground(number, title, "", "", "", (catalogue.say(N_("This rule is no longer in the charter.")),))
    return Ground(
        article=number,
        title=title,
        message=rule.message[language] if fired.certain else "",
        quote=rule.quote,
        paraphrase=rule.paraphrase[language] if rule.paraphrase else "",
        remarks=tuple(catalogue.say(remark) for remark in _remarks(rule, fired)),
    )


def _remarks(rule: Rule, fired: FiredRule) -> list[str]:
    remarks = []
    if rule.basis is Basis.INTERPRETATION:
        remarks.append(N_("Our reading of the text"))
    if rule.quote and not rule.quote_verified:
        remarks.append(N_("quote not found in the adopted text"))
    if not fired.certain:
        remarks.append(N_("Whether it applies depends on an answer"))
    return remarks


def ways_out(verdict: Verdict, charter: Charter, catalogue: Catalogue, *, is_text: bool) -> tuple[str, ...]:
    """Return what would be enough, in one sentence where there is such a thing, then what the rules advise."""
    language = catalogue.language
    advice = [rule.way_out[language] for rule in _rules(verdict, charter) if rule.way_out]
    advice = advice if any(fired.certain for fired in verdict.rules) else []
    found = way_out(charter, dict(verdict.facts))
    if found is None or not (found.remedies or found.questions):
        return tuple(dict.fromkeys(advice))
    enough = catalogue.say(N_("It would be enough to: {steps}."), steps=", ".join(_steps(found, catalogue, is_text)))
    open_ended = [catalogue.say(N_("What comes next depends on the answer."))] if found.questions else []
    return tuple(dict.fromkeys((enough, *open_ended, *advice)))


def _steps(found: WayOut, catalogue: Catalogue, is_text: bool) -> list[str]:
    language = catalogue.language
    stated = not is_text and any(fact.name == FactName.ORIGIN_ESTABLISHED for fact, _ in found.remedies)
    asked = [fact for fact in found.questions if not (stated and fact.name in STATED_WITH_ORIGIN)]
    answers = [catalogue.say(N_("answer “{question}”"), question=fact.question[language]) for fact in asked]
    return [*(remedy.words[language] for _, remedy in found.remedies), *answers]


_NO_APPEAL = N_("There is no appeal against this opinion: talk to the charter officer.")


def contest(verdict: Verdict, charter: Charter, catalogue: Catalogue, *, found: bool) -> tuple[str, ...]:
    """Return what of an opinion can be contested, and how; `found` tells whether marks were."""
    bases = {rule.basis for rule in _rules(verdict, charter)}
    sentences = []
    if Basis.INTERPRETATION in bases:
        sentences.append(N_("This opinion rests on our reading of the text: you may contest that reading."))
    if Basis.TEXT in bases:
        sentences.append(N_("The charter's own words are not contested here: only those who adopted it change them."))
    if found:
        sentences.append(N_("What was found may be contested: a mark can be copied, a reading can be wrong."))
    said = [catalogue.say(sentence) for sentence in sentences]
    appealable = verdict.answer is Answer.FORBIDDEN and (found or bases == {Basis.INTERPRETATION})
    said.append(_appeal(catalogue) if appealable else catalogue.say(_NO_APPEAL))
    return tuple(said)


def _appeal(catalogue: Catalogue) -> str:
    words = N_("Two people who had no part in it can look at it again: on the card, “{button}”.")
    return catalogue.say(words, button=catalogue.say(N_("Appeal")))
