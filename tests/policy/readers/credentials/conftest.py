from __future__ import annotations

import pytest

from tests.policy.readers.credentials.signers import Signers, make_signers


@pytest.fixture(scope="session")
def signers() -> Signers:
    return make_signers()
