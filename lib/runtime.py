"""Settings that the process which runs a chapter needs before TensorFlow is imported."""

import os
import sys

ENVIRONMENT = {
    # oneDNN's kernels train the slides' first network about 1.5 times as fast; TensorFlow's own
    # default for them depends on the CPU.
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # A kernel takes of a GPU what it needs, and leaves the rest to the other processes of a chapter.
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
    # Keep freed memory for the next training step. Giving it back and asking again costs up to half
    # of the time on a virtual machine.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    # Outputs are recorded or compared: no live progress bars.
    "COURSE_RECORDING": "1",
}


def restart_with_environment(module):
    """Start `python -m module` again, with the same arguments, when ENVIRONMENT is not in force in this process."""
    if any(os.environ.get(name) != value for name, value in ENVIRONMENT.items()):
        command = [sys.executable, "-m", module, *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **ENVIRONMENT})
