"""Declarations that tests make."""

from __future__ import annotations

from hypothesis import strategies as st

from policy.declaration import TOOLS, Checker, Declaration, Extent, LabelPlace, Purpose

DRAFTED = Declaration(
    purpose=Purpose.DRAFTING,
    tool="ChatGPT",
    provider="OpenAI",
    extent=Extent.PART,
    personal_data_sent=False,
    checker=Checker.COLLEAGUE,
    check="Relu en entier, sources vérifiées",
    label=LabelPlace.IN_TEXT,
    subject="Tract sur les crèches",
)
ANSWERS = {
    "purpose": "drafting",
    "subject": "Tract sur les crèches",
    "tool": "ChatGPT",
    "provider": "",
    "extent": "part",
    "personal_data_sent": "no",
    "checker": "colleague",
    "check": "Relu en entier, sources vérifiées",
    "label": "in-text",
    "public": "1",
}
"""What a form sends back that declares DRAFTED."""

declarations = st.builds(
    Declaration,
    purpose=st.sampled_from(Purpose),
    tool=st.sampled_from([*TOOLS, "Outil maison", "GPT-5 Turbo"]),
    provider=st.sampled_from(["", *TOOLS.values()]),
    extent=st.sampled_from(Extent),
    personal_data_sent=st.sampled_from([True, False, None]),
    checker=st.sampled_from(Checker),
    check=st.just("Relu"),
    label=st.sampled_from(LabelPlace),
    subject=st.just("Tract"),
    public=st.booleans(),
)
