"""Facts, paraphrases, guarantees and counted rules of a charter file, and what its meaning depends on."""

from __future__ import annotations

import pytest

from policy.charter.model import Charter, Guarantee, Is, Value, Words
from policy.charter.problem import Mistake, Problem
from policy.verdict import Answer
from tests.policy.charter.test_load import SMALL, line_of, loaded, problems

DERIVED = "  image générée par IA:\n"
GUARANTEED = SMALL.replace(
    "exemples:",
    """garanties:
  - nom: Jamais
    si: {image générée par IA: oui}
    avis: [défavorable, réservé]
exemples:""",
)


def with_fact(written: str) -> str:
    return SMALL.replace(DERIVED, written + DERIVED)


def own(choices: str, more: str = "", answered_by: str = "auteur·rice") -> str:
    return with_fact(
        f"  personne mineure:\n    choix: {choices}\n    question: {{fr: Mineure ?, en: Minor?}}\n"
        f"    répond: {answered_by}\n{more}"
    )


def values(made: Charter, name: str = "personne-mineure") -> tuple[Value, ...]:
    fact = made.fact(name)
    assert fact
    assert fact.own
    return fact.values


def test_a_fact_of_the_charter_is_answered_by_yes_or_no() -> None:
    assert values(loaded(own("oui/non"))) == (Value("yes", Words("oui", "yes")), Value("no", Words("non", "no")))


def test_a_fact_of_the_charter_has_its_own_list_of_values() -> None:
    made = loaded(own("[jamais, une fois]"))
    assert [(value.name, value.words.fr) for value in values(made)] == [("jamais", "jamais"), ("une-fois", "une fois")]


def test_the_values_of_a_fact_may_be_translated() -> None:
    made = loaded(own("{jamais: {fr: Jamais, en: Never}, souvent: {fr: Souvent, en: Often}}"))
    assert values(made) == (Value("jamais", Words("Jamais", "Never")), Value("souvent", Words("Souvent", "Often")))


@pytest.mark.parametrize("word", ["souvent", "Souvent", "Often"])
def test_a_condition_may_use_any_word_of_a_value(word: str) -> None:
    text = own("{jamais: {fr: Jamais, en: Never}, souvent: {fr: Souvent, en: Often}}")
    made = loaded(text.replace("    si: {image générée par IA: oui}", f"    si: {{personne mineure: {word}}}"))
    assert made.rules[0].when == Is("personne-mineure", frozenset({"souvent"}))


@pytest.mark.parametrize("choices", ["[seule]", "[deux, Deux]", "[]", "{seule: {fr: a, en: b}}"])
def test_a_question_with_fewer_than_two_answers_is_a_mistake(choices: str) -> None:
    (problem,) = problems(own(choices))
    assert (problem.mistake, problem.line) == (Mistake.TOO_FEW_CHOICES, line_of(SMALL, "générée par IA:") + 1)


def test_a_fact_that_vigie_derives_keeps_its_values() -> None:
    text = SMALL.replace(DERIVED, DERIVED + "    choix: [a, b]\n")
    assert problems(text) == [Problem(line_of(text, "choix"), Mistake.DERIVED_FACT, "image générée par IA")]


def test_a_fact_that_nobody_derives_needs_its_choices() -> None:
    text = with_fact("  image généré par IA:\n    question: {fr: a, en: a}\n    répond: auteur·rice\n")
    assert problems(text)[0] == Problem(
        line_of(text, "image généré par"), Mistake.UNKNOWN_FACT, "image généré par IA", "image générée par IA"
    )


def test_vigie_can_not_answer_what_only_the_charter_knows() -> None:
    [found] = problems(own("oui/non", answered_by="vigie"))
    assert (found.mistake, found.subject) == (Mistake.ANSWERED_BY_VIGIE, "personne mineure")


def test_a_fact_says_how_people_may_change_it() -> None:
    made = loaded(own("oui/non", "    modifiable: {non: {fr: la flouter, en: blur them}}\n"))
    fact = made.fact("personne-mineure")
    assert fact
    assert fact.remedies == (Value("no", Words("la flouter", "blur them")),)


def test_only_a_value_of_the_fact_can_be_changed() -> None:
    found = problems(own("oui/non", "    modifiable: {peut-être: {fr: a, en: a}}\n"))
    assert [problem.mistake for problem in found] == [Mistake.UNKNOWN_VALUE]


PARAPHRASE = "    paraphrase: {fr: La loi le veut., en: The law wants it.}\n"
QUOTE = "    citation: Nul ne génère d'images.\n"


