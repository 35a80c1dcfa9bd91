"""What all tests share: hypothesis judges what is found, not how busy the machine is.

What a program leaves in the state folder of whoever runs the tests goes to a folder of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("commongrid", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("commongrid")


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield
