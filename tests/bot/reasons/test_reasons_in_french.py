"""What people read in French when they ask why."""

from __future__ import annotations

from inline_snapshot import snapshot

from bot.reasons import reasons_of_case
from policy.declaration import Checker, Declaration, Purpose
from policy.language import Language
from policy.statement import Claim
from tests.bot.pictures import retouched
from tests.bot.reasons.conftest import declare
from tests.bot.reasons.plain import as_text
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo

DRAFTED = Declaration(Purpose.DRAFTING, "ChatGPT", checker=Checker.COLLEAGUE, check="Relu avec Sacha")


def why(scene: Scene, reference: str) -> str:
    return as_text(reasons_of_case(scene.case(reference), scene.house.charter, scene.catalogue(Language.FRENCH)))


def test_a_generated_image_is_forbidden_and_nobody_is_told_to_unsay_it(scene: Scene) -> None:
    assert why(scene, scene.submit(generated())) == snapshot("""\
Avis défavorable : en l’état, pas de visa possible. (stop)
Le fichier « photo.jpg » de V-0001, version 1
* Image générée par IA : oui
  - Le fichier déclare une image générée par une IA, avec AUTOMATIC1111 (a rose above the Seine, poster
    Negative pr…eed: 42, Size: 512x51) — réglages laissés par un générateur · PNG tEXt “parameters” @33 —
    Faible : écrit sans signature — Cela ne prouve pas qui l’a écrit : une telle marque peut s’ajouter ou se
    copier.
§ Article 1. Aucune image générée par une IA
  Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
  La charte adoptée impose donc l’interdiction de générer des images par IA à destination de nos supports
    publics, et internes.
= Vigie a calculé cet avis à partir de règles écrites ; aucune IA ne juge. Une personne décide, et jamais
    l’auteur·rice.
> Prenez une photo de terrain, un dessin d’auteur·rice ou une création de l’équipe.
? Les mots de la charte ne se contestent pas ici : seules les personnes qui l’ont adoptée peuvent les changer.
? Ce qui a été relevé peut se contester : une marque se copie, une lecture peut être fausse.
? Deux personnes qui n’y ont pas pris part peuvent revoir cet avis : sur la fiche, « Faire un recours ».
Charte d’usage de l’intelligence artificielle (ps92, 2) #7\
""")


def test_a_photo_without_its_origin_is_asked_for_it(scene: Scene) -> None:
    assert why(scene, scene.submit(photo())) == snapshot("""\
Avis réservé : une personne pourra décider quand il ne manquera plus rien. (ask)
Le fichier « photo.jpg » de V-0001, version 1
* Nature : visuel
  - Lu dans le fichier lui-même : JPEG
* Origine établie : non
  - Le fichier ne le prouve pas, et personne ne l’a encore dit.
* Image générée par IA : pas encore connu
* Usage d’IA : pas encore connu
§ Article 2. Montrer la réalité (Notre lecture du texte)
  Le fichier ne prouve pas d’où il vient : son auteur·rice doit le dire.
  nos communications doivent montrer la réalité de notre engagement, de nos actions et de nos rencontres
= Vigie a calculé cet avis à partir de règles écrites ; aucune IA ne juge. Une personne décide, et jamais
    l’auteur·rice.
> Il suffirait de : dire d’où vient le visuel.
> La suite dépend de la réponse.
> Un bouton suffit.
? Cet avis repose sur notre lecture du texte : vous pouvez contester cette lecture.
? Cet avis n’ouvre pas de recours : parlez-en à votre référent·e charte.
Charte d’usage de l’intelligence artificielle (ps92, 2) #7\
""")


