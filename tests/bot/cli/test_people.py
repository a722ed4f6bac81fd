from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Vigie


def test_a_person_is_added_and_listed(vigie: Vigie) -> None:
    added = vigie("people", "add", "Alix Martin", "--role", "author")
    assert added.code == 0
    assert "Alix Martin : auteur·rice" in added.plain
    assert "vigie people link" in added.plain
    listed = vigie("people", "list")
    assert re.fullmatch(r"Alix Martin — auteur·rice \(p-[0-9a-f]{8}\)\n", listed.out)


def test_the_same_name_gets_new_roles(vigie: Vigie) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    vigie("people", "add", "álix", "--role", "reviewer", "--role", "auditor")
    assert vigie("people", "list").out.count("\n") == 1
    assert "auditeur·rice, relecteur·rice" in vigie("people", "list").plain


def test_people_are_listed_by_name_whatever_its_case_and_accents(vigie: Vigie) -> None:
    for name in ("zoé", "Alix", "éric"):
        vigie("people", "add", name, "--role", "author")
    assert [line.split(" —")[0] for line in vigie("people", "list").out.splitlines()] == ["Alix", "éric", "zoé"]


def test_an_empty_house_says_how_to_begin(vigie: Vigie) -> None:
    ran = vigie("people", "list")
    assert ran.code == 0
    assert "vigie people add NOM --role author" in ran.plain


def test_a_personal_link_is_printed_and_is_another_one_each_time(vigie: Vigie) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    links = [vigie("people", "link", "alix", VIGIE_DESK_PORT="9000").out.splitlines()[0] for _ in range(2)]
    assert all(re.fullmatch(r"http://127\.0\.0\.1:9000/entrer/[\w-]{32}", link) for link in links)
    assert links[0] != links[1]


def test_nobody_of_that_name_names_those_who_are_there(vigie: Vigie) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    ran = vigie("people", "link", "Zoé")
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint == "Personne ici ne s’appelle « Zoé ». Personnes connues : Alix."


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 81])
def test_a_name_that_is_none_is_a_mistake_of_usage(vigie: Vigie, name: str) -> None:
    ran = vigie("people", "add", name, "--role", "author")
    assert (ran.code, ran.complaint) == (2, "Un nom compte de 1 à 80 caractères.")
    assert "vigie people add" in vigie("people", "list").plain


@pytest.mark.parametrize(
    "arguments", [("add", "Alix"), ("add", "--role", "author"), ("add", "Alix", "--role", "king"), ("link",), ()]
)
def test_a_half_command_is_a_mistake_of_usage(vigie: Vigie, arguments: tuple[str, ...]) -> None:
    ran = vigie("people", *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "utilisation" in ran.err


def test_a_hostile_name_is_printed_clean(vigie: Vigie) -> None:
    ran = vigie("people", "add", "Al\x1b[31mix\n\u202e✅", "--role", "author")
    assert ran.code == 0
    for printed in (ran, vigie("people", "list"), vigie("people", "link", "zo\x1b[31m")):
        assert not set("\x1b\u202e✅") & set(printed.out + printed.err)


def test_a_secret_is_kept_nowhere_in_the_clear(vigie: Vigie, data: Path) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    token = vigie("people", "link", "Alix").out.splitlines()[0].rpartition("/")[2]
    for path in data.rglob("*"):
        assert not path.is_file() or token.encode() not in path.read_bytes()


def test_the_data_folder_is_for_its_owner_alone(vigie: Vigie, data: Path) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    assert data.stat().st_mode & 0o077 == 0
    for name in ("vigie.db", "trail.key"):
        assert (data / name).stat().st_mode & 0o077 == 0


def test_somebody_comes_for_a_time_lends_their_voice_and_leaves(vigie: Vigie) -> None:
    assert vigie("people", "add", "Alix", "--role", "reviewer", "--until", "2099-12-31", "--slack", "U1").code == 0
    vigie("people", "add", "Noa", "--role", "author")
    assert vigie("people", "delegate", "Alix", "--to", "Noa").code == 2, "until which day?"
    assert vigie("people", "delegate", "Alix", "--to", "Noa", "--until", "hier").code == 2
    day = (datetime.now().astimezone() + timedelta(days=3)).date().isoformat()
    ran = vigie("people", "delegate", "Alix", "--to", "Noa", "--until", day)
    assert (ran.code, "Noa parle au nom de Alix" in ran.out) == (0, True)
    assert vigie("people", "delegate", "Alix").code == 0
    assert vigie("people", "leave", "Alix").code == 0
    assert "Alix" not in vigie("people", "list").out
    assert vigie("trail", "verify").code == 0


def test_erasing_tells_first_what_would_go(vigie: Vigie) -> None:
    vigie("people", "add", "Alix", "--role", "author", "--telegram", "4567")
    held = json.loads(vigie("people", "export", "Alix").out)
    assert (held["name"], held["accounts"]) == ("Alix", [{"platform": "telegram", "account": "4567"}])
    asked = vigie("people", "erase", "Alix")
    assert (asked.code, "disparaîtraient" in asked.out) == (1, True)
    assert "Alix" in vigie("people", "list").out
    assert vigie("people", "erase", "Alix", "--yes").code == 0
    assert "Alix" not in vigie("trail", "export").out
    assert vigie("trail", "verify").code == 0


def test_whoever_has_left_can_still_be_erased(vigie: Vigie) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    vigie("people", "leave", "Alix")
    assert vigie("people", "erase", "Alix", "--yes").code == 0
    assert "Alix" not in vigie("trail", "export").out
