"""What people see of a form on Telegram, step by step."""

from __future__ import annotations

from inline_snapshot import snapshot

from bot.card.model import Verb
from bot.declaration_form import declaration_fields
from handlers.telegram.rendering.form import Form, form_message
from handlers.telegram.rendering.steps import Gave, Pick, next_step, take
from policy.language import Language
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import photo
from tests.handlers.telegram.rendering.plain import as_text

FRENCH = Language.FRENCH


def test_the_form_of_a_refusal(scene: Scene) -> None:
    reference = scene.submit(photo())
    scene.state(reference, Claim.OWN_PHOTO)
    card = scene.card(reference, "Dominique", FRENCH)
    action = next(action for action in card.actions if action.verb is Verb.REFUSE)
    form, catalogue = Form.of(action, card.reference), scene.catalogue(FRENCH)
    assert as_text(form_message(form, {}, catalogue)) == snapshot("""\
Refuser
<b>Motif</b>
<i>L’auteur·rice le lira ; il reste au journal.</i>
① Image générée par une IA : article 1 de la charte.
② Ce visuel ne montre pas la réalité de nos actions : article 2.
③ L’origine reste douteuse.
[① Image générée par une IA : article 1 de la charte.]
[② Ce visuel ne montre pas la réalité de nos actions : artic…]
[③ L’origine reste douteuse.]
[Avec mes mots…]
[Annuler]\
""")
    answers = take(action.fields, {}, next_step(action.fields, {}), Pick(0, Gave.READY, 2))
    assert as_text(form_message(form, answers, catalogue)) == snapshot("""\
<b>Refuser</b>
Motif
<blockquote>L’origine reste douteuse.</blockquote>
[!Envoyer] [Corriger]
[Annuler]\
""")


def test_the_form_of_a_declaration(scene: Scene) -> None:
    catalogue = scene.catalogue(FRENCH)
    fields = declaration_fields(catalogue)
    form = Form(catalogue.say("Declare a use of AI"), fields, "f1", send=catalogue.say("Declare"))
    answers: dict[str, str] = {}
    told = []
    for given in (
        Pick(0, Gave.OPTION, 3),
        "Tract sur les crèches",
        Pick(2, Gave.READY, 0),
        Pick(3, Gave.SKIP),
        Pick(4, Gave.OPTION, 1),
        Pick(5, Gave.OPTION, 1),
        Pick(6, Gave.OPTION, 0),
        "Relu deux fois",
        Pick(8, Gave.OPTION, 0),
        Pick(9, Gave.YES),
    ):
        told.append(as_text(form_message(form, answers, catalogue)))
        answers = take(fields, answers, next_step(fields, answers), given)
    told.append(as_text(form_message(form, answers, catalogue)))
    assert "\n\n".join(told) == snapshot("""\
Déclarer un usage de l’IA · 1/10
<b>À quoi l’IA a-t-elle servi ?</b>
[Analyser des données] [Accessibilité]
[Un processus interne] [Rédiger un texte]
[Corriger un texte] [Traduire]
[Résumer]
[Chercher des informations]
[Sous-titrer, transcrire]
[Retoucher une image] [Générer une image]
[Prendre une décision] [Autre chose]
[Annuler]

Déclarer un usage de l’IA · 2/10
<b>De quoi s’agit-il ?</b>
<i>Par exemple « Tract sur les crèches ». Pas de nom de personne : le registre est public.</i>
[Écrire…]
[Retour] [Annuler]

Déclarer un usage de l’IA · 3/10
<b>Avec quel outil ?</b>
[ChatGPT] [Claude]
[Gemini] [Copilot]
[Le Chat] [DeepL]
[Whisper] [Canva]
[Lightroom] [Photoshop]
[Topaz] [Avec mes mots…]
[Retour] [Annuler]

Déclarer un usage de l’IA · 4/10
<b>Qui le fournit ?</b> (facultatif)
<i>Pour un outil courant, laissez vide : cela se remplit tout seul.</i>
[Écrire…]
[Passer] [Retour] [Annuler]

Déclarer un usage de l’IA · 5/10
<b>Jusqu’où est-elle allée ?</b>
[Un peu : des retouches de détail]
[Une partie du résultat]
[L’essentiel du résultat]
[Retour] [Annuler]

Déclarer un usage de l’IA · 6/10
<b>Des données personnelles lui ont-elles été envoyées ?</b>
<i>Noms, adresses, messages d’adhérent·e·s, d’habitant·e·s…</i>
[Oui] [Non]
[Je ne sais pas]
[Retour] [Annuler]

Déclarer un usage de l’IA · 7/10
<b>Qui a vérifié le résultat ?</b>
[L’auteur·rice]
[Quelqu’un de l’équipe]
[Un·e spécialiste du sujet]
[Personne pour l’instant]
[Retour] [Annuler]

Déclarer un usage de l’IA · 8/10
<b>Vérifié comment ?</b> (facultatif)
<i>À remplir si quelqu’un a vérifié.</i>
[Relu en entier, sources vérifiées]
[Chiffres recomptés à la main]
[Comparé avec l’original]
[Avec mes mots…]
[Passer] [Retour] [Annuler]

Déclarer un usage de l’IA · 9/10
<b>Où est-il dit qu’une IA a servi ?</b>
<i>La mention toute prête vient avec la réponse.</i>
[Dans le texte] [En légende]
[Sur le visuel]
[Au bas de la page imprimée]
[Nulle part pour l’instant]
[Retour] [Annuler]

Déclarer un usage de l’IA · 10/10
<b>Le montrer au registre public</b>
<i>Sans votre nom. Décoché, cela reste entre nous.</i>
[Oui] [Non]
[Retour] [Annuler]

<b>Déclarer un usage de l’IA</b>
À quoi l’IA a-t-elle servi ?
<blockquote>Rédiger un texte</blockquote>
De quoi s’agit-il ?
<blockquote>Tract sur les crèches</blockquote>
Avec quel outil ?
<blockquote>ChatGPT</blockquote>
Qui le fournit ?
<blockquote>—</blockquote>
Jusqu’où est-elle allée ?
<blockquote>Une partie du résultat</blockquote>
Des données personnelles lui ont-elles été envoyées ?
<blockquote>Non</blockquote>
Qui a vérifié le résultat ?
<blockquote>L’auteur·rice</blockquote>
Vérifié comment ?
<blockquote>Relu deux fois</blockquote>
Où est-il dit qu’une IA a servi ?
<blockquote>Dans le texte</blockquote>
Le montrer au registre public
<blockquote>Oui</blockquote>
[*Déclarer] [Corriger]
[Annuler]\
""")