def test_a_declared_retouch_lacks_its_label(scene: Scene) -> None:
    reference = scene.submit(retouched())
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    assert why(scene, reference) == snapshot("""\
Avis réservé : une personne pourra décider quand il ne manquera plus rien. (ask)
Le fichier « photo.jpg » de V-0001, version 1
* Nature : visuel
  - Lu dans le fichier lui-même : JPEG
* Mention visible : non
  - Personne ne l’a encore dit.
* Usage d’IA : oui
  - Le fichier déclare une retouche par une IA (algorithmicallyEnhanced) — métadonnées XMP · XMP
    Iptc4xmpExt:DigitalSourceType (JPEG APP1 @20) — Faible : écrit sans signature — Cela ne prouve pas qui l’a
    écrit : une telle marque peut s’ajouter ou se copier.
  - L’auteur·rice a dit le 24 nov. 2026, 12:00 : retouche par une IA · Topaz (journal, entrée 8)
§ Article 3. Signaler tout usage d’IA (Notre lecture du texte)
  La publication doit dire qu’une IA a servi.
  signaler tout usage d’IA
= Vigie a calculé cet avis à partir de règles écrites ; aucune IA ne juge. Une personne décide, et jamais
    l’auteur·rice.
> Il suffirait de : ajouter la mention.
> Ajoutez la mention, par exemple « Avec l’aide d’une IA (nom de l’outil) ».
? Cet avis repose sur notre lecture du texte : vous pouvez contester cette lecture.
? Ce qui a été relevé peut se contester : une marque se copie, une lecture peut être fausse.
? Cet avis n’ouvre pas de recours : parlez-en à votre référent·e charte.
Charte d’usage de l’intelligence artificielle (ps92, 2) #9\
""")


def test_a_draft_with_traces_is_asked_a_question_and_accused_of_nothing(scene: Scene) -> None:
    reference = scene.submit(draft="Lire https://ps92.fr/?utm_source=chatgpt.com avant jeudi.")
    assert why(scene, reference) == snapshot("""\
Avis réservé : une personne pourra décider quand il ne manquera plus rien. (ask)
Le texte de V-0001, version 1
* Usage d’IA : pas encore connu
  - Le texte porte une trace qu’un assistant laisse souvent, ligne 1 : « ?utm_source=chatgpt.com »
  - Elle n’accuse personne : un lien ou une citation en laisse aussi.
§ Article 3. Signaler tout usage d’IA (Son application dépend d’une réponse)
  Elle engage également notre organisation à signaler tout usage d’IA
§ Article 3. Signaler tout usage d’IA (Notre lecture du texte, Son application dépend d’une réponse)
  signaler tout usage d’IA
= Vigie a calculé cet avis à partir de règles écrites ; aucune IA ne juge. Une personne décide, et jamais
    l’auteur·rice.
> Il suffirait de : répondre à « Une IA a-t-elle aidé à écrire ce texte ? ».
> La suite dépend de la réponse.
? Cet avis repose sur notre lecture du texte : vous pouvez contester cette lecture.
? Les mots de la charte ne se contestent pas ici : seules les personnes qui l’ont adoptée peuvent les changer.
? Ce qui a été relevé peut se contester : une marque se copie, une lecture peut être fausse.
? Cet avis n’ouvre pas de recours : parlez-en à votre référent·e charte.
Charte d’usage de l’intelligence artificielle (ps92, 2) #6\
""")


def test_a_draft_whose_use_of_ai_is_declared_lacks_its_label(scene: Scene) -> None:
    reference = scene.submit(draft="Jeudi, on tracte.")
    declare(scene, reference, DRAFTED)
    assert why(scene, reference) == snapshot("""\
Avis réservé : une personne pourra décider quand il ne manquera plus rien. (ask)
Le texte de V-0001, version 1
* Nature : texte
* Mention visible : non
  - Le texte ne le dit pas.
* Usage d’IA : oui
  - Déclaré le 24 nov. 2026, 12:00 : D-0001 · ChatGPT · rédaction
§ Article 3. Signaler tout usage d’IA (Notre lecture du texte)
  La publication doit dire qu’une IA a servi.
  signaler tout usage d’IA
= Vigie a calculé cet avis à partir de règles écrites ; aucune IA ne juge. Une personne décide, et jamais
    l’auteur·rice.
> Il suffirait de : ajouter la mention.
> Ajoutez la mention, par exemple « Avec l’aide d’une IA (nom de l’outil) ».
? Cet avis repose sur notre lecture du texte : vous pouvez contester cette lecture.
? Cet avis n’ouvre pas de recours : parlez-en à votre référent·e charte.
Charte d’usage de l’intelligence artificielle (ps92, 2) #8\
""")
