"""Names of programs: a generator's name counts as a whole, and a word within other words accuses nobody."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Origin
from policy.generators import credit_named, generator_named


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Adobe Firefly", "Adobe Firefly"),
        ("Adobe_Firefly/1.0", "Adobe Firefly"),
        ("AI generated;txt2img;flux", "AI generated"),
        ("Midjourney v6.1", "Midjourney"),
        ("Stable Diffusion F64BA557", "Stable Diffusion"),
        ("NovelAI Diffusion V4.5 4BDE2A90", "NovelAI"),
        ("NovelAI\0", "NovelAI"),
        ("Fooocus v2.5.5", "Fooocus"),
        ("Flux.2", "FLUX"),
        ("FLUX.1 [dev]", "FLUX"),
        ("DALL·E 3", "DALL·E"),
        ("OpenAI DALL-E", "DALL·E"),
        ("gpt-image 2.0", "gpt-image"),
        ("OpenAI Media Service API", "OpenAI"),
        ("Google Gemini", "Google Gemini"),
        ("Gemini 2.5 Flash Image", "Google Gemini"),
        ("Ideogram AI", "Ideogram"),
        ("Black Forest Labs", "Black Forest Labs"),
        ("Aphrodite AI", "Aphrodite AI"),
        ("Draw Things 1.20240101.0", "Draw Things"),
        ("Luma AI", "Luma"),
        ("reve.com", "Reve"),
        ("豆包", "Doubao"),
        ("invoke-ai/InvokeAI", "InvokeAI"),
        ("ChatGPT/1.2025 (iOS)", "ChatGPT"),
    ],
)
def test_a_generator_is_known_by_its_name(written: str, name: str) -> None:
    generator = generator_named(written)
    assert generator is not None
    assert (generator.name, generator.origin) == (name, Origin.AI_GENERATED)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Adobe Photoshop 26.0 (Windows)",
        "Adobe Lightroom Classic 14.1",
        "GIMP 3.0.2",
        "Affinity Designer 2",
        "PaintTool SAI",
        "Canon EOS 40D",
        "Gemini",
        "Gemini Photo Editor",
        "Flux",
        "f.lux 4.0",
        "Reve",
        "Runway",
        "Leonardo",
        "Luma",
        "Grok",
        "Diffusion",
        "Midjourney fans' club",
        "not Midjourney",
        "Firefly",
        "Les Imagen",
        "Stable Diffusion explained by a photographer",
        "18.1",
    ],
)
def test_programs_of_people_and_words_are_no_generators(written: str) -> None:
    assert generator_named(written) is None


@pytest.mark.parametrize("written", ["Canva", "Canva (Renderer) doc=DAFx user=UAEx brand=BAx", "ComfyUI"])
def test_a_tool_that_people_use_too_states_nothing_by_its_name(written: str) -> None:
    generator = generator_named(written)
    assert generator is not None
    assert generator.origin is Origin.UNKNOWN


@pytest.mark.parametrize("written", ["Topaz Photo AI 3.2", "Topaz DeNoise AI", "Upscayl 2.11"])
def test_an_enhancer_enhances(written: str) -> None:
    generator = generator_named(written)
    assert generator is not None
    assert generator.origin is Origin.AI_ENHANCED


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("Made with Google AI", Origin.AI_GENERATED),
        ("Edited with Google AI", Origin.AI_COMPOSITE),
        ("Apple Photos Clean Up", Origin.AI_COMPOSITE),
        ("Apple Image Playground", Origin.AI_GENERATED),
        ("Imagined with AI", Origin.AI_GENERATED),
        (" made with  GOOGLE ai\0", Origin.AI_GENERATED),
        ("Midjourney", Origin.AI_GENERATED),
        ("Adobe Firefly", Origin.AI_GENERATED),
    ],
)
def test_a_credit_line_admits(written: str, origin: Origin) -> None:
    credit = credit_named(written)
    assert credit is not None
    assert credit.origin is origin


@pytest.mark.parametrize(
    "written",
    [
        "Agence France-Presse",
        "OpenAI",
        "Stability AI",
        "Google AI",
        "Black Forest Labs",
        "Photo: Midjourney fans",
        "Gemini",
    ],
)
def test_a_press_photo_of_a_company_is_not_accused_by_its_credit(written: str) -> None:
    assert credit_named(written) is None


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_any_text_gets_an_answer(text: str) -> None:
    generator_named(text)
    credit_named(text)


@pytest.mark.parametrize(
    "text", ["flux.1" + " dev" * 10_000 + "!", "a" * 100_000, "midjourney/1" + " a" * 50_000 + "\n!"]
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    for _ in range(20):
        generator_named(text)
    assert time.process_time() - began < 1
