"""Who may do what. People, their roles and their accounts are trail entries; this folds them and adds to them."""

from __future__ import annotations

from bot.people.adding import add, leave
from bot.people.folding import fold_people, roster
from bot.people.model import DECIDERS, SUBMITTERS, Person, Role, Roster

__all__ = ["DECIDERS", "SUBMITTERS", "Person", "Role", "Roster", "add", "fold_people", "leave", "roster"]
