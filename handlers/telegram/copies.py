"""Which submission a file is the original of: somebody sent the same picture compressed before, by its look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.case import Case
from bot.delivery.events import File
from bot.house import House
from bot.kinds import Kind
from bot.merging import file_of, present_files
from bot.originals import Stored
from bot.submissions import case_of, open_made_by
from bot.workflow import Received
from policy.look import DISTANCE, distance, read_look
from policy.media_type import MediaType
from policy.transport import Transport


class Copies:
    """Finds the compressed pictures that originals belong to."""

    def __init__(self, house: House) -> None:
        self._house = house

    def waiting(self, person: str) -> Iterator[Case]:
        """Yield what somebody submitted as a compressed picture, and could still hand in the original of."""
        with self._house.database.reading() as connection:
            references = open_made_by(connection, person)
        for reference in references:
            with self._house.database.reading() as connection:
                case = case_of(connection, reference)
            if case and any(asset.transport is Transport.RE_ENCODED for asset in case.assets):
                yield case

    def replaced(self, case: Case, originals: Sequence[Received]) -> tuple[tuple[File, ...], list[Received]]:
        """Return the files of a submission with originals in the place of their copies, and those that are of none."""
        files, strangers, looks = present_files(case), [], self._looks(case)
        for received in originals:
            copy = _nearest(self.look(received.stored), looks)
            if copy is None:
                strangers.append(received)
            files = [file_of(received) if file.sha256 == copy else file for file in files]
        return tuple(files), strangers

    def look(self, stored: Stored) -> int | None:
        """Return how a file looks, None where it has no look."""
        if not stored.media_type.is_raster:
            return None
        data = self._house.originals.read(stored.sha256, self._house.limits.file_size)
        preview = self._house.sandbox.preview(data, stored.media_type)
        return preview.look if preview else None

    def _looks(self, case: Case) -> dict[str, int]:
        """Return how the compressed pictures of a submission look: as recorded, or, before that, as they are."""
        recorded = _recorded_looks(case)
        compressed = [asset for asset in case.assets if asset.transport is Transport.RE_ENCODED]
        found = {
            asset.sha256: recorded[asset.sha256]
            if asset.sha256 in recorded
            else self.look(Stored(asset.sha256, asset.size, MediaType(asset.media_type)))
            for asset in compressed
        }
        return {sha256: look for sha256, look in found.items() if look is not None}


def _recorded_looks(case: Case) -> dict[str, int | None]:
    examined = (recorded.entry.data for recorded in case.entries if recorded.entry.kind == Kind.EXAMINED)
    return {str(data.get("sha256")): read_look(data.get("look")) for data in examined}


def _nearest(look: int | None, looks: Mapping[str, int]) -> str | None:
    """Return the one that looks like it more than any other does, None for none."""
    if look is None:
        return None
    alike = sorted((away, sha256) for sha256, other in looks.items() if (away := distance(look, other)) <= DISTANCE)
    if not alike or (len(alike) > 1 and alike[0][0] == alike[1][0]):
        return None
    return alike[0][1]
