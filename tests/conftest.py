import os

from hypothesis import HealthCheck, settings

# CONVENTION_EXEMPLES=5000 looks harder, before a release or after a change of the guard, the writers or the readers.
_EXAMPLES = int(os.environ.get("CONVENTION_EXEMPLES") or (150 if os.environ.get("CI") else 60))
_checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("convention", max_examples=_EXAMPLES, deadline=None, suppress_health_check=_checks)
settings.load_profile("convention")
