"""How often a test that draws its cases is run: a sample in `make test`, all in `make soak`."""

from __future__ import annotations

from hypothesis import settings


def examples(whole: int) -> int:
    """So many in `make soak`, a third of them in `make test`."""
    return whole if settings.get_current_profile_name() == "soak" else max(whole // 3, 5)
