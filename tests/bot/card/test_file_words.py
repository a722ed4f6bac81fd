from __future__ import annotations

import pytest

from bot.card.file_words import facts_line, format_name, not_looked, nothing_found, obstacle_sentence
from bot.language import Catalogue
from policy.evidence import Examination, Look, Obstacle, ReaderName, Report
from policy.language import Language
from policy.limits import MEBIBYTE, Limits
from policy.media_type import MediaType

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)


def examined(*reports: Report, width: int | None = None, height: int | None = None) -> Examination:
    return Examination("0" * 64, 1_000, MediaType.PNG, reports, width=width, height=height)


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_is_a_sentence_in_both_languages(obstacle: Obstacle) -> None:
    french, english = obstacle_sentence(obstacle, FRENCH), obstacle_sentence(obstacle, ENGLISH)
    assert french != english
    for sentence in (french, english):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert not any(word in sentence.casefold() for word in ("exception", "error", "parser", "traceback", "null"))


@pytest.mark.parametrize(
    "obstacle",
    [
        Obstacle.EMPTY,
        Obstacle.UNSUPPORTED,
        Obstacle.DAMAGED,
        Obstacle.TRUNCATED,
        Obstacle.TOO_LARGE,
        Obstacle.TIMED_OUT,
    ],
)
def test_what_a_press_officer_meets_most_says_what_to_do(obstacle: Obstacle) -> None:
    assert any(word in obstacle_sentence(obstacle, FRENCH) for word in ("Envoyez", "Renvoyez", "Exportez"))


def test_the_sentence_on_heavy_files_names_the_real_limit() -> None:
    assert f"{Limits().file_size // MEBIBYTE} MB" in obstacle_sentence(Obstacle.TOO_LARGE, ENGLISH)


def test_a_file_is_told_by_its_format_its_pixels_and_its_size() -> None:
    examination = examined(width=1_200, height=800)
    french = facts_line("image/png", 750_000, examination, FRENCH)
    assert french == "PNG · 1\u202f200\u00a0×\u00a0800\u00a0px · 750\u00a0ko"
    assert facts_line("image/png", 750_000, examination, ENGLISH) == "PNG · 1,200\u00a0×\u00a0800\u00a0px · 750\u00a0kB"


def test_a_file_without_known_pixels_is_told_without_them() -> None:
    assert facts_line("video/mp4", 2_500_000, None, FRENCH) == "MP4 · 2,5\u00a0Mo"
    assert facts_line("application/pdf", 10, examined(width=0, height=5), FRENCH) == "PDF · 10\u00a0o"


@pytest.mark.parametrize("media_type", sorted(set(MediaType) - {MediaType.OTHER}))
def test_every_format_has_the_name_that_people_call_it(media_type: MediaType) -> None:
    assert format_name(media_type, FRENCH) in [
        "JPEG",
        "PNG",
        "WebP",
        "GIF",
        "TIFF",
        "HEIC",
        "AVIF",
        "SVG",
        "PDF",
        "MP4",
        "MOV",
    ]


def test_a_format_that_nobody_knows_is_said_to_be_so() -> None:
    assert format_name(MediaType.OTHER, FRENCH) == "format inconnu"


def test_nothing_found_and_could_not_look_are_never_the_same() -> None:
    examination = examined(
        Report(ReaderName.XMP, Look.NOTHING),
        Report(ReaderName.C2PA, Look.COULD_NOT_LOOK, obstacle=Obstacle.REMOTE),
        Report(ReaderName.EXIF, Look.FOUND),
        Report(ReaderName.STEALTH, Look.COULD_NOT_LOOK),
    )
    assert nothing_found(examination, ENGLISH) == ("XMP metadata",)
    assert not_looked(examination, ENGLISH) == (
        "Content Credentials (C2PA): Content Credentials kept elsewhere: Vigie fetches nothing.",
        "settings hidden in the pixels: This file is damaged and can't be opened. "
        "Export it again, or ask for the original.",
    )
