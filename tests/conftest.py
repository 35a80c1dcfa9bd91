"""What all tests share: hypothesis judges what is found, not how busy the machine is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("commongrid", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("commongrid")
