"""Commands, in French and in English; what people type that Telegram takes for none is understood too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from unicodedata import combining, normalize

from bot.card import board
from bot.card.model import Card
from bot.card.week import week_so_far
from bot.errors import UsageError, VigieError
from bot.house import House
from bot.language import N_, Catalogue
from bot.people import Person
from bot.people.accounts import join_with_code
from bot.register.edition import register_of
from bot.register.use import Filters
from bot.submissions import Shelf
from handlers.telegram.forms import DEEP_LINK, Forms
from handlers.telegram.health import health
from handlers.telegram.members import Members
from handlers.telegram.messaging import Messaging
from handlers.telegram.places import NAME
from handlers.telegram.rendering.lists import cards_list, overview
from handlers.telegram.rendering.message import Message
from handlers.telegram.rendering.text import escaped, inert
from handlers.telegram.updates import Post, Who

_SHOWN = 15
_DECLARING, _HELPING, _CODE = {"declare_ai", "declarer_ia", "declare"}, {"aide", "help", "start"}, "code"

Answer = Callable[[Post, Person, Catalogue], Message]


class Commands:
    """Does what commands say; who may do what is looked up in the database each time."""

    def __init__(self, house: House, members: Members, messaging: Messaging, forms: Forms) -> None:
        self._house, self._members, self._messaging, self._forms = house, members, messaging, forms
        self._answers: Mapping[str, Answer] = {
            "attente": self._waiting,
            "waiting": self._waiting,
            "depots": self._mine,
            "submissions": self._mine,
            "vigie": self._overview,
            "registre": self._register,
            "register": self._register,
            "sante": self._health,
            "health": self._health,
        }

    def obey(self, post: Post) -> None:
        """Do what a message's command says, and answer; what is no command of ours gets the help in private only."""
        name, rest = post.command or ("", "")
        if post.addressee and post.addressee != self._messaging.name:
            return
        try:
            self._obey(post, _plain(name), rest) if post.sender.who is Who.PERSON else self._unnamed(post, _plain(name))
        except VigieError as error:
            self._messaging.say(post.place, Message(inert(error.sentence(self._catalogue(post)))))

    def _obey(self, post: Post, name: str, rest: str) -> None:
        if name in _DECLARING:
            self._members.require_part(post.sender.id, post.place.chat)
            self._forms.declare(post.place, post.sender.id)
        elif name == "start" and rest.startswith(DEEP_LINK):
            self._forms.in_private(post.sender.id, rest.removeprefix(DEEP_LINK))
        elif name == _CODE:
            self._code(post, rest)
        elif answer := self._answers.get(name):
            self._members.require_part(post.sender.id, post.place.chat)
            person = self._members.person(post.sender.id, post.sender.name, deciding=False)
            self._messaging.say(post.place, answer(post, person, self._catalogue(post)))
        elif name in _HELPING or post.private:
            self._messaging.say(post.place, self._help(self._catalogue(post)))

    def _unnamed(self, post: Post, name: str) -> None:
        """Tell an administrator who hides their name why a command of ours can't be obeyed."""
        if name in {*_DECLARING, *_HELPING, *self._answers, _CODE}:
            raise UsageError(
                N_("Telegram does not tell me who you are."), N_("Send this under your own name, or to me in private.")
            )

    def _help(self, catalogue: Catalogue) -> Message:
        lines = (
            N_("Send a picture as a file, or a draft with #brouillon in it, in the approval group: I answer there."),
            N_("/attente: what waits for you to decide"),
            N_("/depots: what you have submitted"),
            N_("/registre: the register of AI uses"),
            N_("/declarer_ia: declare that an AI helped"),
            N_("/vigie: all at a glance, and the week so far"),
            N_("/sante: how Vigie is, for people who decide"),
            N_("/code CODE: this Telegram account is yours (the code is at the desk, under “My account”)"),
        )
        return Message("\n".join(escaped(catalogue.say(line)) for line in lines))

    def _waiting(self, _post: Post, person: Person, catalogue: Catalogue) -> Message:
        cards = self._cards(person, Shelf.TO_DECIDE, catalogue) if person.decides else ()
        return cards_list(cards, catalogue, empty=catalogue.say(N_("Nothing waits for you.")), permalinks={})

    def _mine(self, _post: Post, person: Person, catalogue: Catalogue) -> Message:
        cards = self._cards(person, Shelf.MINE, catalogue)
        return cards_list(cards, catalogue, empty=catalogue.say(N_("No submission yet.")), permalinks={})

    def _overview(self, _post: Post, person: Person, catalogue: Catalogue) -> Message:
        counts = board.counts(self._house, person)
        return overview(
            self._cards(person, Shelf.TO_DECIDE, catalogue) if person.decides else (),
            self._cards(person, Shelf.MINE, catalogue),
            catalogue,
            permalinks={},
            week=week_so_far(self._house, catalogue),
            now=self._house.clock(),
            deciding=counts[Shelf.TO_DECIDE] if person.decides else 0,
            submitted=counts[Shelf.MINE],
        )

    def _register(self, _post: Post, _person: Person, catalogue: Catalogue) -> Message:
        found = register_of(self._house, Filters(), catalogue)
        lines = [f"{use.id} · {catalogue.moment(use.at)} · {use.tool}" for use in found.uses[:_SHOWN]]
        return Message(inert("\n".join(lines) or catalogue.say(N_("No declared use of AI to show."))))

    def _health(self, post: Post, person: Person, catalogue: Catalogue) -> Message:
        return health(self._house, person, post.place, catalogue)

    def _code(self, post: Post, rest: str) -> None:
        person = join_with_code(self._house, NAME, str(post.sender.id), rest)
        told = N_("This account is now yours, {name}: here and at the desk you are one.")
        self._messaging.say(post.place, Message(inert(self._catalogue(post).say(told, name=person.name))))

    def _cards(self, person: Person, which: Shelf, catalogue: Catalogue) -> tuple[Card, ...]:
        return board.feed(self._house, person, catalogue, which, None, _SHOWN).cards

    def _catalogue(self, post: Post) -> Catalogue:
        return self._house.catalogue(self._members.language_of(post.sender.id))


def _plain(name: str) -> str:
    """Return a name without accents: people write « /dépôts »."""
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign))
