from __future__ import annotations

from dataclasses import replace

from inline_snapshot import snapshot

from bot.card.declaration import declaration_card
from handlers.telegram.rendering.declared import declaration_message
from policy.declaration import Checker, Declaration
from policy.language import Language
from tests.bot.scene import Scene
from tests.handlers.slack.rendering.test_declared import DECLARATION
from tests.handlers.telegram.rendering.limits import faults_of
from tests.handlers.telegram.rendering.plain import as_text


def shown(scene: Scene, declaration: Declaration, language: Language) -> str:
    declared = scene.declare(declaration)
    catalogue = scene.catalogue(language)
    card = declaration_card(scene.house, scene.people["Camille"], declared.reference, catalogue)
    message = declaration_message(card, catalogue)
    assert faults_of(message) == []
    return as_text(message)


def test_a_declaration_comes_with_labels_to_copy(scene: Scene) -> None:
    assert shown(scene, DECLARATION, Language.FRENCH) == snapshot("""\
🟢 <b>Déclaré : rien ne s’y oppose</b>
D-0001 · Camille · 24 nov. 2026, 12:00

C’est au registre public, sans nom.

<b>La mention, prête à coller</b>

Dans un post
<code>Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’auteur·rice.</code>

Sous un visuel
<code>Texte rédigé avec l’aide d’une IA (ChatGPT)</code>

Au bas d’une page imprimée
<code>Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI), relu par l’auteur·rice. Registre des usages de l’IA
    : D-0001.</code>

Dans la formulation européenne
<code>IA. Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Une partie du résultat vient d’elle. Une
    personne a vérifié le résultat.</code>
[Dans un post → ⧉] [Sous un visuel → ⧉]
[Au bas d’une page imprimée → ⧉]
[Dans la formulation européenne → ⧉]\
""")


def test_each_label_is_copied_with_a_tap(scene: Scene) -> None:
    catalogue = scene.catalogue(Language.ENGLISH)
    reference = scene.declare(DECLARATION).reference
    card = declaration_card(scene.house, scene.people["Camille"], reference, catalogue)
    assert card.labels
    copied = [button.copy_text for row in declaration_message(card, catalogue).keyboard for button in row]
    assert copied == [card.labels.post, card.labels.caption, card.labels.printed, card.labels.eu]


def test_a_declaration_in_english(scene: Scene) -> None:
    assert shown(scene, DECLARATION, Language.ENGLISH) == snapshot("""\
🟢 <b>Declared: nothing stands against it</b>
D-0001 · Camille · Nov 24, 2026, 12:00

It is in the public register, without a name.

<b>The label, ready to paste</b>

In a post
<code>Text written with the help of AI (ChatGPT), checked by the author.</code>

Under a visual
<code>Text written with the help of AI (ChatGPT)</code>

At the foot of a printed page
<code>Text written with the help of AI (ChatGPT, OpenAI), checked by the author. Register of AI uses:
    D-0001.</code>

In the European wording
<code>AI. Text written with the help of AI (ChatGPT, OpenAI). A part of the result comes from it. A person has
    checked it.</code>
[In a post → ⧉] [Under a visual → ⧉]
[At the foot of a printed page → ⧉]
[In the European wording → ⧉]\
""")


def test_a_declaration_that_lacks_something_says_what(scene: Scene) -> None:
    lacking = replace(DECLARATION, checker=Checker.NOBODY, check="")
    assert shown(scene, lacking, Language.FRENCH) == snapshot("""\
✋ <b>Déclaré : il manque encore quelque chose</b>
D-0001 · Camille · 24 nov. 2026, 12:00

C’est au registre public, sans nom.

<b>Article 5 — Des usages utiles, transparents et vérifiables</b>
Quelqu’un doit avoir vérifié ce que l’IA a produit, et dire comment.
<blockquote>son utilisation doit être transparente, vérifiable et éthique</blockquote>
→ Relisez, vérifiez les sources, puis corrigez la déclaration.

<b>La mention, prête à coller</b>

Dans un post
<code>Texte rédigé avec l’aide d’une IA (ChatGPT).</code>

Sous un visuel
<code>Texte rédigé avec l’aide d’une IA (ChatGPT)</code>

Au bas d’une page imprimée
<code>Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Registre des usages de l’IA : D-0001.</code>

Dans la formulation européenne
<code>IA. Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Une partie du résultat vient d’elle.</code>
[Dans un post → ⧉] [Sous un visuel → ⧉]
[Au bas d’une page imprimée → ⧉]
[Dans la formulation européenne → ⧉]\
""")
