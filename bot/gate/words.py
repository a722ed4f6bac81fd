"""What the gate says, in words and as data with keys that stay."""

from __future__ import annotations

from typing import Any

from bot.gate.asking import Answer, Compared, Likeness, Resemblance
from bot.gate.standing import Standing, Word
from bot.language import N_, Catalogue
from bot.trail.entry import write_moment

_SENTENCES = {
    Standing.APPROVED: N_("Approved on {at}: {reference}, version {revision}."),
    Standing.LAPSED: N_("Not approved any more: the approval of {reference} has run out."),
    Standing.WITHDRAWN: N_("Not approved: {reference} was withdrawn on {at}."),
    Standing.CORRECTED: N_("Not approved any more: {reference} was corrected on {at}. Take the corrected file."),
    Standing.REPLACED: N_("Not approved: another file took its place in {reference}. Take that one."),
    Standing.PENDING: N_("Not approved yet: {reference} waits for its decision."),
    Standing.REFUSED: N_("REFUSED on {at}: {reference}. Do not publish it."),
    Standing.FORBIDDEN: N_("FORBIDDEN by the charter since {at}: {reference}. Do not publish it."),
}
_ONCE_APPROVED = N_("Not approved any more: {reference} was, and was withdrawn on {at}. Do not publish it.")
_UNTIL = N_("It holds until {until}.")
_ENTRY = N_("Entry {entry} of the journal.")
_LIKENESSES = {
    Likeness.APPROVED: N_(
        "Not the approved file, though it looks like it: {reference}, approved on {at}. Its bytes are others "
        "(resized, re-encoded, retouched): publish the original."
    ),
    Likeness.REFUSED: N_("WATCH OUT: it looks like a file that was refused on {at}: {reference}. Do not publish it."),
    Likeness.OTHER: N_("Unknown, and it looks like a file that is not approved: {reference}."),
    Likeness.NONE: N_("Unknown: nobody has submitted this file."),
}
_FORBIDDEN_LIKENESS = N_(
    "WATCH OUT: it looks like a file that the charter forbids since {at}: {reference}. Do not publish it."
)
_ALSO_APPROVED = N_("It looks like {reference} too, which is approved: if you mean that one, publish the original.")
_NOT_COMPARED = {
    Compared.NO_LOOK: N_("It could not be compared by its look: too plain, or no picture."),
    Compared.TOO_LARGE: N_("It could not be compared by its look: too heavy."),
}


def sentence(answer: Answer, catalogue: Catalogue) -> str:
    """Say an answer."""
    if answer.word:
        return _of_a_word(answer.word, catalogue)
    if answer.resembles:
        return _of_a_likeness(answer, catalogue)
    parts = [_LIKENESSES[Likeness.NONE], _NOT_COMPARED.get(answer.compared, "")]
    return " ".join(catalogue.say(part) for part in parts if part)


def _of_a_word(word: Word, catalogue: Catalogue) -> str:
    withdrawn = word.standing is Standing.WITHDRAWN and word.once_approved
    said = [_say(_ONCE_APPROVED if withdrawn else _SENTENCES[word.standing], word, catalogue)]
    if word.standing is Standing.APPROVED and word.until:
        said.append(catalogue.say(_UNTIL, until=catalogue.moment(word.until)))
    return " ".join([*said, catalogue.say(_ENTRY, entry=word.entry)])


def _of_a_likeness(answer: Answer, catalogue: Catalogue) -> str:
    """Say the gravest resemblance; beside a refused one, an approved one too: posters of one layout look alike."""
    approved = [item.word for item in answer.resembles if item.word.standing is Standing.APPROVED]
    word = answer.resembles[0].word
    if answer.kind is Likeness.APPROVED:
        return _say(_LIKENESSES[Likeness.APPROVED], approved[0], catalogue)
    if answer.kind is Likeness.OTHER:
        return _say(_LIKENESSES[Likeness.OTHER], word, catalogue)
    forbidden = word.standing is Standing.FORBIDDEN
    said = [_say(_FORBIDDEN_LIKENESS if forbidden else _LIKENESSES[Likeness.REFUSED], word, catalogue)]
    return " ".join([*said, *(_say(_ALSO_APPROVED, found, catalogue) for found in approved[:1])])


def _say(message: str, word: Word, catalogue: Catalogue) -> str:
    return catalogue.say(
        message,
        reference=word.reference,
        revision=word.revision,
        at=catalogue.moment(word.at),
    )


def as_data(answer: Answer, catalogue: Catalogue) -> dict[str, Any]:
    """Return what `--json` prints and the desk answers: these keys, always all of them (docs/gate.md)."""
    return {
        "sha256": answer.sha256,
        "answer": answer.kind.value,
        "approved": answer.approved,
        **_word(answer.word),
        "compared": answer.compared.value,
        "resembles": [_resemblance(item) for item in answer.resembles],
        "sentence": sentence(answer, catalogue),
    }


def _word(word: Word | None) -> dict[str, Any]:
    return {
        "reference": word.reference if word else None,
        "revision": word.revision if word else None,
        "at": write_moment(word.at) if word else None,
        "until": write_moment(word.until) if word and word.until else None,
        "entry": word.entry if word else None,
    }


def _resemblance(item: Resemblance) -> dict[str, Any]:
    return {
        "sha256": item.sha256,
        "distance": item.distance,
        "answer": item.word.standing.value,
        **_word(item.word),
    }
