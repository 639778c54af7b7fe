"""Say on what the course runs here: `python -m tools.machine` prints what a report of a difference needs."""

import functools
import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path

from lib import runtime

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("tensorflow", "keras", "numpy", "matplotlib", "pillow")
GPU_NAME = """
import tensorflow
gpus = tensorflow.config.list_physical_devices("GPU")
if gpus:
    print(tensorflow.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))
"""


def main():
    """Print the device, the system, the versions, and the commit of the course."""
    facts = {"device": device_name(), "system": platform.platform(), **versions(), "course": commit()}
    for name, value in facts.items():
        print(f"{name:11} {value}")


@functools.cache
def device_name():
    """Return the name of the GPU that TensorFlow sees, or else the CPU: "CPU, 2 cores: AMD EPYC"."""
    command = [sys.executable, "-c", GPU_NAME]
    environment = {**os.environ, **runtime.ENVIRONMENT}
    gpu = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return gpu.strip() or f"CPU, {os.cpu_count()} cores: {_cpu_name()}"


def versions():
    """Return the versions of Python and of the packages that decide about the outputs, by name."""
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in PACKAGES}}


def commit():
    """Return the abbreviated commit of this checkout, with "-dirty" where files were changed; "unknown" without git."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _cpu_name():
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
