"""Rows of CSV as French spreadsheets open them: a byte order mark, semicolons, and no cell that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
"""Begins the file: else Excel mistakes the accents."""
DELIMITER = ";"
"""What Excel and LibreOffice expect where the comma marks decimals, as it does in France."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell instead of showing it (OWASP, CSV injection)."""


def row(cells: Iterable[str], delimiter: str = DELIMITER) -> str:
    """Return one line, each cell shown as it is."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
