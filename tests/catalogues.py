"""`python -m tests.catalogues`: every sentence of the code is translated in the French catalogue, placeholders too."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
_METHODS = [("**/templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_KEYWORDS = {"N_": None, "say": None, "count": (1, 2)}
_PLACEHOLDER = re.compile(r"\{\w+\}")


def sentences() -> Iterator[str]:
    """Yield every msgid that the code and the templates use."""
    for package in ("bot", "handlers"):
        for _, _, message, _, _ in extract_from_dir(ROOT / package, _METHODS, keywords=_KEYWORDS):
            yield message if isinstance(message, str) else message[0]


def hidden_sentences(code: str) -> Iterator[str]:
    """Yield every sentence that stands inside an f-string: before Python 3.12 babel does not look there."""
    for inside in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)):
        for node in ast.walk(inside):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                yield ast.unparse(node.args[0])


def problems() -> Iterator[str]:
    """Yield what is missing or wrong in the French catalogue."""
    for source in (path for package in ("bot", "handlers") for path in sorted((ROOT / package).rglob("*.py"))):
        for sentence in hidden_sentences(source.read_text("utf-8")):
            yield f"inside an f-string, where it is not gathered: {sentence}"
    with (ROOT / "bot/locale/fr/LC_MESSAGES/vigie.po").open("rb") as stream:
        catalogue = read_po(stream)
    for sentence in sorted(set(sentences())):
        message = catalogue.get(sentence)
        if message is None or not message.string or (isinstance(message.string, tuple) and not all(message.string)):
            yield f"not translated: {sentence}"
            continue
        translations = [message.string] if isinstance(message.string, str) else message.string
        wanted = set(_PLACEHOLDER.findall(sentence))
        for text in translations:
            if not set(_PLACEHOLDER.findall(text)) <= wanted | {"{number}"}:
                yield f"placeholders differ: {sentence}"


def main() -> int:
    """Print the problems; 1 where there are any."""
    found = list(problems())
    for problem in found:
        sys.stderr.write(problem + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
