from __future__ import annotations

from pathlib import Path

import pytest

from policy.charter import load
from tests.bot.cli.conftest import Vigie

SHIPPED = Path(load.__file__).parent / "ps92"
VERSION = load.shipped().version


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
    assert "6 garanties tenues dans 1 102 248 combinaisons de faits" in ran.plain
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


def test_it_is_printed_as_one_web_page(vigie: Vigie) -> None:
    ran = vigie("charter", "show", "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<!doctype html>")
    assert '<html lang="fr">' in ran.out
    assert ran.out.rstrip().endswith("</html>")


def test_a_charter_that_is_named_is_the_one_that_is_checked(vigie: Vigie, charter: Path) -> None:
    spoil(charter, f'version: "{VERSION}"', 'version: "27"')
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


LEAK = """\
    si: {image générée par IA: oui}
    sauf si: {nature: vidéo, but: sous-titrage, personne réelle imitée: non}
    effet: interdire
"""


def test_an_exception_that_every_example_misses_is_caught_by_a_guarantee(vigie: Vigie, charter: Path) -> None:
    spoil(charter, "    si: {image générée par IA: oui}\n    effet: interdire\n", LEAK)
    example = "{nature: vidéo, image générée par IA: oui, personne réelle imitée: oui}"
    assert example in charter.read_text("utf-8")
    ran = vigie("charter", "check", charter)
    assert ran.code == 1
    assert "la garantie « Aucune image générée par une IA ne passe jamais » ne tient pas" in ran.complaint
    assert "image générée par IA : oui, sans rien savoir d’autre, l’avis serait « réservé »" in ran.complaint
    assert "exemple" not in ran.complaint
    line = charter.read_text("utf-8").splitlines().index("  - nom: Aucune image générée par une IA ne passe jamais") + 1
    assert f"ligne {line} :" in ran.complaint


def test_a_counterexample_speaks_the_words_of_the_charter(vigie: Vigie, charter: Path) -> None:
    case, wider = "si: {nature: usage, but: décision}", "si: {nature: usage, but: [décision, analyse de données]}"
    spoil(charter, case + "\n    avis", wider + "\n    avis")
    assert "nature : usage, but : analyse de données" in vigie("charter", "check", charter).complaint
    english = vigie("charter", "check", charter, VIGIE_LANGUAGE="en").complaint
    assert "kind: use, purpose: data analysis" in english


def test_a_misquote_is_told_with_its_line_and_the_adopted_words(vigie: Vigie, charter: Path) -> None:
    spoil(charter, "citation: nos communications doivent montrer", "citation: nos communications montrent")
    complaint = vigie("charter", "check", charter).complaint
    line = charter.read_text("utf-8").splitlines().index("  - id: origin-of-every-visual") + 1
    assert f"ligne {line} : la citation" in complaint
    assert "vouliez-vous dire « nos communications doivent montrer la réalité de notre engagement, " in complaint


def test_what_no_example_would_notice_is_a_hint_and_no_failure(vigie: Vigie, charter: Path) -> None:
    written = charter.read_text("utf-8")
    start = written.index("  - nom: Vidéo d’une réunion, sans origine")
    end = written.index("  - nom:", start + 1)
    charter.write_text(written[:start] + written[end:], "utf-8")
    ran = vigie("charter", "check", charter)
    assert (ran.code, ran.err) == (0, "")
    assert "• ligne" in ran.plain
    assert "« origin-of-every-visual » sans qu’aucun exemple ne le remarque : « nature » sans « vidéo »." in ran.plain


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


def test_an_example_that_comes_out_otherwise_names_the_rules_where_there_are_any(vigie: Vigie, charter: Path) -> None:
    expected = "attendu: {avis: défavorable, règles: [no-generated-image]}"
    spoil(charter, expected, "attendu: {avis: réservé}")
    told = vigie("charter", "check", charter).complaint
    assert "attendu « réservé », obtenu « défavorable » [no-generated-image]" in told
    spoil(charter, "attendu: {avis: réservé}", expected)
    spoil(charter, "attendu: {avis: rien ne s'oppose, règles: []}", "attendu: {avis: défavorable}")
    told = vigie("charter", "check", charter).complaint
    assert "attendu « défavorable », obtenu « rien ne s'oppose »" in told
    assert "[]" not in told
