"""What people see of a draft post, from the question to the visa, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from bot.kinds import Choice
from policy.declaration import Checker
from policy.facts import FactName
from policy.language import Language
from tests.bot.card.plain import as_text
from tests.bot.scene import Scene
from tests.bot.workflow.drafts import CLEAN, DRAFTED, LABELLED, REVIEWED, TRACED


def test_a_text_with_traces_asks_its_author(scene: Scene) -> None:
    reference = scene.submit(draft=TRACED, note="Pour dimanche")
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (ask)
Avis réservé : il manque quelque chose
Le texte porte des traces qu’un assistant IA a pu laisser. C’est à son auteur·rice de dire s’il a servi.
Camille · 2026-11-24 11:00 UTC
> Pour dimanche
text: Il manque quelque chose (ask)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  | Source : https://www.insee.fr/fr/statistiques?utm_source=chatgpt.com
  ! ligne 2 : « ?utm_source=chatgpt.com », un lien copié depuis un assistant IA (ChatGPT)
way out: Il suffirait de : répondre à « Une IA a-t-elle aidé à écrire ce texte ? ».
Une IA a-t-elle aidé à écrire ce texte ? (all files)
  [Non, aucune IA] answer ai-use:no primary
  [Oui, une IA a aidé…] declare plain (purpose, subject, tool, provider, extent, personal_data_sent, checker,
    check, label, public)
  [Modifier le texte] revise plain (draft)
  [Retirer] withdraw plain
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
11:00 Déposé par Camille : un texte (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (ask)\
""")


def test_what_others_see_meanwhile(scene: Scene) -> None:
    assert as_text(scene.card(scene.submit(draft=TRACED), "Dominique", Language.ENGLISH)) == snapshot("""\
V-0001 (ask)
Reserved opinion: something is missing
The text carries traces that an AI assistant may have left. It is for its author to say whether one served.
Camille · 2026-11-24 11:00 UTC
text: Something is missing (ask)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  | Source : https://www.insee.fr/fr/statistiques?utm_source=chatgpt.com
  ! line 2: “?utm_source=chatgpt.com”, a link copied from an AI assistant (ChatGPT)
way out: It would be enough to: answer “Did AI help to write this text?”.
  [Request changes] request-changes plain (reason)
  [Refuse] refuse danger (reason)
(Waiting for the author's answer.)
11:00 Submitted by Camille: a text (quiet)
11:00 Opinion: reserved, something is missing (ask)\
""")


