from __future__ import annotations

import pytest

from policy.draft import TraceKind, analyse
from tests.policy.draft.about_ai import ABOUT_AI
from tests.policy.draft.sentences import ORDINARY
from tests.policy.draft.speaking import FIRST_PERSON, PRESS

TRACES = (
    ("Selon l’Insee \ue200cite\ue202turn0search3\ue201, oui.", TraceKind.RESIDUE, "ChatGPT"),
    ("Selon l’Insee turn0search12.", TraceKind.RESIDUE, "ChatGPT"),
    ("En hausse :contentReference[oaicite:2]{index=2}.", TraceKind.RESIDUE, "ChatGPT"),
    ("En hausse【4:1†source】.", TraceKind.RESIDUE, "ChatGPT"),
    ("Voir sandbox:/mnt/data/tableau.xlsx", TraceKind.RESIDUE, "ChatGPT"),
    ("Le loyer monte [cite: 3, 12].", TraceKind.RESIDUE, "Gemini"),
    ("[cite_start]Le loyer monte.", TraceKind.RESIDUE, "Gemini"),
    ("<grok-card data-id=1>", TraceKind.RESIDUE, "Grok"),
    ("Les chiffres [web:4] montent.", TraceKind.RESIDUE, "Perplexity"),
    ("<think>Que veut la personne</think>", TraceKind.RESIDUE, ""),
    ("https://www.insee.fr/fr?utm_source=chatgpt.com", TraceKind.CHATBOT_LINK, "ChatGPT"),
    ("https://www.insee.fr/fr?a=1&utm_source=openai", TraceKind.CHATBOT_LINK, "ChatGPT"),
    ("https://www.insee.fr/?utm_source=perplexity", TraceKind.CHATBOT_LINK, "Perplexity"),
    ("https://chatgpt.com/share/67ab-cd", TraceKind.CHATBOT_LINK, "ChatGPT"),
    ("En tant que modèle de langage, je ne peux pas.", TraceKind.ASSISTANT_PHRASE, ""),
    ("En tant qu’IA, je n’ai pas d’opinion.", TraceKind.ASSISTANT_PHRASE, ""),
    ("Bien sûr ! Voici votre texte", TraceKind.ASSISTANT_PHRASE, ""),
    ("Voici une version plus courte et plus percutante :", TraceKind.ASSISTANT_PHRASE, ""),
    ("**Voici trois propositions pour Instagram :**"[2:-2], TraceKind.ASSISTANT_PHRASE, ""),
    ("Souhaitez-vous que je le raccourcisse ?", TraceKind.ASSISTANT_PHRASE, ""),
    ("Si vous le souhaitez, je peux aussi rédiger une version courte.", TraceKind.ASSISTANT_PHRASE, ""),
    ("As an AI language model, I can’t.", TraceKind.ASSISTANT_PHRASE, ""),
    ("Certainly! Here is a draft", TraceKind.ASSISTANT_PHRASE, ""),
    ("Here’s a more concise version:", TraceKind.ASSISTANT_PHRASE, ""),
    ("https://www.insee.fr/?a=1&amp;utm_source=chatgpt.com", TraceKind.CHATBOT_LINK, "ChatGPT"),
    ("https://parti.example/?utm_source=claude.ai", TraceKind.CHATBOT_LINK, "Claude"),
    ("https://claude.ai/public/artifacts/abc", TraceKind.CHATBOT_LINK, "Claude"),
    ("https://copilot.microsoft.com/shares/abc", TraceKind.CHATBOT_LINK, "Copilot"),
    ("https://chat.deepseek.com/share/abc", TraceKind.CHATBOT_LINK, "DeepSeek"),
    ("Souhaitez-vous que je rédige une version plus courte pour Instagram ?", TraceKind.ASSISTANT_PHRASE, ""),
    ("Souhaitez-vous que je l’adapte pour Facebook ?", TraceKind.ASSISTANT_PHRASE, ""),
    ("Veux-tu que je te propose d’autres accroches ?", TraceKind.ASSISTANT_PHRASE, ""),
    ("Si tu veux, je peux aussi te proposer une version LinkedIn.", TraceKind.ASSISTANT_PHRASE, ""),
    ("Si vous le souhaitez, je peux raccourcir ce texte.", TraceKind.ASSISTANT_PHRASE, ""),
    ("Would you like me to create a shorter version?", TraceKind.ASSISTANT_PHRASE, ""),
    ("Parfait ! Voici une version plus percutante de votre texte :", TraceKind.ASSISTANT_PHRASE, ""),
    ("Voici une version plus courte, plus directe et plus engageante :", TraceKind.ASSISTANT_PHRASE, ""),
    ("Sure! Here’s a polished version of your post:", TraceKind.ASSISTANT_PHRASE, ""),
    ("Je suis un modèle de langage et je ne peux pas répondre.", TraceKind.ASSISTANT_PHRASE, ""),
    ("Cher [Votre nom],", TraceKind.PLACEHOLDER, ""),
    ("Rendez-vous le [date de la réunion]", TraceKind.PLACEHOLDER, ""),
)


@pytest.mark.parametrize(("text", "kind", "tool"), TRACES)
def test_what_an_assistant_leaves_is_found_with_its_place(text: str, kind: TraceKind, tool: str) -> None:
    found = analyse(f"Bonjour.\n{text}").traces
    assert [(trace.kind, trace.tool) for trace in found][:1] == [(kind, tool)]
    assert found[0].passage.line == 2
    assert analyse(text).has_traces is (kind is not TraceKind.PLACEHOLDER)


@pytest.mark.parametrize("sentence", ORDINARY + ABOUT_AI + FIRST_PERSON + PRESS)
def test_how_people_write_is_no_trace(sentence: str) -> None:
    assert analyse(sentence).traces == ()


@pytest.mark.parametrize(
    "style", ["—", "“”", "«\u202f»", "\u200b", "\ufeff", "## Titre", "```", "🚀 ✨ 🎯", "Tout d’abord, enfin,"]
)
def test_style_and_typography_are_no_trace(style: str) -> None:
    assert analyse(f"Un texte {style} avec du style.\n{style}").traces == ()


def test_a_page_full_of_one_trace_is_told_in_short() -> None:
    assert len(analyse("turn0search1 " * 5_000).traces) == 50


@pytest.mark.parametrize("quoted", ["« {} », a répondu la machine.", "“{}” it said.", 'Elle dit : "{}"'])
def test_what_an_assistant_said_may_be_quoted(quoted: str) -> None:
    phrase = "En tant que modèle de langage, je ne peux pas voter"
    assert analyse(phrase).has_traces
    assert analyse(quoted.format(phrase)).traces == ()


def test_a_name_that_people_bear_signs_no_link_without_its_domain() -> None:
    assert analyse("https://parti.example/don?ref=claude").traces == ()
    assert analyse("https://parti.example/don?ref=claude.ai").has_traces
