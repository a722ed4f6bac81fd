from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.certificates import certificate
from tests.bot.cli.conftest import Vigie


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, str]:
    """Two lists on this machine, in place of the public addresses."""
    (tmp_path / "anchors.pem").write_text(certificate("one") + certificate("other"))
    (tmp_path / "ours.pem").write_text(certificate("single"))
    return {
        "VIGIE_TRUST_ANCHORS": str(tmp_path / "anchors.pem"),
        "VIGIE_TRUST_ALLOWED": str(tmp_path / "ours.pem"),
    }


def test_without_any_list_it_says_what_to_do(vigie: Vigie, data: Path) -> None:
    ran = vigie("trust", "show")
    assert (ran.code, ran.err) == (0, "")
    assert "vigie trust update" in ran.plain
    assert not data.exists()


def test_the_lists_of_the_settings_are_renewed_and_shown_with_their_age(vigie: Vigie, lists: dict[str, str]) -> None:
    ran = vigie("trust", "update", **lists)
    assert (ran.code, ran.err) == (0, "")
    assert "anchors.pem : 2 certificats" in ran.plain
    assert "ours.pem : 1 certificat," in ran.plain
    shown = vigie("trust", "show").plain
    assert "anchors.pem : 2 certificats, du 20" in shown
    assert "Empreinte de toutes les listes" in shown


def test_files_on_the_command_line_take_the_place_of_the_network(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "usb.pem").write_text(certificate("one"))
    ran = vigie("trust", "update", tmp_path / "usb.pem")
    assert ran.code == 0
    assert "usb.pem" in vigie("trust", "show").plain


@pytest.mark.parametrize("content", [None, "", "<html>Please sign in</html>"])
def test_a_list_that_can_not_be_had_is_said_and_the_last_good_copy_stays(
    vigie: Vigie, lists: dict[str, str], tmp_path: Path, content: str | None
) -> None:
    vigie("trust", "update", **lists)
    before = vigie("trust", "show").out
    if content is None:
        (tmp_path / "anchors.pem").unlink()
    else:
        (tmp_path / "anchors.pem").write_text(content)
    ran = vigie("trust", "update", tmp_path / "anchors.pem")
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint.startswith("Pas renouvelée :")
    assert vigie("trust", "show").out == before


def test_a_damaged_index_says_how_to_mend_it(vigie: Vigie, lists: dict[str, str], data: Path) -> None:
    vigie("trust", "update", **lists)
    (data / "trust" / "sources.json").write_text("{")
    for command in (("trust", "show"), ("people", "list")):
        ran = vigie(*command)
        assert (ran.code, ran.out) == (1, "")
        assert "vigie trust update" in ran.complaint
    (data / "trust" / "sources.json").unlink()
    assert vigie("trust", "update").code == 0


def test_a_renewal_is_in_the_trail(vigie: Vigie, lists: dict[str, str]) -> None:
    vigie("trust", "update", **lists)
    exported = vigie("trail", "export")
    assert exported.out.count("trust-lists-renewed") == 1
    assert vigie("trail", "verify").code == 0
