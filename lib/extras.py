"""What only a few cells need: R, JAX and PyTorch. Without them these cells keep their recorded outputs."""

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from platform import python_version

from lib.errors import MissingExtraError

REMEDIES = {
    "R": "Install R and its package reticulate (Debian: apt-get install r-base-core r-cran-reticulate) "
    f"in a version that runs Python {python_version()}.",
    "JAX": "Install it with `.venv/bin/pip install -r requirements-extras.txt`.",
    "PyTorch": "Install it with `.venv/bin/pip install -r requirements-extras.txt`.",
}
MODULES = {"JAX": "jax", "PyTorch": "torch"}


def require(*names):
    """Raise MissingExtraError when one of the extras, "R", "JAX" or "PyTorch", is not installed."""
    for name in names:
        if not is_installed(name):
            raise MissingExtraError(f"skipped: no {name}. {REMEDIES[name]}")


@functools.cache
def is_installed(name):
    """Return True when the extra is there; R needs its package reticulate too, and that has to run this Python."""
    if name not in REMEDIES:
        raise ValueError(f"got the extra {name!r}, expected one of {', '.join(REMEDIES)}.")
    if name in MODULES:
        return importlib.util.find_spec(MODULES[name]) is not None
    rscript = shutil.which("Rscript")
    probe = [rscript, "-e", "quit(status = !reticulate::py_available(initialize = TRUE))"]
    environment = {**os.environ, "RETICULATE_PYTHON": sys.executable}
    return rscript is not None and subprocess.run(probe, env=environment, capture_output=True).returncode == 0
