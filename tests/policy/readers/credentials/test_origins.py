"""What a chain of credentials says of the whole file's origin, on files signed a moment before."""

from __future__ import annotations

from typing import Any

import pytest

from policy.evidence import Evidence, Origin, Strength
from tests.policy.readers.credentials.signers import PICTURE, Signers, found, one_pixel_changed
from tests.policy.signing import Content, Part, action, created, sign


def signed(signers: Signers, *actions: dict[str, Any], **content: Any) -> bytes:  # noqa: ANN401 - JSON
    return sign(PICTURE, signers.trusted, Content(actions=actions, **content))


def generated(signers: Signers) -> bytes:
    return signed(signers, created("trainedAlgorithmicMedia"), generator="Some Generator")


def photograph(signers: Signers) -> bytes:
    return signed(signers, created("digitalCapture"), generator="Honest Camera")


def of_origin(signers: Signers, data: bytes, origin: Origin) -> list[Evidence]:
    return [item for item in signers.report(data).evidence if item.origin is origin]


@pytest.mark.parametrize(
    ("term", "origin"),
    [
        ("trainedAlgorithmicMedia", Origin.AI_GENERATED),
        ("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", Origin.AI_GENERATED),
        ("compositeWithTrainedAlgorithmicMedia", Origin.AI_COMPOSITE),
        ("algorithmicallyEnhanced", Origin.AI_ENHANCED),
        ("computationalCapture", Origin.CAPTURE),
        ("digitalCreation", Origin.HUMAN_MADE),
        ("screenCapture", Origin.UNKNOWN),
    ],
)
@pytest.mark.parametrize("claim_version", [1, 2])
def test_the_source_type_of_an_action_is_the_origin(
    signers: Signers, term: str, origin: Origin, claim_version: int
) -> None:
    data = signed(signers, created(term), claim_version=claim_version)
    [source] = found(signers.report(data), "digitalSourceType")
    assert (source.value, source.strength) == (term.rpartition("/")[2], Strength.TRUSTED)
    assert signers.examine(data).origin is origin


def test_where_it_was_read_is_named(signers: Signers) -> None:
    [source] = found(signers.report(generated(signers)), "digitalSourceType")
    manifest, assertion, place = source.where.split(" / ")
    assert manifest.startswith("manifest urn:c2pa:")
    assert (assertion, place) == ("c2pa.actions.v2", "actions[0]")


def test_every_action_is_read_not_just_the_first(signers: Signers) -> None:
    data = signed(signers, created("digitalCreation"), action("c2pa.edited", "compositeWithTrainedAlgorithmicMedia"))
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_an_admission_by_a_stranger_counts_as_much(signers: Signers) -> None:
    data = sign(PICTURE, signers.stranger, Content(actions=[created("trainedAlgorithmicMedia")]))
    assert signers.examine(data).origin is Origin.AI_GENERATED


@pytest.mark.parametrize(
    ("claim_version", "agent"),
    [(1, "Adobe Firefly"), (1, "Midjourney 6.1"), (2, {"name": "Adobe Firefly", "version": "4"})],
)
def test_a_software_agent_that_generates_is_enough(signers: Signers, claim_version: int, agent: object) -> None:
    data = signed(signers, created(softwareAgent=agent), claim_version=claim_version)
    [evidence] = found(signers.report(data), "softwareAgent")
    assert evidence.origin is Origin.AI_GENERATED


def test_an_agent_in_the_list_of_agents_is_found_by_its_index(signers: Signers) -> None:
    agents = [{"name": "Some Editor"}, {"name": "Adobe Firefly"}]
    data = sign(
        PICTURE,
        signers.trusted,
        Content(
            assertions=[actions_assertion(created("digitalCreation", softwareAgentIndex=1), softwareAgents=agents)]
        ),
    )
    [source] = found(signers.report(data), "digitalSourceType")
    assert source.tool == "Adobe Firefly"


def test_a_template_of_actions_is_read_too(signers: Signers) -> None:
    template = action("c2pa.edited", "compositeWithTrainedAlgorithmicMedia")
    data = sign(
        PICTURE,
        signers.trusted,
        Content(assertions=[actions_assertion(created("digitalCreation"), templates=[template])]),
    )
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_a_generator_that_states_nothing_is_known_by_name(signers: Signers) -> None:
    data = signed(signers, created(), generator="Midjourney")
    assert signers.examine(data).origin is Origin.AI_GENERATED
    assert found(signers.report(data), "claimGenerator")


