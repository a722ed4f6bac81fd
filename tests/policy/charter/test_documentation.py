"""The two pages on the charter file show a new rule; it has to work as it stands there, and no word may be missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from bot.cli.entry import command_line
from policy.charter import load as loading
from policy.charter.lint import check
from policy.charter.model import Charter
from policy.charter.words import ROLES, Key, plain, term_words, terms_of, values_of
from policy.facts import VALUES, FactName
from policy.language import Language
from policy.verdict import Effect

DOCS = Path(__file__).parents[3] / "docs"
SHIPPED = Path(loading.__file__).parent


@dataclass(frozen=True)
class Page:
    """One of the two pages, and the copy of a shipped charter that it works on."""

    language: Language
    name: str
    folder: str
    copy: str
    rules_end: str
    examples: str

    @property
    def text(self) -> str:
        return (DOCS / self.name).read_text("utf-8")

    @property
    def example_and_rule(self) -> tuple[str, str]:
        example, rule = re.findall(r"```yaml\n(.*?)```", self.text, re.DOTALL)
        return example, rule

    def with_example(self, written: str) -> str:
        return _after(written, f"\n{self.examples}:\n", self.example_and_rule[0])

    def with_rule(self, written: str) -> str:
        head, mark, rest = written.partition(f"\n{self.rules_end}:\n")
        assert mark
        return f"{head}\n{self.example_and_rule[1]}{mark}{rest}"


PAGES = (
    Page(Language.FRENCH, "charter.fr.md", "ps92", "ma-charte", "garanties", "exemples"),
    Page(Language.ENGLISH, "charter.md", "swiss", "my-charter", "guarantees", "examples"),
)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def _after(written: str, mark: str, more: str) -> str:
    assert written.count(mark) == 1
    return written.replace(mark, mark + more)


@pytest.fixture
def copied(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy that the page tells its reader to make."""
    assert f"cp -r policy/charter/{page.folder} {page.copy}\n" in page.text
    monkeypatch.setenv("VIGIE_LANGUAGE", page.language.value)
    monkeypatch.setenv("VIGIE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("VIGIE_CHARTER", raising=False)
    return Path(shutil.copytree(SHIPPED / page.folder, tmp_path / page.copy)) / "charter.yaml"


def load(path: Path) -> Charter:
    return loading.load_file(path)


@every_page
def test_the_worked_example_fails_first_and_passes_with_its_rule(
    page: Page, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = copied.read_text("utf-8")
    before = load(copied)
    assert check(before).passed

    copied.write_text(page.with_example(written), "utf-8")
    failed = [result.example for result in check(load(copied)).examples if not result.passed]
    assert len(failed) == 1
    assert command_line(["charter", "check", str(copied)], lambda *_: None) == 1
    assert capsys.readouterr().err.strip().splitlines()[0] in page.text

    copied.write_text(page.with_rule(page.with_example(written)), "utf-8")
    after = load(copied)
    assert check(after).passed
    assert command_line(["charter", "check", str(copied)], lambda *_: None) == 0
    assert capsys.readouterr().out.strip() in page.text
    assert (len(after.rules), len(after.examples)) == (len(before.rules) + 1, len(before.examples) + 1)
    assert after.rules[-1].quote_verified or after.rules[-1].paraphrase


@every_page
def test_the_mistake_that_is_shown_is_told_like_that(
    page: Page, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fact = term_words(FactName.GENERATED, page.language)
    yes = {Language.FRENCH: "oui", Language.ENGLISH: "yes"}[page.language]
    wrong = {Language.FRENCH: "image généré par IA", Language.ENGLISH: "genrated"}[page.language]
    copied.write_text(copied.read_text("utf-8").replace(f"{fact}: {yes}", f"{wrong}: {yes}", 1), "utf-8")
    assert command_line(["charter", "check", str(copied)], lambda *_: None) == 1
    told, shown = (re.sub(r"\d+", "…", text) for text in (capsys.readouterr().err.strip(), page.text))
    assert told in shown


def cells(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the first two cells of every row of the page's tables."""
    for line in page.text.splitlines():
        if line.startswith("| `"):
            first, second = line.split(" | ")[:2]
            yield first.removeprefix("| "), second


def words(page: Page) -> set[str]:
    """Return every word that begins a row of the page's tables."""
    return {word for first, _ in cells(page) for word in re.findall(r"`([^`]+)`", first)}


@every_page
def test_every_word_in_the_tables_is_known(page: Page) -> None:
    known = (terms_of(Key), terms_of(FactName), terms_of(Effect), ROLES)
    assert words(page)
    for word in words(page):
        assert any(vocabulary.find(word) for vocabulary in known), word


@every_page
@pytest.mark.parametrize("term", [*Key, *FactName, *Effect])
def test_every_word_of_the_format_is_in_the_tables_in_both_languages(page: Page, term: StrEnum) -> None:
    told = {plain(word) for word in words(page)}
    for language in Language:
        assert plain(term_words(term, language)) in told


@every_page
@pytest.mark.parametrize("fact", FactName)
def test_every_value_of_a_fact_is_beside_it(page: Page, fact: FactName) -> None:
    known = values_of(VALUES[fact])
    [listed] = [second for first, second in cells(page) if f"`{plain(fact.value)}`" in first and "`" in second]
    assert {known.find(word) for word in re.findall(r"`([^`]+)`", listed)} == set(VALUES[fact])
