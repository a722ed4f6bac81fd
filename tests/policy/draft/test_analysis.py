from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.draft import analyse
from tests.policy.draft.test_labels import LABELS
from tests.policy.draft.test_traces import TRACES

pieces = st.one_of(
    st.text(max_size=40),
    st.sampled_from(LABELS),
    st.sampled_from([text for text, _, _ in TRACES]),
    st.sampled_from(["\n", " ", "(", "]", "https://a.example/b.png", "\ud800", "é", "\u0130"]),
)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_whatever_is_pasted_every_passage_lies_in_the_text(text: str) -> None:
    found = analyse(text)
    places = [item.passage for item in found.traces]
    places += [item.passage for item in found.labels] + [item.passage for item in found.image_links]
    for passage in places:
        assert 0 <= passage.start < passage.end <= len(text)
        assert passage.excerpt
        assert text[passage.start : passage.end].startswith(passage.excerpt)
        assert passage.line == text[: passage.start].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Photo : https://a.example/x/photo.JPG.", ["https://a.example/x/photo.JPG"]),
        ("https://a.example/i.webp?width=200 et https://a.example/page", ["https://a.example/i.webp?width=200"]),
        ("![vue](https://a.example/vue)", ["https://a.example/vue"]),
        ("https://i.imgur.com/abc", ["https://i.imgur.com/abc"]),
        ("https://a.example/png et https://a.example/", []),
        ("(https://a.example/a.png), https://a.example/a.png", ["https://a.example/a.png", "https://a.example/a.png"]),
    ],
)
def test_links_to_images_are_named(text: str, urls: list[str]) -> None:
    assert [link.url for link in analyse(text).image_links] == urls


@pytest.mark.parametrize(
    "unit", ["texte ", "rédigé avec ", "(", "[votre ", "Voici une ", "ce texte a été ", "d'l'", "http://", "x.y"]
)
def test_a_hostile_text_of_any_length_is_read_to_its_end(unit: str) -> None:
    """Bounded quantifiers: a pattern that backtracks without end would never come back from this."""
    text = (unit * 60_000)[:60_000]
    assert analyse(f"{text}\nAvec l’aide d’une IA").has_label