def test_an_editor_that_states_nothing_accuses_nobody(signers: Signers) -> None:
    assert signers.examine(signed(signers, created(), generator="Gemini Telescope Tools")).origin is Origin.UNKNOWN


def test_a_generated_parent_makes_the_whole_generated(signers: Signers) -> None:
    data = signers.edited(generated(signers), action("c2pa.cropped"))
    [source] = found(signers.report(data), "digitalSourceType")
    assert source.origin is Origin.AI_GENERATED
    assert signers.examine(data).origin is Origin.AI_GENERATED


@pytest.mark.parametrize("relationship", ["componentOf", "inputTo"])
def test_a_generated_component_makes_a_composite(signers: Signers, relationship: str) -> None:
    part = Part(generated(signers), relationship)
    data = signed(signers, created("digitalCreation"), parts=[part])
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_a_generated_parent_two_levels_down_is_found(signers: Signers) -> None:
    data = signers.edited(signers.edited(generated(signers)))
    assert signers.examine(data).origin is Origin.AI_GENERATED


def test_the_generated_parent_of_a_component_makes_a_composite(signers: Signers) -> None:
    part = Part(signers.edited(generated(signers)), "componentOf")
    data = signed(signers, created("digitalCreation"), parts=[part])
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_a_photograph_as_component_proves_nothing_of_the_whole(signers: Signers) -> None:
    data = signed(signers, created("digitalCreation"), parts=[Part(photograph(signers), "componentOf")])
    assert of_origin(signers, data, Origin.CAPTURE) == []


def test_generation_added_to_a_photograph_makes_a_composite(signers: Signers) -> None:
    data = signers.edited(photograph(signers), action("c2pa.edited", "trainedAlgorithmicMedia"))
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_a_generator_named_as_the_agent_of_an_edit_makes_a_composite(signers: Signers) -> None:
    data = signers.edited(photograph(signers), action("c2pa.edited", softwareAgent={"name": "Adobe Firefly"}))
    assert signers.examine(data).origin is Origin.AI_COMPOSITE


def test_a_step_that_adds_nothing_and_says_generated_speaks_for_the_whole(signers: Signers) -> None:
    data = signers.edited(PICTURE, action("c2pa.converted", "trainedAlgorithmicMedia"))
    assert signers.examine(data).origin is Origin.AI_GENERATED


def test_a_generator_that_only_opened_a_picture_is_not_said_to_have_made_it(signers: Signers) -> None:
    data = signers.edited(photograph(signers), action("c2pa.cropped"), generator="Adobe Firefly")
    assert signers.examine(data).origin is Origin.CAPTURE


def test_a_trusted_photograph_stays_proven_through_trusted_editors(signers: Signers) -> None:
    """Although the editor recorded the camera's signature as trusted, so that validation has nothing to add."""
    data = signers.edited(signers.edited(photograph(signers), action("c2pa.cropped")), action("c2pa.resized"))
    [capture] = of_origin(signers, data, Origin.CAPTURE)
    assert capture.strength is Strength.TRUSTED


def test_what_an_editor_recorded_of_a_camera_is_its_word_not_ours(signers: Signers) -> None:
    """The editor trusted a camera that our list does not know."""
    theirs = {"trust": {"trust_anchors": signers.stranger.chain + signers.root.pem}}
    camera = sign(PICTURE, signers.stranger, Content(actions=[created("digitalCapture")]))
    told = Content(actions=[_opened()], parts=[Part(camera)], settings=theirs)
    [capture] = of_origin(signers, sign(PICTURE, signers.trusted, told), Origin.CAPTURE)
    assert capture.strength is Strength.SIGNED


def test_a_camera_that_the_editor_did_not_know_is_trusted_all_the_same(signers: Signers) -> None:
    told = Content(actions=[_opened()], parts=[Part(photograph(signers))])
    [capture] = of_origin(signers, sign(PICTURE, signers.trusted, told), Origin.CAPTURE)
    assert capture.strength is Strength.TRUSTED


