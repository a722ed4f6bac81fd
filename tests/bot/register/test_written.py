from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.language import Catalogue
from bot.register.use import Filters, Register, Status, Use
from bot.register.words import subject_words
from bot.register.written import as_csv, as_json
from policy.declaration import Checker, Extent, LabelPlace, Purpose
from policy.language import Language

FRENCH = Catalogue(Language.FRENCH)
MOMENT = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
USE = Use(
    id="D-0001",
    subject="Tract sur les crèches",
    at=MOMENT,
    purpose=Purpose.DRAFTING,
    tool="ChatGPT",
    provider="OpenAI",
    extent=Extent.PART,
    source_type="",
    personal_data_sent=None,
    checker=Checker.COLLEAGUE,
    label=LabelPlace.IN_TEXT,
    labelled=True,
    channel="desk",
    submission="V-0042",
    charter="c" * 64,
    seq=12,
    leaf="a" * 64,
    declared_by="",
)
STATED = replace(USE, id="V-0042/1", subject="", extent=None, checker=None, label=None, purpose=Purpose.RETOUCH)


def register(*uses: Use, filters: Filters = Filters()) -> Register:  # noqa: B008 - frozen
    return Register(uses, filters, MOMENT, "Fédération")


def table(found: Register) -> list[dict[str, str]]:
    text = "".join(as_csv(found, FRENCH))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_the_table_is_in_words_and_dates_are_those_of_the_organisation() -> None:
    (row,) = table(register(USE))
    assert row["Numéro"] == "D-0001"
    assert row["Date"] == "2026-11-25"
    assert row["À quoi l’IA a servi"] == "Rédiger un texte"
    assert row["Données personnelles envoyées"] == "On ne sait pas"
    assert row["Résultat vérifié par"] == "Quelqu’un de l’équipe"
    assert (row["Canal"], row["Dépôt"], row["Entrée du journal"]) == ("Guichet", "V-0042", "12")


def test_what_was_not_asked_is_left_empty() -> None:
    (row,) = table(register(STATED))
    assert (row["La part de la machine"], row["Résultat vérifié par"]) == ("", "")
    assert row["Mention"] == "Dans la publication"
    assert row["De quoi il s’agit"] == "Dépôt V-0042"
    assert subject_words(replace(USE, subject="", submission=""), FRENCH) == ""


def test_no_cell_of_the_table_computes() -> None:
    (row,) = table(register(replace(USE, subject='=HYPERLINK("http://x")', tool="@SUM(A1)")))
    assert row["De quoi il s’agit"].startswith("'=")
    assert row["Outil"].startswith("'@")


def test_an_empty_register_still_has_its_headings() -> None:
    text = "".join(as_csv(register(), FRENCH))
    assert text.count("\r\n") == 1
    assert json.loads(as_json(register()))["uses"] == []


def test_the_object_holds_when_it_was_made_the_filters_the_sums_and_the_uses() -> None:
    filters = Filters(since=date(2026, 11, 1), purpose=Purpose.DRAFTING)
    made = json.loads(as_json(register(USE, USE, filters=filters)))
    assert made["generated"] == "2026-11-24T23:30:00Z"
    assert made["filters"] == {"since": "2026-11-01", "until": None, "purpose": "drafting", "tool": None, "all": False}
    assert made["sums"] == {"drafting": 2}
    assert made["uses"][0]["entry"] == 12
    assert made["uses"][0]["leaf"] == "a" * 64
    assert made["uses"][0]["personal_data_sent"] is None


def test_only_the_auditors_edition_says_who_declared_and_what_became_of_it() -> None:
    audited = replace(USE, declared_by="Camille", status=Status.WITHDRAWN, reason="doublon", check="Relu")
    whole = register(audited, filters=Filters(everything=True))
    assert table(whole)[0]["Déclaré par"] == "Camille"
    assert table(whole)[0]["État"] == "Retiré"
    assert json.loads(as_json(whole))["uses"][0]["status"] == "withdrawn"
    assert "Déclaré par" not in table(register(USE))[0]
    assert "declared_by" not in json.loads(as_json(register(USE)))["uses"][0]
