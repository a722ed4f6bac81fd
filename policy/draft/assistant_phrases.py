"""How an assistant speaks to whoever asked it for a text, in French and English.

Candidates say « Voici nos propositions » and « Voulez-vous que je vous le dise ? » too: a phrase counts only where
the speaker calls itself a machine, or hands over or offers to rework a text.
"""

from __future__ import annotations

_LEAD = r"^[ \t*#_>\"«“\u00a0\u202f]{0,8}"
_LINE_END = r"[ \t*_\u00a0\u202f]{0,8}$"
_COLON = r"[ \u00a0\u202f]?:" + _LINE_END
_NETWORK = (
    r"(?:Instagram|Facebook|LinkedIn|TikTok|Twitter|Bluesky|Mastodon|X(?=\s?[:,.?]|\s?$)|les réseaux(?: sociaux)?"
    r"|social media)(?!\w)"
)
_SOME = r"(?:[\w’'-]{1,20} ){0,3}?"

_PIECE = r"(?:textes?|posts?|tweets?|messages?|communiqués?|publications?|légendes?|brouillons?)"
_DRAFT = r"(?:versions?|variantes?|reformulations?|posts?|tweets?|threads?|légendes?|accroches?|brouillons?)"
_NOT_OF = r"(?! d(?:e (?!votre |ton )|u |es |[’'])| qu| publi)"
"""« Quelques posts de la semaine » are somebody's; those of an assistant are about the text of whoever asked."""
_TURNED = (
    r"(?:(?:un peu |encore |bien )?plus (?:courte?|concise?|longue|long|percutante?|fluide|directe?|engageante?"
    r"|dynamique|formelle?|naturelle?|synthétique|punchy|professionnelle?|chaleureuse|chaleureux|légère?|impactante?)"
    r"|retravaillée?|reformulée?|raccourcie?|condensée?|optimisée?|allégée?)s?"
)
_REWORK = r"(?:raccourci|reformul|rallong|condens|réécri|étoff|résum)"
_OFFER = (
    rf"(?:(?:l[ea]s? |l[’']){_REWORK}\w{{0,8}}(?![\w,])|{_REWORK}\w{{1,6}} (?:ce|le|votre|ton) {_PIECE}\b"
    r"|(?:l[ea]s? )?tradui\w{1,4} en (?:anglais|français|espagnol|allemand|italien)\b"
    r"|(?:(?:vous |te |t[’']|en ){0,2}(?:rédige|génère|générer|écri[rv]e|prépare|fasse|faire|ajoute)"
    r"|(?:vous |te )propose)r? (?:une?|des|deux|trois|plusieurs|quelques|d[’']autres) [^.?!\n]{0,30}\b"
    r"(?:versions?|variantes?|tweets?|threads?|accroches?|hashtags?|[ée]mojis?)\b"
    rf"|(?:l[’'])?adapter? [^.?!\n]{{0,30}}(?:pour|à) {_NETWORK})"
)
_FRENCH = (
    r"\ben tant qu(?:e |[’'])(?:grand )?(?:modèle de langage|(?:une )?(?:IA|intelligence artificielle)\b|assistant IA)"
    r"[^.!?\n,]{0,60},? ?(?:je |j[’'])",
    r"\bje suis (?:une IA|un (?:grand )?modèle de langage|une intelligence artificielle|un assistant (?:IA|virtuel))\b"
    r"(?!\s?:)",
    r"\bmes (?:connaissances|données d[’']entraînement) s[’']arrêtent (?:en|à|au) [^.\n]{0,20}20\d\d",
    r"\bma dernière mise à jour (?:des|de mes) connaissances\b",
    rf"{_LEAD}(?:Bien sûr|Absolument|Certainement|Avec plaisir|D[’']accord|Parfait|Très bonne question)"
    rf"\s?[!,:]\s{{1,3}}(?:Voici|Voilà) (?:(?:votre|ton|vos|tes) {_SOME}{_PIECE}\b(?! d(?:e|u|es)\b| d[’'])"
    rf"|(?:une?|deux|trois|quatre|cinq|quelques) {_SOME}{_DRAFT}\b{_NOT_OF}"
    rf"|(?:l[ae]|un) (?:{_PIECE}|version) {_TURNED}\b)",
    rf"{_LEAD}Voici (?:une?|la|le|votre|ta|ton|deux|trois|quelques) {_SOME}(?:{_DRAFT}|{_PIECE}) {_TURNED}"
    rf"(?:,? (?:et )?{_TURNED}){{0,3}}(?: (?:pour {_NETWORK}|d[eu] (?:votre |ton |ce )?{_PIECE}\b)[^.\n:]{{0,40}})?"
    rf"{_COLON}",
    rf"{_LEAD}Voici (?:une?|deux|trois|quatre|cinq|quelques) {_SOME}(?:{_DRAFT}|propositions?|suggestions?)"
    rf"(?: d[e’'] ?{_PIECE})? pour {_NETWORK}[^.\n:]{{0,60}}{_COLON}",
    rf"{_LEAD}Voici (?:votre|ton) {_PIECE} (?:{_TURNED}|corrigé|amélioré)e?s?\b[^.\n:]{{0,80}}{_COLON}",
    rf"\b(?:Souhaites-tu|Souhaitez-vous|Veux-tu|Voulez-vous|Aimeriez-vous) que je {_OFFER}",
    rf"\bSi (?:vous le souhaitez|vous voulez|tu (?:veux|le souhaites)), je peux (?:aussi |également )?{_OFFER}",
    r"\bN[’']hésite[sz]? pas à me (?:dire|demander|solliciter|préciser|faire savoir) si (?:vous|tu) "
    r"(?:souhaite[sz]?|voule[sz]|veux|préfère[sz]?|préférez) [^.\n]{0,40}"
    r"(?:modification|ajustement|version|variante|que je l)",
)