def test_a_stranger_who_encloses_a_genuine_photograph_proves_nothing(signers: Signers) -> None:
    data = signers.edited(photograph(signers), by=signers.stranger)
    [capture] = of_origin(signers, data, Origin.CAPTURE)
    assert capture.strength is Strength.SIGNED


def test_a_broken_parent_stays_broken_when_a_trusted_editor_takes_it_in(signers: Signers) -> None:
    """The editor recorded the mismatch, so that validation does not repeat it."""
    data = signers.edited(one_pixel_changed(photograph(signers)))
    [capture] = of_origin(signers, data, Origin.CAPTURE)
    assert capture.strength is Strength.BROKEN
    assert signers.examine(data).origin is Origin.UNKNOWN


def test_a_break_two_levels_down_is_not_forgotten(signers: Signers) -> None:
    data = signers.edited(signers.edited(one_pixel_changed(photograph(signers))))
    assert signers.examine(data).origin is Origin.UNKNOWN


@pytest.mark.parametrize("placed", ["by the same editor", "by an editor after"])
def test_a_photograph_with_something_placed_into_it_is_no_longer_proven(signers: Signers, placed: str) -> None:
    parts = [Part(PICTURE, "componentOf")]
    if placed == "by an editor after":
        data = signers.edited(photograph(signers), parts=parts)
    else:
        data = signed(signers, created("digitalCapture"), parts=parts)
    [capture] = of_origin(signers, data, Origin.CAPTURE)
    assert capture.strength is Strength.SIGNED


def test_a_photograph_to_which_nobody_knows_what_happened_is_no_longer_proven(signers: Signers) -> None:
    report = signers.report(signed(signers, created("digitalCapture"), action("c2pa.unknown")))
    [signature], [capture] = found(report, "signature"), found(report, "digitalSourceType")
    assert (signature.strength, capture.strength) == (Strength.TRUSTED, Strength.SIGNED)


def test_an_editor_cannot_vouch_for_a_photograph_that_it_only_opened(signers: Signers) -> None:
    data = signers.edited(PICTURE, action("c2pa.edited", "digitalCapture"))
    [capture] = of_origin(signers, data, Origin.CAPTURE)
    assert capture.strength is Strength.SIGNED


EXIF = {
    "label": "stds.exif",
    "kind": "Json",
    "data": {
        "@context": {"exif": "http://ns.adobe.com/exif/1.0/", "tiff": "http://ns.adobe.com/tiff/1.0/"},
        "tiff:Make": "NIKON CORPORATION",
        "tiff:Model": "NIKON Z 9",
        "exif:ExposureTime": "1/250",
    },
}


def test_exif_under_a_trusted_signature_is_still_only_copied(signers: Signers) -> None:
    report = signers.report(signed(signers, created("digitalCreation"), assertions=[EXIF]))
    [signature], [camera] = found(report, "signature"), found(report, "camera")
    assert signature.strength is Strength.TRUSTED
    assert (camera.value, camera.origin, camera.strength) == ("NIKON Z 9", Origin.CAPTURE, Strength.SIGNED)


def test_so_is_a_source_type_in_signed_metadata(signers: Signers) -> None:
    iptc = {
        "label": "stds.iptc",
        "kind": "Json",
        "data": {
            "@context": {"Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"},
            "Iptc4xmpExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        },
    }
    report = signers.report(signed(signers, created("digitalCreation"), assertions=[iptc]))
    [signature] = found(report, "signature")
    [source] = [item for item in found(report, "digitalSourceType") if "stds.iptc" in item.where]
    assert signature.strength is Strength.TRUSTED
    assert (source.origin, source.strength) == (Origin.CAPTURE, Strength.SIGNED)


def test_an_assertion_of_generated_content_is_enough(signers: Signers) -> None:
    content = {"label": "c2pa.ai_generated_content", "data": {"model": "some"}}
    assert signers.examine(signed(signers, created(), assertions=[content])).origin is Origin.AI_GENERATED


def actions_assertion(*actions: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"label": "c2pa.actions.v2", "data": {"actions": list(actions), **more}}


def _opened() -> dict[str, Any]:
    return action("c2pa.opened", parameters={"ingredientIds": ["part-0"]})
