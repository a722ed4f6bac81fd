from __future__ import annotations

from dataclasses import replace

from inline_snapshot import snapshot

from bot.card.declaration import declaration_card
from handlers.slack.rendering.declared import declaration_view
from policy.declaration import Checker, Declaration, Extent, LabelPlace, Purpose
from policy.language import Language
from tests.bot.scene import Scene
from tests.handlers.slack.rendering.limits import faults_of_view
from tests.handlers.slack.rendering.plain import view_as_text

DECLARATION = Declaration(
    purpose=Purpose.DRAFTING,
    tool="ChatGPT",
    provider="OpenAI",
    extent=Extent.PART,
    personal_data_sent=False,
    checker=Checker.AUTHOR,
    check="Relu deux fois",
    label=LabelPlace.IN_TEXT,
    subject="Tract sur les crèches",
    public=True,
)


def shown(scene: Scene, declaration: Declaration, language: Language) -> str:
    declared = scene.declare(declaration)
    catalogue = scene.catalogue(language)
    view = declaration_view(
        declaration_card(scene.house, scene.people["Camille"], declared.reference, catalogue), catalogue
    )
    assert faults_of_view(view) == []
    return view_as_text(view)


def test_a_declaration_comes_with_labels_to_copy(scene: Scene) -> None:
    assert shown(scene, DECLARATION, Language.FRENCH) == snapshot("""\
== D-0001 | Fermer ==
# 🟢 Déclaré : rien ne s’y oppose
(D-0001 · Camille · 24 nov. 2026, 12:00)
C’est au registre public, sans nom.
# La mention, prête à coller
(Dans un post)
| Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’auteur·rice.
(Sous un visuel)
| Texte rédigé avec l’aide d’une IA (ChatGPT)
(Au bas d’une page imprimée)
| Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI), relu par l’auteur·rice. Registre des usages de l’IA :
    D-0001.
(Dans la formulation européenne)
| IA. Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Une partie du résultat vient d’elle. Une personne a
    vérifié le résultat.\
""")


def test_a_declaration_in_english(scene: Scene) -> None:
    assert shown(scene, DECLARATION, Language.ENGLISH) == snapshot("""\
== D-0001 | Close ==
# 🟢 Declared: nothing stands against it
(D-0001 · Camille · Nov 24, 2026, 12:00)
It is in the public register, without a name.
# The label, ready to paste
(In a post)
| Text written with the help of AI (ChatGPT), checked by the author.
(Under a visual)
| Text written with the help of AI (ChatGPT)
(At the foot of a printed page)
| Text written with the help of AI (ChatGPT, OpenAI), checked by the author. Register of AI uses: D-0001.
(In the European wording)
| AI. Text written with the help of AI (ChatGPT, OpenAI). A part of the result comes from it. A person has
    checked it.\
""")


def test_a_declaration_that_lacks_something_says_what(scene: Scene) -> None:
    lacking = replace(DECLARATION, checker=Checker.NOBODY, check="")
    assert shown(scene, lacking, Language.FRENCH) == snapshot("""\
== D-0001 | Fermer ==
# ✋ Déclaré : il manque encore quelque chose
(D-0001 · Camille · 24 nov. 2026, 12:00)
C’est au registre public, sans nom.
**Article 5 — Des usages utiles, transparents et vérifiables**
Quelqu’un doit avoir vérifié ce que l’IA a produit, et dire comment.
> son utilisation doit être transparente, vérifiable et éthique
→ Relisez, vérifiez les sources, puis corrigez la déclaration.
# La mention, prête à coller
(Dans un post)
| Texte rédigé avec l’aide d’une IA (ChatGPT).
(Sous un visuel)
| Texte rédigé avec l’aide d’une IA (ChatGPT)
(Au bas d’une page imprimée)
| Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Registre des usages de l’IA : D-0001.
(Dans la formulation européenne)
| IA. Texte rédigé avec l’aide d’une IA (ChatGPT, OpenAI). Une partie du résultat vient d’elle.\
""")
