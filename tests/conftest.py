import atexit
import gc
import os
import shutil
import signal
import sys
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# CONVENTION_EXEMPLES=5000 looks harder, before a release or after a change of the guard, the writers or the readers.
_EXAMPLES = int(os.environ.get("CONVENTION_EXEMPLES") or (80 if os.environ.get("CI") else 60))
_checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("convention", max_examples=_EXAMPLES, deadline=None, suppress_health_check=_checks)
settings.load_profile("convention")

# Containers often say that Python is to keep nothing of what it compiles: each of some hundred starts of the command
# would then compile all of it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# readline, where something loads it, states the size of the terminal it saw to whatever is started. A pseudo-terminal
# has its own.
for _size in ("COLUMNS", "LINES"):
    os.environ.pop(_size, None)

# What tests hold lives as long as they run: looking for garbage as seldom as the command does saves a tenth of it all.
gc.set_threshold(100_000)

# What tests compile is kept apart from the person's own, and only as long as they run.
os.environ["CONVENTION_CACHE"] = tempfile.mkdtemp(prefix="convention-clauses-")
atexit.register(shutil.rmtree, os.environ["CONVENTION_CACHE"], ignore_errors=True)
# The key it is sealed with too.
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="convention-cle-")
atexit.register(shutil.rmtree, os.environ["XDG_CONFIG_HOME"], ignore_errors=True)

# A shell starts what it puts in the background with some signals ignored, and commands respect that: tests of signals
# begin from where a terminal does.
for _name, _ordinary in (
    ("SIGINT", signal.default_int_handler),
    ("SIGHUP", signal.SIG_DFL),
    ("SIGQUIT", signal.SIG_DFL),
):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _ordinary)


@pytest.hookimpl(optionalhook=True)  # `-p no:xdist`, to debug in one process
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors for `-n auto`: while a test waits for another program, another one runs."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ours + 1
