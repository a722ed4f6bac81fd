"""The words by which a post says that AI served for it, in French and English.

A label is a clause that stands on its own (a line, a sentence, a bracket) and speaks of this very piece: « Texte
rédigé avec l’aide d’une IA ». A sentence about AI (« nous refusons les images générées par IA ») is none, nor is a
denial. So a clause has to begin with the piece, or with how it was made, and only a word on its review may follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from policy.draft.model import Label, passage

_LONGEST = 240
"""Characters of the longest clause that is taken for a label."""

_TOOLS = (
    r"chat ?gpt(?:[- ]?\d[\w.]{0,8})?|gpt[- ]?\d[\w.]{0,8}|claude|gemini|(?:microsoft )?copilot|mistral(?: ai)?|le chat"
    r"|deepl|deepseek|grok|perplexity|llama|whisper|midjourney|dall[- ]?e|firefly|canva|topaz|lightroom|photoshop"
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
    r"|audio|voix|tracts?|affiches?|documents?|tribunes?|discours|lettres?|newsletters?|pages?|notes?|analyses?"
    r"|donnees|graphiques?|descriptions?|recherches?|accessibilite|decisions?)"
)
_PIECE_EN = (
    r"(?:texts?|posts?|articles?|messages?|statements?|press releases?|translations?|summar(?:y|ies)|images?|pictures?"
    r"|photos?|videos?|visuals?|content|publications?|subtitles|captions?|pages?|documents?|transcripts?|newsletters?"
    r"|leaflets?|descriptions?|analys[ie]s|data|drafts?|research|accessibility|decisions?)"
)
_GENDER = r"(?:[·.-]?e)?(?:[·.-]?s)?"
_MADE_FR = (
    r"(?:redige|ecrit|realise|corrige|traduit|relu|sous-titre|cree|genere|produit|prepare|reformule|resume|synthetise"
    r"|transcrit|retouche|modifie|ameliore|assiste|illustre|concu|elabore|mis en forme|monte|verifie|adapte|decrit"
    rf"|analyse|simplifie|fait){_GENDER}"
)
_MADE_EN = (
    r"(?:written|drafted|generated|created|made|produced|translated|edited|corrected|proofread|summari[sz]ed|transcribed"
    r"|subtitled|prepared|assisted|enhanced|retouched|improved|rewritten|described|analy[sz]ed|simplified|composed|done)"
)
_HOW_FR = r"(?:(?:entierement|partiellement|en partie|en grande partie|automatiquement|d'abord|principalement) )?"
_HOW_EN = r"(?:(?:entirely|partly|partially|in part|mostly|for the most part|automatically|first) )?"
_HELP_FR = r"avec (?:l'(?:aide|appui|assistance|concours)(?: partielle?)?|le (?:concours|soutien))[e ']{0,2} ?"
_HELP_EN = r"with (?:the )?(?:help|assistance|aid|support) (?:of|from) "
# « par Claude » is more often somebody's first name than a machine's.
_BY_FR = rf"(?:{_HELP_FR}|(?:par(?! claude)|avec|via|grace a|au moyen d|a partir d|a l'aide)[e ']{{0,2}} ?)"
_BY_EN = rf"(?:{_HELP_EN}|by (?!claude)|with |using |via |with the use of )"
_MORE_FR = r"(?: (?!n'|ne |pas |non |sans |jamais |aucun)[\w'-]{1,20}){0,3}?"
_MORE_EN = r"(?: (?!not |no |never |without )[\w'-]{1,20}){0,2}?"
_NAMED = rf"(?: ?\([^()]{{1,60}}\)| ?[:,-] ?(?:{_TOOLS}))?"
_REVIEW_FR = (
    r"(?:,? ?(?:et |puis |avant d'etre |a ete |ont ete |est |sont )?(?:entierement |integralement )?"
    rf"(?:(?:relu|revu|verifie|valide|corrige|complete|controle|adapte|signe|repris|retravaille|modifie){_GENDER}"
    r"|sous (?:la|le) (?:responsabilite|controle))\b(?! par personne)[^.!?:]{0,100})?"
)
_REVIEW_EN = (
    r"(?:,? ?(?:and |then |was |were |has been )?(?:fully )?(?:checked|reviewed|reread|edited|verified|approved"
    r"|proofread|corrected|revised|adapted|under)\b(?! by (?:nobody|no one))[^.!?:]{0,100})?"
)
_END = r" ?[.!…]{0,3}(?: ?#\w{1,40}){0,5}$"
_PREFIX = r"(?:nb|n\.b\.|note|mention|transparence|transparency|disclosure|p\.?s\.?|info|ia|ai) ?[·:.-] ?"
_BEGIN = rf"^[^\w#]{{0,12}}(?:{_PREFIX})?"
_MADE_BY_FR = rf"{_HOW_FR}{_MADE_FR} {_HOW_FR}{_BY_FR}{_AI_FR}"
_MADE_BY_EN = rf"{_HOW_EN}{_MADE_EN} {_HOW_EN}{_BY_EN}{_AI_EN}"
_FRENCH = (
    rf"(?:(?:ce|cet|cette|ces) )?{_PIECE_FR}{_MORE_FR},? (?:(?:a ete|ont ete|est|sont) )?{_MADE_BY_FR}",
    rf"(?:le|notre) (?:texte|post|message|communique|visuel) (?:a ete|est) {_MADE_BY_FR}",
    rf"(?:la|notre) (?:publication|traduction|legende|video) (?:a ete|est) {_MADE_BY_FR}",
    rf"(?:les|nos) sous-titres (?:ont ete|sont) {_MADE_BY_FR}",
    _MADE_BY_FR,
    rf"(?:{_PIECE_FR} )?{_HELP_FR}{_AI_FR}",
    rf"(?:texte|post|image|visuel|contenu|traduction|resume|sous-titre|legende)s? (?:par )?(?:ia|{_TOOLS})",
)
_ENGLISH = (
    rf"(?:this )?{_PIECE_EN}{_MORE_EN},? (?:(?:was|were|has been|have been|is|are) )?{_MADE_BY_EN}",
    rf"(?:the|our) (?:text|post|message|statement|translation|video|subtitles|captions) "
    rf"(?:was|were|has been|have been|is|are) {_MADE_BY_EN}",
    _MADE_BY_EN,
    rf"(?:{_PIECE_EN} )?{_HELP_EN}{_AI_EN}",
    rf"(?:this {_PIECE_EN} is )?ai[- ](?:generated|assisted|written|translated|edited|enhanced|drafted|modified)"
    rf"(?: {_PIECE_EN})?",
)
_CLAUSE = re.compile(
    rf"{_BEGIN}(?:(?:{'|'.join(_FRENCH)}){_NAMED}{_REVIEW_FR}|(?:{'|'.join(_ENGLISH)}){_NAMED}{_REVIEW_EN}){_END}"
)
_HASHTAG = re.compile(
    r"#(?:avecia|contenuia|imageia|texteia|genereparia|assisteparia|traductionia|madewithai|aigenerated|aiassisted|withai)\b"
)
_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s{0,8}(?:[-*•–—·]|\d{1,2}[.)])\s")
_SENTENCE = re.compile(r"[^.!?…]{3,400}(?:[.](?=\w)[^.!?…]{0,200}){0,5}[.!?…]{0,3}")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{6,200}(?:\([^()]{1,60}\)[^()\[\]]{0,100})?)[)\]]")


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without accents, capitals and kinds of space or apostrophe, and where each character comes from."""

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Plain:
        letters, origins = [], []
        for at, character in enumerate(text):
            for letter in _plain(character):
                letters.append(letter)
                origins.append(at)
        return cls("".join(letters), (*origins, len(text)))


