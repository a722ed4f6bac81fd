"""What people see, in French, from the first look to the last word."""

from __future__ import annotations

import re

import pytest
from inline_snapshot import snapshot

from bot import workflow
from bot.kinds import Choice
from policy.statement import Claim
from tests.bot.card.plain import as_text
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo


def test_while_vigie_looks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.house.examiner, "wake", lambda: None)
    reference = workflow.submit(scene.house, scene.people["Camille"], [scene.receive(photo())], channel="desk")
    assert as_text(scene.card(reference, "Dominique")) == snapshot("""\
V-0001 (quiet, busy)
Vigie examine…
La réponse arrive dans quelques secondes.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] JPEG · 5 ko · no thumbnail
  Vigie examine… (quiet); alt: Vignette : photo.jpg (JPEG)
  [Demander des modifications] request-changes plain (reason)
  [Refuser] refuse danger (reason)
11:00 Déposé par Camille : 1 fichier (quiet)\
""")


def test_a_photo_that_says_nothing_of_itself_asks_its_author(scene: Scene) -> None:
    reference = scene.submit(photo(), note="Marché de Sceaux,\nce dimanche")
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (ask)
Avis réservé : il manque quelque chose
Le fichier ne prouve pas son origine ; son auteur·rice doit la dire.
Camille · 2026-11-24 11:00 UTC
> Marché de Sceaux,
> ce dimanche
[photo.jpg] JPEG · 640 × 480 px · 5 ko
  Il manque quelque chose (ask); alt: Vignette : photo.jpg (JPEG)
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
Article 2. Montrer la réalité (ask)
  « nos communications doivent montrer la réalité de notre engagement, de nos actions et de nos rencontres »
  Le fichier ne prouve pas d’où il vient : son auteur·rice doit le dire.
  → Un bouton suffit.
way out: Il suffirait de : dire d’où vient le visuel.
D’où vient ce visuel ? (all files)
  [J’ai pris cette photo] state own-photo primary
  [Quelqu’un d’autre l’a prise] state someones-photo plain (note)
  [Création sans IA] state made-without-ai plain
  [Une IA a servi…] state ai-enhanced plain (claim, tool, label_visible, public)
  [Déclarer un usage de l’IA] declare plain (purpose, subject, tool, provider, extent, personal_data_sent,
    checker, check, label, public)
  [Retirer] withdraw plain
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)\
""")


def test_what_others_see_meanwhile(scene: Scene) -> None:
    card = scene.card(scene.submit(photo()), "Dominique")
    assert as_text(card) == snapshot("""\
V-0001 (ask)
Avis réservé : il manque quelque chose
Le fichier ne prouve pas son origine ; son auteur·rice doit la dire.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] JPEG · 640 × 480 px · 5 ko
  Il manque quelque chose (ask); alt: Vignette : photo.jpg (JPEG)
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
Article 2. Montrer la réalité (ask)
  « nos communications doivent montrer la réalité de notre engagement, de nos actions et de nos rencontres »
  Le fichier ne prouve pas d’où il vient : son auteur·rice doit le dire.
  → Un bouton suffit.
way out: Il suffirait de : dire d’où vient le visuel.
  [Demander des modifications] request-changes plain (reason)
  [Refuser] refuse danger (reason)
(En attente de la réponse de l’auteur·rice.)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)\
""")


def test_a_generated_image(scene: Scene) -> None:
    card = scene.card(scene.submit(scene.receive(generated(), "affiche finale.png")), "Camille")
    assert as_text(card) == snapshot("""\
V-0001 (stop)
Avis défavorable
Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
Camille · 2026-11-24 11:00 UTC
[affiche finale.png] PNG · 512 × 512 px · 2 ko
  Avis défavorable (stop); alt: Vignette : affiche finale.png (PNG)
  + Le fichier déclare une image générée par une IA, avec AUTOMATIC1111 (a rose above the Seine, poster
    Negative pr…eed: 42, Size: 512x51) (stop)
    réglages laissés par un générateur · PNG tEXt “parameters” @33
    Faible : écrit sans signature
    Cela ne prouve pas qui l’a écrit : une telle marque peut s’ajouter ou se copier.
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages cachés dans les
    pixels