def test_a_rule_that_quotes_nobody_says_what_it_rests_on() -> None:
    (made,) = loaded(SMALL.replace(QUOTE, PARAPHRASE)).rules
    assert (made.quote, made.quote_verified) == ("", False)
    assert made.paraphrase == Words("La loi le veut.", "The law wants it.")


def test_a_rule_quotes_or_paraphrases_and_never_both() -> None:
    text = SMALL.replace(QUOTE, QUOTE + PARAPHRASE)
    assert problems(text) == [Problem(line_of(text, "La loi le veut"), Mistake.QUOTE_AND_PARAPHRASE, "non")]
    assert problems(SMALL.replace(QUOTE, ""))[0].mistake is Mistake.MISSING_KEY


def test_a_guarantee_is_read_with_its_line_and_its_answers() -> None:
    (promise,) = loaded(GUARANTEED).guarantees
    assert promise == Guarantee(
        "Jamais", Is("generated", frozenset({"yes"})), frozenset({Answer.FORBIDDEN, Answer.INCOMPLETE})
    )
    assert promise.line == line_of(GUARANTEED, "nom: Jamais")
    assert loaded(SMALL).guarantees == ()


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("[défavorable, réservé]", "[favorable]", Mistake.UNKNOWN_VALUE),
        ("[défavorable, réservé]", "[]", Mistake.MISSING_KEY),
        (
            "  - nom: Jamais\n    si: {image générée par IA: oui}",
            "  - nom: Jamais\n    si: {}",
            Mistake.EMPTY_CONDITION,
        ),
    ],
)
def test_a_mistake_in_a_guarantee_is_told(old: str, new: str, mistake: Mistake) -> None:
    assert old in GUARANTEED
    assert problems(GUARANTEED.replace(old, new))[0].mistake is mistake


def test_an_example_may_name_the_rules_that_are_only_counted() -> None:
    expected = "attendu: {avis: défavorable, règles: [non]}"
    made = loaded(SMALL.replace(expected, "attendu: {avis: défavorable, observées: [non]}"))
    assert (made.examples[0].rules, made.examples[0].observed) == (None, ("non",))
    found = problems(SMALL.replace(expected, "attendu: {avis: défavorable, observées: [nom]}"))
    assert [problem.mistake for problem in found] == [Mistake.UNKNOWN_RULE]


RULES = SMALL.partition("règles:\n")[2].partition("exemples:")[0]
TWO = SMALL.replace("exemples:", RULES.replace("id: non", "id: autre").replace(": oui}", ": non}") + "exemples:")
TWO_TURNED = SMALL.replace(RULES, RULES.replace("id: non", "id: autre").replace(": oui}", ": non}") + RULES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("message: {fr: Non., en: No.}", "message: {fr: Certes non., en: Surely not.}"),
        ("nom: Une image générée", "nom: Une autre image"),
        ("que faire: {fr: Une photo.", "que faire: {fr: Un dessin."),
        ("question: {fr: Générée ?", "question: {fr: Est-elle générée ?"),
        ('version: "2"', 'version: "3"'),
        ("règles: [non]}", "règles: []}"),
    ],
)
def test_rewording_a_charter_leaves_its_meaning(old: str, new: str) -> None:
    assert old in SMALL
    before, after = loaded(SMALL), loaded(SMALL.replace(old, new))
    assert after.meaning == before.meaning
    assert after.sha256 != before.sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    si: {image générée par IA: oui}", "    si: {image générée par IA: non}"),
        ("    si: {image générée par IA: oui}", "    si: {image générée par IA: [oui, non]}"),
        ("effet: interdire", "effet: permettre"),
        ("effet: interdire", "effet: interdire\n    mode: observer"),
        ("effet: interdire", "effet: interdire\n    approbation: {nombre: 1, rôle: relecteur·rice}"),
        ("effet: interdire", "effet: interdire\n    sauf si: {image générée par IA: non}"),
        ("répond: auteur·rice", "répond: relecteur·rice"),
    ],
)
def test_deciding_otherwise_changes_the_meaning(old: str, new: str) -> None:
    assert old in SMALL
    assert loaded(SMALL.replace(old, new)).meaning != loaded(SMALL).meaning


def test_how_many_people_approve_is_part_of_the_meaning() -> None:
    one = SMALL.replace("effet: interdire", "effet: interdire\n    approbation: {nombre: 1, rôle: relecteur·rice}")
    assert loaded(one).meaning != loaded(one.replace("nombre: 1", "nombre: 2")).meaning


def test_the_order_of_the_rules_is_no_part_of_the_meaning() -> None:
    assert loaded(TWO).meaning == loaded(TWO_TURNED).meaning
    assert loaded(TWO).rules != loaded(TWO_TURNED).rules
    assert loaded(TWO).meaning != loaded(SMALL).meaning
