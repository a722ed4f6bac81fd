"""What messages bring, fetched with patience, and one by one: a file that nobody can have costs no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import UsageError
from bot.house import House
from bot.language import N_
from bot.ports import Arrived
from bot.workflow import Received
from handlers.telegram.content import Media
from handlers.telegram.files import Files, NotGivenError
from handlers.telegram.places import Place
from handlers.telegram.updates import Post
from handlers.telegram.waiting import later


@dataclass(frozen=True, slots=True)
class Part:
    """A message and the file that it brought."""

    post: Post
    file: Received


class Fetching:
    """Fetches files for a message that has arrived."""

    def __init__(self, house: House, files: Files) -> None:
        self._house, self._files = house, files

    def one(self, media: Media, arrived: Arrived) -> Received:
        """Return a file.

        Raises:
            NotYetError: Telegram does not give it at the moment.
            UsageError: nobody can have it.
        """
        try:
            return self._files.fetch(media)
        except NotGivenError as error:
            raise later(arrived, self._house.clock(), error, _not_given()) from None

    def each(self, posts: Sequence[Post], arrived: Arrived) -> tuple[list[Part], dict[Place, UsageError]]:
        """Return the files of an album that there are, and why the others are not.

        Raises:
            NotYetError: Telegram does not give one of them at the moment.
        """
        given, refused = [], {}
        for post in posts:
            if post.media is None:
                continue
            try:
                given.append(Part(post, self.one(post.media, arrived)))
            except UsageError as error:
                refused[post.place] = error
        return given, refused


def _not_given() -> UsageError:
    return UsageError(N_("Telegram does not give Vigie this file."), N_("Send it again, or drop it at the desk."))
