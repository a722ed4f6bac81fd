"""Texts of posts, and the uses of AI that people declare of them."""

from __future__ import annotations

from bot.workflow import Review
from policy.declaration import Checker, Declaration, Extent, LabelPlace, Purpose

CLEAN = "Dimanche, nous serons au marché de Sceaux pour parler logement. Venez nombreuses et nombreux !"
TRACED = f"{CLEAN}\nSource : https://www.insee.fr/fr/statistiques?utm_source=chatgpt.com"
LABEL = "Texte rédigé avec l’aide d’une IA (ChatGPT), relu par l’équipe."
LABELLED = f"{CLEAN}\n\n{LABEL}"
DRAFTED = Declaration(
    Purpose.DRAFTING,
    "ChatGPT",
    "OpenAI",
    Extent.PART,
    personal_data_sent=False,
    checker=Checker.AUTHOR,
    check="Relu mot à mot, chiffres repris sur le site de l’Insee.",
    label=LabelPlace.IN_TEXT,
    subject="Post du dimanche",
)
REVIEWED = Review(accuracy=True, plausibility=True, sources=True, responsible="Dominique")
