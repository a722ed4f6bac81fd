"""The shipped charter in a folder of its own, which a test may edit as a press officer does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from policy.charter import load

SHIPPED = Path(load.__file__).parent / "ps92"
VERSION = load.shipped().version
_NO_PHOTOS = """
  - id: no-photo
    article: "2"
    origine: charte
    base: interprétation
    citation: nos communications doivent montrer la réalité
    si: {nature: visuel, origine établie: oui, image générée par IA: non}
    effet: interdire
    message: {fr: Plus de photos cette année., en: No more photos this year.}
    que faire: {fr: Prenez un dessin., en: Use a drawing.}
"""
_EXAMPLE = """exemples:
  - nom: On ne sait rien du tout
    faits: {nature: visuel}
    attendu: {avis: réservé}
"""


@dataclass(frozen=True)
class CharterFile:
    """A charter file that can be edited while Vigie runs."""

    path: Path

    @classmethod
    def beside(cls, folder: Path) -> CharterFile:
        """Copy the shipped charter into a new folder."""
        folder.mkdir()
        for name in ("charter.yaml", "source.fr.txt"):
            (folder / name).write_bytes((SHIPPED / name).read_bytes())
        return cls(folder / "charter.yaml")

    @property
    def settings(self) -> Settings:
        """Settings that name this file."""
        return Settings(charter=self.path)

    def edit(self, old: str, new: str) -> None:
        """Replace some words everywhere."""
        written = self.path.read_text("utf-8")
        assert old in written
        self.path.write_text(written.replace(old, new), "utf-8")

    def version(self, number: str) -> None:
        """Give it another version number."""
        self.edit(f'version: "{VERSION}"', f'version: "{number}"')

    def reword(self) -> None:
        """Change a message: nothing that is decided."""
        self.version("2-bis")
        self.edit("Un bouton suffit.", "Il suffit d’un bouton.")

    def ask_two(self) -> None:
        """Ask for two reviewers in the place of one."""
        self.version("3")
        self.edit("{nombre: 1, rôle: relecteur·rice}", "{nombre: 2, rôle: relecteur·rice}")

    def forbid_photos(self) -> None:
        """Forbid what could be reviewed so far, and leave out the examples that say otherwise."""
        self.version("4")
        written = self.path.read_text("utf-8")
        rules, found, rest = written.partition("\n# Vérifiées sur")
        promised, _, _ = rest.partition("exemples:")
        assert found
        self.path.write_text(rules + _NO_PHOTOS + found + promised + _EXAMPLE, "utf-8")

    def restore(self) -> None:
        """Put the shipped text back."""
        self.path.write_bytes((SHIPPED / "charter.yaml").read_bytes())
