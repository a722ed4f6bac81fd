from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.spreadsheet import row


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2, max_size=5))
@settings(derandomize=True, deadline=None)
def test_a_row_reads_back_as_its_cells_and_none_of_them_computes(cells: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(row(cells), newline=""), delimiter=";")
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in read)


@pytest.mark.parametrize("formula", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_shown_and_not_computed(formula: str) -> None:
    assert row([formula, ""]).lstrip('"').startswith("'")
