"""From c2pa's JSON to plain values: whatever its shape, and wherever a finding stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Origin, ReaderName, Strength
from policy.limits import Limits
from policy.readers.credentials.chain import evidence
from policy.readers.credentials.parsing import parse
from policy.readers.credentials.store import Store
from policy.readers.credentials.strength import strength_of
from policy.readers.findings import report

BOUNDED = settings(derandomize=True, max_examples=200, deadline=None)

KEYS = (
    *("action", "actions", "activeManifest", "active_manifest", "assertions", "claim_generator", "code", "data"),
    *("claim_generator_info", "digitalSourceType", "failure", "ingredientAssertionURI", "ingredientDeltas"),
    *("ingredients", "issuer", "label", "manifests", "name", "relationship", "signature_info", "softwareAgent"),
    *("softwareAgentIndex", "softwareAgents", "success", "templates", "url", "validationDeltas"),
    *("validation_results", "validation_status", "x"),
)
TEXTS = ("x", "c2pa.actions.v2", "stds.exif", "parentOf", "self#jumbf=/c2pa/x/c2pa.signature", "a.mismatch", "")
leaves = st.none() | st.booleans() | st.integers(-2, 2) | st.floats() | st.sampled_from(TEXTS) | st.text(max_size=3)
shapes = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=40,
)
documents = st.fixed_dictionaries(
    {"active_manifest": st.just("x"), "manifests": st.fixed_dictionaries({"x": shapes})},
    optional={"validation_results": shapes, "validation_status": shapes},
)


@BOUNDED
@given(documents | shapes)
def test_any_shape_of_json_is_read_or_refused(document: object) -> None:
    try:
        store = parse(json.dumps(document))
    except ValueError:
        assert not isinstance(document, dict)
        return
    assert all(json.dumps([item.value, item.where, item.tool, item.signer]) for item in evidence(store))


@pytest.mark.parametrize("text", ["[]", "1", "null", '"x"'])
def test_what_is_no_store_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a manifest store"):
        parse(text)


@pytest.mark.parametrize("text", ["", "{", "\x00"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Expecting"):
        parse(text)


def store(**validation: object) -> Store:
    """A manifest `top` that goes on from `inner`, and what validation says."""
    inner = {"relationship": "parentOf", "active_manifest": "inner", "label": "c2pa.ingredient.v3"}
    manifests = {"top": {"ingredients": [{**inner, **validation.pop("recorded", {})}]}, "inner": {}}  # type: ignore[dict-item]
    return parse(json.dumps({"active_manifest": "top", "manifests": manifests, **validation}))


def results(active: list[dict[str, Any]], delta: list[dict[str, Any]]) -> dict[str, Any]:
    place = "self#jumbf=/c2pa/top/c2pa.assertions/c2pa.ingredient.v3"
    return {
        "activeManifest": {"failure": active},
        "ingredientDeltas": [{"ingredientAssertionURI": place, "validationDeltas": {"failure": delta}}],
    }


@pytest.mark.parametrize(
    "url", ["self#jumbf=/c2pa/inner/c2pa.signature", "self#jumbf=/c2pa/inner", "inner", "Cose_Sign1", ""]
)
def test_a_failure_among_the_deltas_is_about_the_ingredient(url: str) -> None:
    found = store(validation_results=results([], [{"code": "claimSignature.mismatch", "url": url}]))
    assert found.failures == {"inner": ("claimSignature.mismatch",)}


@pytest.mark.parametrize(
    "url", ["self#jumbf=/c2pa/top/c2pa.signature", "top", "c2pa.hash.data", "self#jumbf=/c2pa/gone"]
)
def test_a_failure_that_names_no_manifest_of_the_file_is_about_the_active_one(url: str) -> None:
    found = store(validation_results=results([{"code": "ingredient.manifest.missing", "url": url}], []))
    assert found.failures == {"top": ("ingredient.manifest.missing",)}


@pytest.mark.parametrize(
    "recorded",
    [
        {"validation_status": [{"code": "claimSignature.mismatch"}]},
        {"validation_results": {"activeManifest": {"failure": [{"code": "claimSignature.mismatch", "url": ""}]}}},
        {
            "validation_results": {
                "ingredientDeltas": [
                    {"validationDeltas": {"failure": [{"code": "claimSignature.mismatch", "url": "inner"}]}}
                ]
            }
        },
    ],
    ids=["status", "results", "deltas"],
)
def test_a_break_that_an_editor_recorded_counts_wherever_it_stands(recorded: dict[str, Any]) -> None:
    found = store(recorded=recorded)
    assert strength_of(found, "inner") is Strength.BROKEN
    assert strength_of(found, "top") is Strength.SIGNED


def test_names_of_generators_are_read_in_both_versions() -> None:
    first = {"claim_generator": "Adobe_Firefly/2 c2pa-rs/0.3"}
    second = {"claim_generator_info": [{"name": "Adobe_Firefly", "version": "2"}, {"name": "c2pa-rs"}]}
    found = parse(json.dumps({"active_manifest": "b", "manifests": {"a": first, "b": second}}))
    assert [manifest.generator for manifest in found.manifests.values()] == ["Adobe Firefly 2", "Adobe Firefly 2"]


def test_signed_metadata_is_read_in_every_form_of_json_ld() -> None:
    data = {"a": "one", "b": ["two", 3], "c": {"@id": "four"}, "d": {"@value": "five"}, "e": {"f": "no"}, "g": None}
    assertion = {"label": "cawg.metadata", "data": data}
    found = parse(json.dumps({"active_manifest": "x", "manifests": {"x": {"assertions": [assertion]}}}))
    [metadata] = found.manifests["x"].metadata
    assert [value for _, value in metadata.properties] == ["one", "two", "3", "four", "five"]


def test_many_harmless_lines_do_not_push_an_admission_out() -> None:
    actions = [{"action": f"c2pa.edited{n}", "digitalSourceType": f"http://x/{n}"} for n in range(2000)]
    actions.append({"action": "c2pa.created", "digitalSourceType": "trainedAlgorithmicMedia"})
    manifest = {"assertions": [{"label": "c2pa.actions", "data": {"actions": actions}}]}
    found = parse(json.dumps({"active_manifest": "x", "manifests": {"x": manifest}}))
    answer = report(ReaderName.C2PA, evidence(found), Limits())
    assert len(answer.evidence) == Limits().values
    assert Origin.AI_GENERATED in {item.origin for item in answer.evidence}