Article 1. Aucune image générée par une IA (stop)
  « La charte adoptée impose donc l’interdiction de générer des images par IA à destination de nos supports
    publics, et internes. »
  Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
  → Prenez une photo de terrain, un dessin d’auteur·rice ou une création de l’équipe.
  [Retirer] withdraw plain
  [Faire un recours] appeal plain (ground, reason)
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
(Déposez un autre visuel, ou retirez celui-ci.)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : défavorable (article 1) (stop)\
""")


def test_a_photo_that_waits_for_its_reviewer(scene: Scene) -> None:
    reference = scene.submit(photo())
    scene.state(reference, Claim.SOMEONES_PHOTO, note="Alix, dimanche")
    assert as_text(scene.card(reference, "Dominique")) == snapshot("""\
V-0001 (clear)
Rien ne s’oppose
Une personne décide maintenant, et ce n’est pas l’auteur·rice.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] JPEG · 640 × 480 px · 5 ko
  Rien ne s’oppose (clear); alt: Vignette : photo.jpg (JPEG)
  stated: photo de quelqu’un d’autre · Alix, dimanche
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
  [Donner mon visa] approve primary
  [Demander des modifications] request-changes plain (reason)
  [Refuser] refuse danger (reason)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)
11:00 Camille déclare : photo de quelqu’un d’autre · Alix, dimanche (quiet)
11:00 Avis de Vigie : rien ne s’oppose (clear)\
""")


def test_an_approved_photo(scene: Scene) -> None:
    reference = scene.submit(photo())
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.APPROVE)
    assert as_text(scene.card(reference, "Dominique")) == snapshot("""\
V-0001 (done)
Visa accordé
Par Dominique, 24 nov. 2026, 12:00. Valable jusqu’au 1 déc. 2026, 12:00.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] JPEG · 640 × 480 px · 5 ko
  Rien ne s’oppose (clear); alt: Vignette : photo.jpg (JPEG)
  stated: photo personnelle
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
  [Reprendre ma décision] retract plain
  [C’est publié] publish primary (where)
  [Retirer] withdraw plain (reason)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)
11:00 Camille déclare : photo personnelle (quiet)
11:00 Avis de Vigie : rien ne s’oppose (clear)
11:00 Visa de Dominique (done)\
""")


def test_a_refused_image(scene: Scene) -> None:
    reference = scene.submit(generated())
    scene.decide(reference, Choice.REFUSE, "Article 1.\nPrenons une photo.")
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (stop)
Refusé
Par Dominique, 24 nov. 2026, 12:00. Article 1.
Prenons une photo.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] PNG · 512 × 512 px · 2 ko
  Avis défavorable (stop); alt: Vignette : photo.jpg (PNG)
  + Le fichier déclare une image générée par une IA, avec AUTOMATIC1111 (a rose above the Seine, poster
    Negative pr…eed: 42, Size: 512x51) (stop)
    réglages laissés par un générateur · PNG tEXt “parameters” @33
    Faible : écrit sans signature
    Cela ne prouve pas qui l’a écrit : une telle marque peut s’ajouter ou se copier.
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages cachés dans les
    pixels
Article 1. Aucune image générée par une IA (stop)
  « La charte adoptée impose donc l’interdiction de générer des images par IA à destination de nos supports
    publics, et internes. »
  Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
  → Prenez une photo de terrain, un dessin d’auteur·rice ou une création de l’équipe.
  [Faire un recours] appeal plain (ground, reason)
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : défavorable (article 1) (stop)
11:00 Refus de Dominique — Article 1.
Prenons une photo. (stop)\
""")


def test_a_retouch_by_ai_without_its_label(scene: Scene) -> None:
    reference = scene.submit(photo())
    scene.state(reference, Claim.AI_ENHANCED, tool="Topaz")
    assert as_text(scene.card(reference, "Camille")) == snapshot("""\
V-0001 (ask)
Avis réservé : il manque quelque chose
La publication doit dire qu’une IA a servi.
Camille · 2026-11-24 11:00 UTC
[photo.jpg] JPEG · 640 × 480 px · 5 ko
  Il manque quelque chose (ask); alt: Vignette : photo.jpg (JPEG)
  stated: retouche par une IA · Topaz
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
Article 3. Signaler tout usage d’IA (ask)
  « signaler tout usage d’IA »
  La publication doit dire qu’une IA a servi.
  → Ajoutez la mention, par exemple « Avec l’aide d’une IA (nom de l’outil) ».
way out: Il suffirait de : ajouter la mention.
La publication dit-elle qu’une IA a servi ? (all files)
  [Une IA a servi…] state ai-enhanced plain (claim, tool, label_visible, public)
  [Déclarer un usage de l’IA] declare plain (purpose, subject, tool, provider, extent, personal_data_sent,
    checker, check, label, public)
  [Changer son origine] state plain (claim, note, tool, label_visible, public)
  [Retirer] withdraw plain
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
11:00 Déposé par Camille : 1 fichier (quiet)
11:00 Examiné par Vigie (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)
11:00 Camille déclare : retouche par une IA · Topaz (quiet)
11:00 Avis de Vigie : réservé, il manque quelque chose (article 3) (ask)\
""")


