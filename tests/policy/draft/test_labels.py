from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.draft import analyse
from tests.policy.draft.sentences import ORDINARY

LABELS = (
    "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.",
    "(traduit avec DeepL)",
    "Sous-titres générés par IA",
    "Post rédigé avec l’assistance de Claude",
    "Réalisé avec le concours d’une intelligence artificielle",
    "Avec l'aide de l'IA",
    "Contenu assisté par IA",
    "Ce texte, rédigé avec l'aide d'une IA, a été relu par l'équipe.",
    "Ce post a été traduit avec DeepL et relu par Alix.",
    "Le texte a été écrit avec l’aide de ChatGPT.",
    "Texte corrigé à l’aide d’un outil d’IA générative",
    "[Texte généré par une IA]",
    "Traduction DeepL, relue",
    "🤖 Texte rédigé avec une IA",
    "Image générée par intelligence artificielle",
    "Rédigé·e avec l'aide d'une IA",
    "Résumé écrit avec Mistral, vérifié par la rédaction",
    "Mention : texte rédigé avec l’aide de l’IA",
    "Photo retouchée avec l’aide d’une IA (Topaz)",
    "Données analysées avec l’aide d’une IA (Claude), vérifiées par l’équipe.",
    "Texte écrit avec l’aide d’une IA : ChatGPT",
    "Visuel retouché par IA #transparence",
    "#AvecIA",
    "Written with the help of AI",
    "AI-assisted text",
    "AI-generated image",
    "This post was drafted with ChatGPT and checked by our team",
    "Translated with DeepL",
    "The text was written with the assistance of an AI tool.",
    "Subtitles generated with AI, reviewed by Sam.",
)
labels = st.sampled_from(LABELS)
ordinary = st.lists(st.sampled_from(ORDINARY), max_size=5).map("\n".join)


@pytest.mark.parametrize("label", LABELS)
def test_natural_wordings_are_recognised(label: str) -> None:
    (found,) = analyse(label).labels
    assert found.passage.excerpt == label[found.passage.start : found.passage.end][:80]


@pytest.mark.parametrize("sentence", ORDINARY)
def test_a_sentence_about_ai_or_a_denial_is_no_label(sentence: str) -> None:
    assert not analyse(sentence).has_label


@settings(derandomize=True, max_examples=200, deadline=None)
@given(ordinary, labels, ordinary)
def test_a_label_is_found_wherever_it_stands(before: str, label: str, after: str) -> None:
    assert analyse(f"{before}\n\n{label}\n{after}").has_label
    assert not analyse(f"{before}\n\n{after}").has_label


@settings(derandomize=True, max_examples=200, deadline=None)
@given(labels, st.data())
def test_capitals_spaces_and_apostrophes_do_not_matter(label: str, data: st.DataObject) -> None:
    changed = label.upper() if data.draw(st.booleans()) else label
    changed = changed.replace("’", data.draw(st.sampled_from("’'‘")))
    changed = changed.replace(" ", data.draw(st.sampled_from([" ", "\u00a0", "\u202f", "  "[:1]])))
    assert analyse(changed).has_label


def test_a_label_after_a_sentence_on_the_same_line_counts() -> None:
    text = "Venez dimanche ! Texte rédigé avec l’aide d’une IA."
    (found,) = analyse(text).labels
    assert text[found.passage.start : found.passage.end] == "Texte rédigé avec l’aide d’une IA."


def test_the_line_of_a_label_is_told() -> None:
    (found,) = analyse("Un.\n\nDeux.\nTexte rédigé avec une IA").labels
    assert found.passage.line == 4


def test_decomposed_accents_are_read_like_composed_ones() -> None:
    assert analyse("Texte re\u0301dige\u0301 avec l’aide d’une IA").has_label
