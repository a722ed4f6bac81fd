"""A camera is a maker and a model, and no generator that signs as one."""

from __future__ import annotations

import pytest

from policy.cameras import camera_named


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("NIKON CORPORATION", "NIKON Z 9", "NIKON Z 9"),
        ("Apple", "iPhone 16 Pro", "Apple iPhone 16 Pro"),
        ("Google", "Pixel 10", "Google Pixel 10"),
        ("LGE", "Nexus 5", "LGE Nexus 5"),
    ],
)
def test_a_well_known_maker_and_a_model_are_a_camera(make: str, model: str, camera: str) -> None:
    assert camera_named(make, model, settings=False) == camera


def test_an_unknown_maker_needs_settings_too() -> None:
    assert camera_named("Lomography", "LC-A", settings=False) == ""
    assert camera_named("Lomography", "LC-A", settings=True) == "Lomography LC-A"


def test_a_well_known_maker_alone_needs_settings() -> None:
    assert camera_named("Canon", "", settings=False) == ""
    assert camera_named("Canon", "", settings=True) == "Canon"


@pytest.mark.parametrize(
    ("make", "model"),
    [
        ("", ""),
        ("", "Canon EOS 40D"),
        ("Ideogram AI", "V3"),
        ("Black Forest Labs", "Flux.2"),
        ("Google", "Gemini 2.5 Flash Image"),
        ("Google", "Imagen 4"),
        ("Canonical", "Ubuntu"),
    ],
)
def test_a_generator_is_no_camera(make: str, model: str) -> None:
    assert camera_named(make, model, settings=make not in {"", "Canonical"}) == ""


def test_a_graph_in_the_place_of_a_model_is_no_camera() -> None:
    graph = 'prompt:{"3":{"class_type":"KSampler","inputs":{}}}'
    assert camera_named("Canon", graph, settings=True) == ""