def test_an_album_of_three_kinds(scene: Scene) -> None:
    received = [
        scene.receive(photo(), "marché.jpg"),
        scene.receive(generated(), "affiche.png"),
        scene.receive(b"", "vide.jpg"),
    ]
    assert as_text(scene.card(scene.submit(*received), "Camille")) == snapshot("""\
V-0001 (stop)
Avis défavorable
Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
Camille · 2026-11-24 11:00 UTC
[marché.jpg] JPEG · 640 × 480 px · 5 ko
  Il manque quelque chose (ask); alt: Vignette : marché.jpg (JPEG)
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages laissés par un
    générateur, réglages cachés dans les pixels
[affiche.png] PNG · 512 × 512 px · 2 ko
  Avis défavorable (stop); alt: Vignette : affiche.png (PNG)
  + Le fichier déclare une image générée par une IA, avec AUTOMATIC1111 (a rose above the Seine, poster
    Negative pr…eed: 42, Size: 512x51) (stop)
    réglages laissés par un générateur · PNG tEXt “parameters” @33
    Faible : écrit sans signature
    Cela ne prouve pas qui l’a écrit : une telle marque peut s’ajouter ou se copier.
  0 Content Credentials (C2PA), métadonnées XMP, métadonnées IPTC, métadonnées EXIF, réglages cachés dans les
    pixels
[vide.jpg] format inconnu · 0 o · no thumbnail
  Non vérifiable (ask); alt: Vignette : vide.jpg (format inconnu)
  ? Ce fichier est vide : le transfert s’est sans doute interrompu. Renvoyez-le.
Article 1. Aucune image générée par une IA (stop)
  « La charte adoptée impose donc l’interdiction de générer des images par IA à destination de nos supports
    publics, et internes. »
  Cette image, ou une partie, a été générée par une IA : la charte l’interdit, en public comme en interne.
  → Prenez une photo de terrain, un dessin d’auteur·rice ou une création de l’équipe.
Article 2. Montrer la réalité (ask)
  « nos communications doivent montrer la réalité de notre engagement, de nos actions et de nos rencontres »
  Le fichier ne prouve pas d’où il vient : son auteur·rice doit le dire.
  → Un bouton suffit.
D’où vient ce visuel ? (marché.jpg)
  [J’ai pris cette photo] state own-photo primary
  [Quelqu’un d’autre l’a prise] state someones-photo plain (note)
  [Création sans IA] state made-without-ai plain
  [Une IA a servi…] state ai-enhanced plain (claim, tool, label_visible, public)
  [Retirer] withdraw plain
  [Faire un recours] appeal plain (ground, reason)
  [Ajouter un·e coauteur·rice] add-co-author plain (person)
(Déposez un autre visuel, ou retirez celui-ci.)
11:00 Déposé par Camille : 3 fichiers (quiet)
11:00 marché.jpg · Examiné par Vigie (quiet)
11:00 marché.jpg · Avis de Vigie : réservé, il manque quelque chose (article 2) (ask)
11:00 affiche.png · Examiné par Vigie (quiet)
11:00 affiche.png · Avis de Vigie : défavorable (article 1) (stop)
11:00 vide.jpg · Examiné par Vigie : le fichier ne se lit pas (ask)
11:00 vide.jpg · Non vérifiable : le fichier ne se lit pas (ask)\
""")


def test_a_card_carries_the_trails_witness_and_what_a_press_binds_to(scene: Scene) -> None:
    reference = scene.submit(photo())
    card = scene.card(reference)
    assert re.fullmatch(r"#\d+ · [A-Za-z0-9+/]{6}", card.stamp)
    assert card.fingerprint == scene.case(reference).fingerprint
