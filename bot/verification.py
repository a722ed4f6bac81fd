"""Verifying the trail of an installation, and its outcome in words that a press officer understands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.database import Database, damage_told, is_there, place
from bot.errors import NotFoundError, SetupError
from bot.language import N_, Catalogue
from bot.replay import replay
from bot.settings import Settings
from bot.trail.checkpoint import SigningKey, VerifierKey
from bot.trail.note import Note
from bot.trail.verification import Assurance, Break, Fault, Verification
from bot.trail.verify import verify

_FAULTS = {
    Fault.UNREADABLE: N_("The database file is damaged there and can't be read any further."),
    Fault.MISSING: N_("This entry has been removed."),
    Fault.BODY: N_("What is recorded there is not an entry of Vigie any more."),
    Fault.COLUMNS: N_("What stands beside this entry is not what it says itself."),
    Fault.LEAF: N_("This entry was changed after it was written."),
    Fault.HEAD: N_("An entry was changed, here or before, or the head of the journal was."),
    Fault.CHECKPOINT: N_("A checkpoint was changed after it was written."),
    Fault.CHECKPOINT_SIGNATURE: N_("A checkpoint does not carry the signature of this journal."),
    Fault.CHECKPOINT_ROOT: N_("The entries are not those that a checkpoint signed: one was changed, here or before."),
    Fault.CHECKPOINT_BEYOND: N_(
        "A checkpoint counts this entry, and it is not there: the end of the journal was cut off."
    ),
    Fault.PERSONAL: N_("A name or a text of this entry was changed after it was written."),
    Fault.PERSONAL_MISSING: N_("A name or a text of this entry has been removed."),
    Fault.PERSONAL_STRAY: N_("A name or a text was added that no entry knows of."),
    Fault.EMPTIED: N_("A name or a text of this entry was emptied, and no erasure is recorded."),
    Fault.NOT_ERASED: N_("A name that had been erased is back: a backup was put in the place of the journal."),
    Fault.TILE: N_("What is kept for proofs says something else than the journal."),
    Fault.GUARDS: N_("The guards that keep the journal from being changed were taken away."),
    Fault.INTEGRITY: N_("The database file is damaged."),
    Fault.RECORDS: N_("The list of submissions says something else than the journal."),
    Fault.GATE: N_("What the gate looks files up in says something else than the journal."),
    Fault.ARCHIVE: N_("A weekly summary in the archive is not the one that was sent."),
    Fault.IMPOSSIBLE: N_("This entry records a decision that Vigie never lets anyone take."),
    Fault.OUTSIDE_SIGNATURE: N_("The checkpoint you gave is not one of this journal's."),
    Fault.OUTSIDE_ROOT: N_("The journal is not the one that your checkpoint signed: it was written anew."),
    Fault.OUTSIDE_BEYOND: N_("Your checkpoint counts this entry, and it is not there: the end was cut off."),
}
_ASSURANCES = {
    Assurance.FILE_ALONE: N_(
        "Worth: the file agrees with itself. To rule out that it was written anew as a whole, "
        "compare it with a checkpoint that was kept elsewhere."
    ),
    Assurance.OWN_CHECKPOINTS: N_(
        "Worth: the signed checkpoints in the file agree too, up to entry {signed}. To rule out that whoever holds "
        "the key wrote it anew, compare it with a checkpoint that was kept elsewhere."
    ),
    Assurance.OUTSIDE_CHECKPOINT: N_(
        "Worth: the checkpoint kept elsewhere agrees. Nothing was changed in the {outside} entries that it counts."
    ),
}


@dataclass(frozen=True, slots=True)
class VerificationWords:
    """The outcome as people read it; `assurance` is empty where there is a break."""

    ok: bool
    headline: str
    detail: str
    assurance: str


def verify_installation(settings: Settings, outside: Note | None = None) -> Verification:
    """Verify the trail of the installation that the settings name, exactly as its file is: nothing is mended first.

    Raises:
        NotFoundError: there is no database yet.
        SetupError: a checkpoint from outside can't be checked without the trail's key.
    """
    with installed_database(settings) as database:
        key = verifier(settings)
        if outside and key is None:
            raise SetupError(
                N_("The trail's key is missing, so your checkpoint can't be checked."),
                N_("Put trail.key back into {path}."),
                path=str(settings.data_dir),
            )
        return verify_database(database, key, outside)


def verify_database(database: Database, key: VerifierKey | None, outside: Note | None = None) -> Verification:
    """Verify an open database, and hold the list of submissions against the trail."""
    return verify(database, key, outside=outside, check_records=replay)


def verifier(settings: Settings) -> VerifierKey | None:
    """Return the public half of the trail's key, None where this installation has no key."""
    return SigningKey.load_or_create(settings.trail_key).verifier if settings.trail_key.exists() else None


@contextmanager
def installed_database(settings: Settings) -> Iterator[Database]:
    """Give the installation's database just as its file is: nothing is made, upgraded or mended.

    Raises:
        NotFoundError: there is none yet.
        SetupError: it is damaged, or can't be reached.
    """
    if not is_there(settings.database):
        raise NotFoundError(N_("There is no journal yet in {path}."), path=place(settings.database))
    database = Database.open(settings.database)
    try:
        with damage_told():
            yield database
    finally:
        database.close()


def in_words(outcome: Verification, catalogue: Catalogue) -> VerificationWords:
    """Say an outcome."""
    if outcome.first_break:
        return _broken(outcome.first_break, catalogue)
    say, number = catalogue.say, catalogue.number
    return VerificationWords(
        ok=True,
        headline=say(N_("The journal is intact.")),
        detail=" · ".join(
            [
                say(N_("entries: {number}"), number=number(outcome.entries)),
                say(N_("names and texts: {number}"), number=number(outcome.personal_parts)),
                say(N_("erased on request: {number}"), number=number(outcome.erased_parts)),
                say(N_("checkpoints: {number}"), number=number(outcome.checkpoints)),
            ]
        ),
        assurance=_assurance(outcome, catalogue),
    )


def _assurance(outcome: Verification, catalogue: Catalogue) -> str:
    if outcome.checkpoints and not outcome.signed_size and outcome.assurance is Assurance.FILE_ALONE:
        return catalogue.say(
            N_("Worth: the file agrees with itself. Its signatures were NOT checked: trail.key is missing.")
        )
    sizes = {"signed": catalogue.number(outcome.signed_size), "outside": catalogue.number(outcome.outside_size)}
    return catalogue.say(_ASSURANCES[outcome.assurance], **sizes) if outcome.assurance in _ASSURANCES else ""


def break_words(where: Break, catalogue: Catalogue) -> str:
    """Say what is wrong with a trail, in one line."""
    broken = _broken(where, catalogue)
    return f"{broken.headline} {broken.detail}"


def _broken(where: Break, catalogue: Catalogue) -> VerificationWords:
    headline = (
        catalogue.say(N_("The journal was altered: entry {seq}."), seq=where.seq)
        if where.seq
        else catalogue.say(N_("The journal was altered."))
    )
    return VerificationWords(ok=False, headline=headline, detail=catalogue.say(_FAULTS[where.what]), assurance="")