def find_labels(text: str) -> list[Label]:
    """Return the labels of a text, in its order, each place once."""
    plain = _Plain.of(text)
    places = {plain.origins[start]: plain.origins[end - 1] + 1 for start, end in _places(plain.text) if end > start}
    return [Label(passage(text, start, places[start])) for start in sorted(places)]


def _places(text: str) -> Iterator[tuple[int, int]]:
    for match in _HASHTAG.finditer(text):
        yield match.span()
    for start, end in _clauses(text):
        clause = text[start:end].rstrip()
        if len(clause) <= _LONGEST and _CLAUSE.match(clause):
            yield start + len(clause) - len(clause.lstrip()), start + len(clause)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield every stretch that may stand on its own; a line that is one sentence comes once.

    An item of a list whose heading ends in a colon does not: it belongs to what the heading says.
    """
    heading = False
    for line in _LINE.finditer(text):
        announced, heading = heading, line[0].rstrip().endswith(":") or (heading and bool(_ITEM.match(line[0])))
        if announced and _ITEM.match(line[0]):
            continue
        yield line.span()
        for sentence in _SENTENCE.finditer(text, *line.span()):
            if sentence.span() != line.span():
                yield sentence.span()
        for bracket in _BRACKET.finditer(text, *line.span()):
            yield bracket.span(1)


def _plain(character: str) -> str:
    if character in "’‘ʼ`´":
        return "'"
    if character.isspace() and character != "\n":
        return " "
    decomposed = unicodedata.normalize("NFKD", character).lower()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
