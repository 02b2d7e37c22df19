import os

from hypothesis import HealthCheck, settings

_checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("local", max_examples=300, deadline=None, suppress_health_check=_checks)
settings.register_profile("ci", max_examples=2500, deadline=None, suppress_health_check=_checks)
settings.load_profile("ci" if os.environ.get("CI") else "local")
