"""What `vigie charter check` found, in words: what is wrong, with its line; what nobody would notice; the sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.guarantees import Proof
from policy.charter.lint import CheckResult, ExampleResult
from policy.charter.model import Charter
from policy.charter.mutants import Change, Survivor
from policy.charter.problem import Problem
from policy.charter.words import term_words
from policy.facts import FactName
from policy.verdict import Answer

_PASSAGE = 300
"""How many characters of a quote are shown."""
_UNNOTICED = {
    Change.RULE_DROPPED: N_("the whole rule"),
    Change.VALUES_INVERTED: N_("“{fact}” with the opposite value"),
    Change.VALUE_DROPPED: N_("“{fact}” without “{value}”"),
    Change.PART_DROPPED: N_("the line “{fact}”"),
    Change.GROUP_DROPPED: N_("a group of lines"),
    Change.EXCEPTION_DROPPED: N_("its exception"),
    Change.FULFILMENT_DROPPED: N_("what fulfils it"),
    Change.APPROVAL_RAISED: N_("one more person to approve"),
    Change.APPROVAL_DROPPED: N_("its approval"),
}


def check_lines(
    charter: Charter, result: CheckResult, unnoticed: Iterable[Survivor], catalogue: Catalogue
) -> Iterator[str]:
    """Yield what the check found: what is wrong first, then hints, then the sum."""
    for line, text in sorted(_wrong(charter, result, catalogue)):
        yield "✖ " + catalogue.say(N_("line {number}: {text}"), number=line, text=text)
    for rule in result.waived:
        yield "• " + catalogue.say(
            N_("The quote of the rule “{rule}” can't be checked; the file says so."), rule=one_line(rule)
        )
    for item in unnoticed:
        yield "• " + _hint(charter, item, catalogue)
    if result.passed:
        yield "✔ " + _sum(charter, result, catalogue)


def _wrong(charter: Charter, result: CheckResult, catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    for problem in result.misquoted:
        yield problem.line, _misquoted(problem, catalogue)
    for example in result.examples:
        if not example.answered:
            yield example.example.line, _answered_otherwise(example, catalogue)
        if not example.counted:
            yield example.example.line, _counted_otherwise(example, catalogue)
    for proof in result.proofs:
        if not proof.passed:
            yield proof.guarantee.line, _unproven(charter, proof, catalogue)


def _misquoted(problem: Problem, catalogue: Catalogue) -> str:
    text = catalogue.say(
        N_("the quote “{quote}” is not in the adopted text, word for word"), quote=one_line(problem.subject, _PASSAGE)
    )
    if not problem.suggestion:
        return text
    return catalogue.say(N_("{text}; did you mean “{word}”?"), text=text, word=one_line(problem.suggestion, _PASSAGE))


def _answered_otherwise(result: ExampleResult, catalogue: Catalogue) -> str:
    named = result.rules or (None if result.example.rules is None else ())
    return catalogue.say(
        N_("example “{name}”: expected {expected}, found {found}"),
        name=one_line(result.example.name),
        expected=_answer(result.example.answer, result.example.rules, catalogue),
        found=_answer(result.answer, named, catalogue),
    )


def _answer(answer: Answer, rules: tuple[str, ...] | None, catalogue: Catalogue) -> str:
    word = term_words(answer, catalogue.language)
    return catalogue.say(N_("“{answer}” {rules}"), answer=word, rules=_listed(rules)).rstrip()


def _counted_otherwise(result: ExampleResult, catalogue: Catalogue) -> str:
    return catalogue.say(
        N_("example “{name}”: expected to count {expected}, counted {found}"),
        name=one_line(result.example.name),
        expected=_listed(result.example.observed),
        found=_listed(result.observed),
    )


def _listed(rules: tuple[str, ...] | None) -> str:
    return "" if rules is None else f"[{', '.join(rules)}]"


def _unproven(charter: Charter, proof: Proof, catalogue: Catalogue) -> str:
    name = one_line(proof.guarantee.name)
    if proof.counterexample is None or proof.answer is None:
        return catalogue.say(N_("guarantee “{name}”: no facts ever bring this case about"), name=name)
    facts = [(_fact(fact, catalogue), _value(charter, fact, value, catalogue)) for fact, value in proof.counterexample]
    told = [catalogue.say(N_("{fact}: {value}"), fact=fact, value=value) for fact, value in facts]
    return catalogue.say(
        N_("guarantee “{name}” is broken: where {facts}, and nothing else is known, the answer is “{answer}”"),
        name=name,
        facts=", ".join(told),
        answer=term_words(proof.answer, catalogue.language),
    )


def _fact(name: str, catalogue: Catalogue) -> str:
    """Return what the file calls a fact."""
    try:
        return term_words(FactName(name), catalogue.language)
    except ValueError:
        return one_line(name.replace("-", " "))


def _value(charter: Charter, fact: str, value: str, catalogue: Catalogue) -> str:
    told = charter.fact(fact)
    return one_line(told.words(value)[catalogue.language]) if told else value


def _hint(charter: Charter, survivor: Survivor, catalogue: Catalogue) -> str:
    change = catalogue.say(
        _UNNOTICED[survivor.change],
        fact=_fact(survivor.fact, catalogue),
        value=_value(charter, survivor.fact, survivor.value, catalogue),
    )
    rule = charter.by_id[survivor.rule_id]
    return catalogue.say(
        N_("line {number}: no example would notice a change to the rule “{rule}”: {change}."),
        number=rule.line,
        rule=one_line(rule.id),
        change=change,
    )


def _sum(charter: Charter, result: CheckResult, catalogue: Catalogue) -> str:
    told = catalogue.say(
        N_("{title}, version {version}: {rules} rules, {examples} examples, all as expected."),
        title=one_line(charter.title[catalogue.language]),
        version=one_line(charter.version),
        rules=len(charter.rules),
        examples=len(result.examples),
    )
    if not result.proofs:
        return told
    kept = catalogue.count(
        "{number} guarantee kept in {worlds} combinations of facts, unknown ones included.",
        "{number} guarantees kept in {worlds} combinations of facts, unknown ones included.",
        len(result.proofs),
        worlds=catalogue.number(result.worlds),
    )
    return f"{told} {kept}"