_PIECE_EN = r"(?:text|post|tweet|message|caption|statement|draft|press release)s?"
_DRAFT_EN = r"(?:version|variation|rewrite|draft|post|tweet|caption|thread)s?"
_TURNED_EN = (
    r"(?:(?:slightly |much |even |a bit )?(?:shorter|longer|punchier|tighter|warmer|snappier"
    r"|more (?:concise|engaging|formal|direct|natural|polished|casual|professional|conversational|compelling))"
    r"|polished|rewritten|reworded|condensed|shortened)"
)
_THIS_EN = r"(?:it|(?:this|the) (?:text|post|draft|tone|wording|caption))\b"
_ENGLISH = (
    r"\b(?:as|I am|I[’']m) an? (?:AI|artificial intelligence|large language)(?: language)? (?:model|assistant),? I\b",
    r"(?<![\w’'])(?:I am|I[’']m) an? (?:AI|artificial intelligence)(?: language)? (?:model|assistant)\b",
    r"\b(?:as of|until) my (?:last|latest) (?:knowledge|training) (?:update|cutoff)\b",
    rf"{_LEAD}(?:Certainly|Absolutely|Of course|Sure(?: thing)?)[!,]\s{{1,3}}(?:Here(?:[’']s| is| are)|Below is) "
    rf"(?:an?|your|the|two|three|some) {_SOME}{_DRAFT_EN}\b"
    r"(?! (?:bill|law|resolution|budget|agreement|motion|office|from|by|that|we|I)\b| of (?!your ))",
    rf"{_LEAD}Here(?:[’']s| is| are) (?:an?|the|your|two|three|some) {_TURNED_EN}(?:,? (?:and )?{_TURNED_EN}){{0,3}} "
    rf"{_DRAFT_EN}(?: (?:for {_NETWORK}|of (?:your|the|this) {_PIECE_EN})[^.\n:]{{0,40}})?{_COLON}",
    rf"\bWould you like me to (?:(?:shorten|rewrite|rephrase|reword|condense|polish) {_THIS_EN}"
    r"|(?:write|draft|create|generate|make|suggest|prepare|add|provide) (?:an?|some|another|more|two|three|different) "
    r"[^.?!\n]{0,30}\b(?:versions?|variations?|tweets?|captions?|threads?|hashtags?|emojis?)\b)",
    r"\bLet me know if you(?:[’']d| would) like (?:me to (?:shorten|rewrite|rephrase|adjust|tweak|revise) "
    rf"{_THIS_EN}|(?:any|some) (?:changes|edits|adjustments|tweaks|revisions)(?: to {_THIS_EN})?[ ]?(?:[.!]|$)"
    r"|another version\b|it (?:shorter|longer))",
)
ASSISTANT_PHRASES = _FRENCH + _ENGLISH
