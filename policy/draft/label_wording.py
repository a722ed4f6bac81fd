"""The wordings of labels, in French and English, for text without accents and capitals.

Every quantifier is bounded, so that a clause takes a bounded time and a text linear time.
"""

from __future__ import annotations

import re

_TOOLS = (
    r"chat ?gpt(?:[- ]?\d[\w.]{0,8})?|gpt[- ]?\d[\w.]{0,8}|claude|gemini|(?:microsoft )?copilot|mistral(?: ai)?|le chat"
    r"|deepl|deepseek|grok|perplexity|llama|whisper|midjourney|dall[- ]?e|firefly|topaz"
)
_AI_FR = (
    r"(?:d'|de l'|l'|du |de |des |une? |d'une? |cette |notre ){0,3}"
    r"(?:(?:outils?|assistants?|logiciels?|modeles?) (?:d'|de l'|a base d')?(?:ia|intelligence artificielle)"
    rf"|assistants? ia|ias?|i\.a\.?|intelligence artificielle|{_TOOLS})(?: generatives?)?"
)
_AI_EN = (
    r"(?:(?:an?|the|our|some) )?(?:(?:generative )?ai(?: (?:tools?|assistants?|models?|software))?|a\.i\.?"
    rf"|artificial intelligence(?: tools?)?|{_TOOLS})"
)
_PIECE_FR = (
    r"(?:textes?|posts?|publications?|messages?|communiques?|articles?|contenus?|visuels?|images?|photos?|illustrations?"
    r"|videos?|traductions?|resumes?|sous-titres|sous-titrage|transcriptions?|syntheses?|comptes?[- ]rendus?|legendes?"
    r"|audio|voix|tracts?|affiches?|documents?|tribunes?|discours|lettres?|newsletters?|pages?|notes?|graphiques?"
    r"|descriptions?|orthographe|grammaire)"
)
_OWN_FR = (
    r"(?:textes?|posts?|messages?|communique|publication|contenus?|visuels?|traductions?|resumes?|sous-titres|sous-titrage|transcription"
    r"|legendes?|descriptions?)"
)
"""What « le » and « the » point at in a post when it speaks of itself: « la lettre » is somebody's letter."""
_WORK_FR = r"(?:donnees|analyses?|recherches?|accessibilite|decisions?)"
"""Work that a label names with the help it had; « Recherche assistée par IA » is a subject."""
_PIECE_EN = (
    r"(?:texts?|posts?|articles?|messages?|statements?|press releases?|translations?|summar(?:y|ies)|images?|pictures?"
    r"|photos?|videos?|visuals?|content|publications?|subtitles|captions?|pages?|documents?|transcripts?|newsletters?"
    r"|leaflets?|descriptions?|drafts?)"
)
_OWN_EN = r"(?:texts?|posts?|messages?|content|translations?|summary|subtitles|captions?|transcripts?|descriptions?)"
_WORK_EN = r"(?:data|analys[ie]s|research|accessibility|decisions?)"
_GENDER = r"(?:[·.-]?e)?(?:[·.-]?s)?"
_MADE_FR = (
    r"(?:(?:co-?)?(?:redige|ecrit)|realise|corrige|traduit|relu|sous-titre|cree|genere|produit|prepare|reformule|resume|synthetise"
    r"|transcrit|retouche|modifie|ameliore|assiste|illustre|concu|elabore|mis en forme|monte|verifie|adapte|decrit"
    rf"|analyse|simplifie|fait){_GENDER}"
)
_MADE_EN = (
    r"(?:(?:co-?)?written|drafted|generated|created|made|produced|(?:machine[- ])?translated|edited|corrected|proofread"
    r"|summari[sz]ed|transcribed|subtitled|prepared|assisted|enhanced|retouched|improved|rewritten|described"
    r"|analy[sz]ed|simplified|composed|done)"
)
_HOW_FR = r"(?:(?:entierement|partiellement|en partie|en grande partie|automatiquement|d'abord|principalement) )?"
_HOW_EN = r"(?:(?:entirely|partly|partially|in part|mostly|for the most part|automatically|first) )?"
_HELP_FR = r"avec (?:l'(?:aide|appui|assistance|concours)(?: partielle?)?|le (?:concours|soutien))[e ']{0,2} ?"
_FROM_FR = (
    r"(?: (?:de l'|du |en |vers l')(?:anglais|francais|allemand|espagnol|italien|arabe|portugais|neerlandais)){0,2}"
)
_FROM_EN = r"(?: (?:from|into) (?:english|french|german|spanish|italian|arabic|portuguese|dutch)){0,2}"
_HELP_EN = r"with (?:the )?(?:help|assistance|aid|support) (?:of|from) "
# « par Claude » is more often somebody's first name than a machine's.
_BY_FR = rf"(?:{_HELP_FR}|(?:par(?! claude)|avec|via|grace a|au moyen d|a partir d|a l'aide)[e ']{{0,2}} ?)"
_BY_EN = rf"(?:{_HELP_EN}|by (?!claude)|with |using |via |with the use of )"
_MORE_FR = (
    r"(?: (?:de presse|alternatif|alternative|original|originale|finale?|automatiques?|d'illustration|d'accompagnement"
    rf"|en (?:anglais|francais)|de (?:ce|cet|cette|notre) {_PIECE_FR}|du (?:post|texte|rapport|communique))){{0,2}}"
)
_MORE_EN = rf"(?: (?:of|for) (?:this|our) {_PIECE_EN})?"
_NAMED = rf"(?: ?\([^()]{{1,60}}\)| ?[:,-] ?(?:{_TOOLS}))?"
# A label ends with who checked; « : » and « par personne » open a comment on somebody else's work.
_REVIEW_FR = (
    r"(?:,? ?(?:et |puis |avant d'etre |a ete |ont ete |est |sont )?(?:entierement |integralement )?"
    rf"(?:(?:relu|revu|verifie|valide|corrige|complete|controle|adapte|signe|repris|retravaille|modifie){_GENDER}"
    r"|sous (?:la|le) (?:responsabilite|controle))\b(?:(?!\bpersonne\b|\bjamais\b)[^.!?:]){0,100})?"
)
_REVIEW_EN = (
    r"(?:,? ?(?:and |then |was |were |has been )?(?:fully )?(?:(?:checked|reviewed|reread|edited|verified|approved"
    r"|proofread|corrected|revised|adapted)\b|under (?:the |our |human |full |editorial ){0,2}(?:supervision|control"
    r"|responsibility|review)\b)(?:(?!\bno ?body\b|\bno one\b|\bnever\b)[^.!?:]){0,100})?"
)
# A label is said, not exclaimed.
_END = r" ?[.]{0,3}[*_~]{0,3}(?: ?#\w{1,40}){0,5}$"
_PREFIX = r"(?:nb|n\.b\.|note|mention(?: ia)?|transparence|transparency|disclosure|p\.?s\.?|info|ia|ai) ?[·:.-] ?"
_BEGIN = rf"^[^\w#]{{0,12}}(?:{_PREFIX})?"
_MADE_BY_FR = rf"{_HOW_FR}{_MADE_FR}{_FROM_FR} {_HOW_FR}{_BY_FR}{_AI_FR}"
_MADE_BY_EN = rf"{_HOW_EN}{_MADE_EN}{_FROM_EN} {_HOW_EN}{_BY_EN}{_AI_EN}(?: (?:assistance|help|support))?"
_THIS_FR = rf"(?:ce|cet|cette|ces) {_PIECE_FR}"
_DO_FR = (
    r"(?:rediger|ecrire|traduire|corriger|relire|resumer|preparer|reformuler|realiser|sous-titrer|illustrer|verifier)"
)
_DONE_FR = r"(?:redige|ecrit|traduit|corrige|relu|resume|prepare|reformule|realise)"
_TASK_FR = r"(?:traduction|relecture|correction|redaction|reformulation|transcription|mise en forme|sous-titres|resume)"
_DO_EN = r"(?:write|draft|translate|edit|correct|proofread|summari[sz]e|prepare|rewrite|make|create)"
_DONE_EN = r"(?:wrote|drafted|translated|edited|corrected|proofread|summari[sz]ed|prepared|rewrote|made|created)"
_FRENCH = (
    rf"(?:(?:une (?:grande )?partie de )?(?:ce|cet|cette|ces) )?{_PIECE_FR}{_MORE_FR},?"
    rf" (?:(?:a ete|ont ete|est|sont) )?{_MADE_BY_FR}",
    rf"(?:notre|nos) {_PIECE_FR}{_MORE_FR} (?:a ete|ont ete) {_MADE_BY_FR}",
    rf"(?:le|la|les|l') ?{_OWN_FR} (?:a ete|ont ete|est|sont) {_MADE_BY_FR}",
    rf"{_WORK_FR} {_MADE_FR} {_HELP_FR}{_AI_FR}",
    rf"(?P<bare_french>{_MADE_BY_FR})",
    rf"{_PIECE_FR} {_HELP_FR}{_AI_FR}",
    rf"(?P<help_french>{_HELP_FR}(?!(?:de |of |from )?claude){_AI_FR})",
    rf"nous avons {_DONE_FR} {_THIS_FR} {_BY_FR}{_AI_FR}",
    rf"nous avons (?:utilise|eu recours a|fait appel a) {_AI_FR} pour {_DO_FR} {_THIS_FR}",
    rf"{_AI_FR} (?:nous )?a (?:aide{_GENDER}|servi|contribue) a {_DO_FR} {_THIS_FR}",
    rf"(?:ia|{_TOOLS}) utilisee? pour (?:la |le |les )?{_TASK_FR}",
    rf"{_TASK_FR} ?: ?(?!claude)(?:ia|{_TOOLS})",
    rf"(?:traduction|transcription|sous-titrage|sous-titres) automatiques? (?:par |avec |: ?|\()(?:{_AI_FR})\)?",
    rf"(?:texte|post|image|visuel|contenu|traduction|resume|sous-titres|legende) (?:par (?!claude))?(?:ia|{_TOOLS})",
)
_ENGLISH = (
    rf"(?:(?:(?:(?:some )?parts?|most) of )?this )?{_PIECE_EN}{_MORE_EN},?"
    rf" (?:(?:was|were|has been|have been|is|are) )?{_MADE_BY_EN}",
    rf"(?:our|these) {_PIECE_EN} (?:was|were|has been|have been) {_MADE_BY_EN}",
    rf"the {_OWN_EN} (?:was|were|has been|have been) {_MADE_BY_EN}",
    rf"{_WORK_EN} {_MADE_EN} {_HELP_EN}{_AI_EN}",
    rf"(?P<bare_english>{_MADE_BY_EN})",
    rf"{_PIECE_EN} {_HELP_EN}{_AI_EN}",
    rf"(?P<help_english>{_HELP_EN}(?!(?:de |of |from )?claude){_AI_EN})",
    rf"we {_DONE_EN} this {_PIECE_EN} {_BY_EN}{_AI_EN}",
    rf"(?:we )?used {_AI_EN} to (?:help )?{_DO_EN} this {_PIECE_EN}",
    rf"(?:this {_PIECE_EN} is )?ai[- ](?:generated|assisted|written|translated|edited|enhanced|drafted|modified)"
    rf"(?: {_PIECE_EN})?",
)
CLAUSE = re.compile(
    rf"{_BEGIN}(?:(?:{'|'.join(_FRENCH)}){_NAMED}{_REVIEW_FR}|(?:{'|'.join(_ENGLISH)}){_NAMED}{_REVIEW_EN}){_END}"
)
"""A whole label; the groups `bare_*` and `help_*` hold what names no piece, and so may belong to a word before it."""
TITLE = re.compile(rf"^[^\w]{{0,6}}(?:(?:ce|cet|cette|ces|notre|nos|this|our) )?(?:{_PIECE_FR}{_MORE_FR}|{_PIECE_EN})$")
"""The piece alone, as a title that a bracket may follow: « Communiqué (traduit avec DeepL) »."""
PLURAL_OR_FEMININE = re.compile(rf"^[^\w]{{0,12}}{_HOW_FR}{_MADE_FR.removesuffix(_GENDER)}(?:es|e|s)\b")
REVISING = re.compile(
    r"^[^\w]{0,12}(?:(?:entierement|partiellement) )?(?:traduit|relu|corrige|sous-titre|transcrit|translated"
    r"|proofread|corrected|subtitled|transcribed)"
)
"""Work on a finished text, which readers take for this one's."""
HASHTAG = re.compile(
    r"#(?:avecia|contenuia|imageia|texteia|genereparia|assisteparia|traductionia|madewithai|aigenerated|aiassisted|withai)\b"
)
GOVERNING = re.compile(
    r"\b(?:aux?|les?|la|une?|du|des|de|d'|a|sans|contre|non|hashtags?|mentions?|the|an?|of|no|not|without|stop) ?$"
)
"""Words that make a hashtag or a bracket a part of their own sentence: « non au #ContenuIA »."""
MENTIONED = re.compile(r"\b(?:mentions?|labels?|etiquettes?|formules?|hashtags?|words?) ?:? ?$")