def test_a_declared_text_waits_for_its_label(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.declare(DRAFTED, reference)
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (ask)
Avis réservé : il manque quelque chose
La publication doit dire qu’une IA a servi.
Camille · 2026-11-24 11:00 UTC
text: Il manque quelque chose (ask)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  to paste: Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’auteur·rice.
declared: D-0001 · Rédiger un texte · ChatGPT (OpenAI) · vérifié par : L’auteur·rice
Article 3. Signaler tout usage d’IA (ask)
  « signaler tout usage d’IA »
  La publication doit dire qu’une IA a servi.
  → Ajoutez la mention, par exemple « Avec l’aide d’une IA (nom de l’outil) ».
way out: Il suffirait de : ajouter la mention.
La publication dit-elle qu’une IA a servi ? (all files)
  [Ajouter cette mention à la fin] add-label Texte rédigé avec l’aide d’une IA (ChatGPT), relu par
    l’auteur·rice. primary
  [Modifier le texte] revise plain (draft)
  [Déclarer un usage de l’IA] declare plain (purpose, subject, tool, provider, extent, personal_data_sent,
    checker, check, label, public)
  [Retirer] withdraw plain
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
11:00 Déposé par Camille : un texte (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (ask)
11:00 Camille déclare un usage de l’IA (D-0001) : Rédiger un texte, ChatGPT (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 3) (ask)\
""")


@pytest.mark.parametrize("blank", ["", "\n[votre nom], https://a.example/affiche.png"])
def test_a_labelled_text_waits_for_somebody_who_answers_for_it(scene: Scene, blank: str) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.declare(DRAFTED, reference)
    scene.revise(reference, LABELLED + blank)
    card = as_text(scene.card(reference, "Dominique"))
    assert ("votre nom" in card) is bool(blank)
    if not blank:
        assert card == snapshot("""\
V-0001 (clear)
Rien ne s’oppose
Une personne décide maintenant, et ce n’est pas l’auteur·rice.
Camille · 2026-11-24 11:00 UTC
text: Rien ne s’oppose (clear)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  |
  | Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
  = Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
  + Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
declared: D-0001 · Rédiger un texte · ChatGPT (OpenAI) · vérifié par : L’auteur·rice
  [Donner mon visa] approve primary (accuracy, plausibility, sources, responsible)
  [Demander des modifications] request-changes plain (reason)
  [Refuser] refuse danger (reason)
11:00 Déposé par Camille : un texte (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (ask)
11:00 Camille déclare un usage de l’IA (D-0001) : Rédiger un texte, ChatGPT (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 3) (ask)
11:00 Camille a changé le texte : version 2 (quiet)
11:00 Avis de Vigie : rien ne s’oppose (clear)\
""")


def test_a_text_that_nobody_has_checked(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    scene.declare(replace(DRAFTED, checker=Checker.NOBODY, check=""), reference)
    assert as_text(scene.card(reference, "Camille", Language.ENGLISH)) == snapshot("""\
V-0001 (ask)
Reserved opinion: something is missing
Somebody must have checked what AI made, and say how.
Camille · 2026-11-24 11:00 UTC
text: Something is missing (ask)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  |
  | Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
  = Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
declared: D-0001 · Writing a text · ChatGPT (OpenAI) · checked by: Nobody yet
Article 5. Useful uses, transparent and verifiable (ask)
  « son utilisation doit être transparente, vérifiable et éthique »
  Somebody must have checked what AI made, and say how.
  → Read it again, check the sources, then correct the declaration.
way out: It would be enough to: have a person check the result.
Who checked what AI made, and how? (all files)
  [Complete the declaration D-0001] correct D-0001:1 primary (purpose, subject, tool, provider, extent,
    personal_data_sent, checker, check, label, public)
  [Change the text] revise plain (draft)
  [Declare a use of AI] declare plain (purpose, subject, tool, provider, extent, personal_data_sent, checker,
    check, label, public)
  [Withdraw] withdraw plain
  [Add a co-author] add-co-author plain (person)
11:00 Submitted by Camille: a text (quiet)
11:00 Opinion: reserved, something is missing (article 3) (ask)
11:00 Camille declares a use of AI (D-0001): Writing a text, ChatGPT (quiet)
11:00 Opinion: reserved, something is missing (article 5) (ask)\
""")


def test_an_approved_text_names_who_answers_for_it(scene: Scene) -> None:
    reference = scene.submit(draft=LABELLED)
    scene.declare(DRAFTED, reference)
    scene.decide(reference, Choice.APPROVE, review=REVIEWED)
    assert as_text(scene.card(reference, "Camille", Language.ENGLISH)) == snapshot("""\
V-0001 (done)
Approved
By Dominique, Nov 24, 2026, 12:00. Editorial responsibility: Dominique. Holds until Dec 1, 2026, 12:00.
Camille · 2026-11-24 11:00 UTC
text: Nothing stands against it (clear)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  |
  | Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
  = Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe.
declared: D-0001 · Writing a text · ChatGPT (OpenAI) · checked by: The author
  [Change the text] revise plain (draft)
  [It is published] publish primary (where)
  [Withdraw] withdraw plain (reason)
  [Add a co-author] add-co-author plain (person)
11:00 Submitted by Camille: a text (quiet)
11:00 Opinion: reserved, something is missing (article 3) (ask)
11:00 Camille declares a use of AI (D-0001): Writing a text, ChatGPT (quiet)
11:00 Opinion: nothing stands against it (clear)
11:00 Approved by Dominique (done)\
""")


def test_a_text_written_without_ai(scene: Scene) -> None:
    reference = scene.submit(draft=CLEAN)
    scene.answer(reference, FactName.AI_USE, "no")
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (clear)
Rien ne s’oppose
Une personne décide maintenant, et ce n’est pas l’auteur·rice.
Camille · 2026-11-24 11:00 UTC
text: Rien ne s’oppose (clear)
  | Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !
  [Modifier le texte] revise plain (draft)
  [Déclarer un usage de l’IA] declare plain (purpose, subject, tool, provider, extent, personal_data_sent,
    checker, check, label, public)
  [Préciser (facultatif)] answer plain (personne-réelle-imitée, publicité-payée)
  [Retirer] withdraw plain
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
(C’est votre dépôt : une autre personne décide.)
11:00 Déposé par Camille : un texte (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (ask)
11:00 Camille répond : usage d’IA, non (quiet)
11:00 Avis de Vigie : rien ne s’oppose (clear)\
""")
