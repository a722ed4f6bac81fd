from __future__ import annotations

from pathlib import Path

import pytest

from policy.charter import load
from tests.bot.cli.conftest import Vigie

SHIPPED = Path(load.__file__).parent / "ps92"


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    """A copy of the shipped charter that a test may spoil."""
    for name in ("charter.yaml", "source.fr.txt"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path / "charter.yaml"


def spoil(charter: Path, old: str, new: str) -> None:
    written = charter.read_text("utf-8")
    assert old in written
    charter.write_text(written.replace(old, new, 1), "utf-8")


def test_the_shipped_charter_is_right(vigie: Vigie, data: Path) -> None:
    ran = vigie("charter", "check")
    assert (ran.code, ran.err) == (0, "")
    assert "tous conformes" in ran.plain
    assert not data.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_printed_for_people_with_its_articles_and_quotes(vigie: Vigie, language: str) -> None:
    ran = vigie("charter", "show", VIGIE_LANGUAGE=language)
    assert ran.code == 0
    assert ran.out.startswith("# ")
    for number in range(1, 6):
        assert f"## Article {number} · " in ran.out
    assert "> « La charte adoptée impose donc l’interdiction" in ran.out
    assert "{" not in ran.out


def test_a_charter_that_is_named_is_the_one_that_is_checked(vigie: Vigie, charter: Path) -> None:
    spoil(charter, 'version: "1"', 'version: "27"')
    assert "version 27" in vigie("charter", "check", charter).plain
    assert "version 27" in vigie("charter", "show", VIGIE_CHARTER=str(charter)).plain


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("effet: interdire", "effet: interdir", "interdire"),
        ("nos communications doivent montrer", "nos communications montrent", "citation"),
        ("attendu: {avis: défavorable,", "attendu: {avis: réservé,", "Affiche générée"),
        ("format: vigie-charte/1", "format: vigie-charte/9", "vigie-charte/9"),
        ('  - id: label-ai-use\n    article: "3"', '  - id: label-ai-use\n    article: "33"', "33"),
    ],
)  # fmt: skip
def test_a_mistake_fails_and_is_named(vigie: Vigie, charter: Path, old: str, new: str, told: str) -> None:
    spoil(charter, old, new)
    ran = vigie("charter", "check", charter)
    assert ran.code == 1
    assert told in ran.complaint
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"just words", b"a: &b [*b]", b"- " * 10_000])
def test_a_file_that_is_no_charter_is_said_to_be_none(vigie: Vigie, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "c.yaml"
    if content is not None:
        path.write_bytes(content)
    for command in ("check", "show"):
        ran = vigie("charter", command, path)
        assert (ran.code, ran.out) == (1, "")
        assert ran.complaint
        assert "Traceback" not in ran.err


def test_a_charter_that_can_not_be_applied_keeps_the_house_closed(vigie: Vigie, charter: Path, data: Path) -> None:
    spoil(charter, "effet: interdire", "effet: interdir")
    ran = vigie("people", "list", VIGIE_CHARTER=str(charter))
    assert (ran.code, ran.out) == (1, "")
    assert not (data / "vigie.db").exists()
