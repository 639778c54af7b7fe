"""Run chapters as Colab runs them: alone, in an empty folder, with packages that the course does not choose.

    python -m tools.check_colab                        # every chapter, with both sets of packages
    python -m tools.check_colab 03 --packages older

Colab moves and cannot be pinned, so each chapter must run with the newest packages and with older ones. Its first
cell fetches the last commit of this checkout, instead of the course's public repository.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from lib import assets, runtime
from lib.errors import CourseError
from tools import colab_cell, notebooks

WORK = notebooks.ROOT / "_build" / "colab"
KERNEL = "colab"
CELL_TIMEOUT = 3600  # seconds: whether a cell runs is the question here, not how fast
PACKAGES = {
    "newest": (
        "tensorflow", "keras", "numpy", "scipy", "matplotlib", "pillow", "h5py", "scikit-learn",
        "pooch", "filelock", "tqdm", "ipykernel", "ipywidgets", "anywidget",
    ),
    # As in Colab's own list of February 2026 (pip-freeze.gpu.txt in its repository backend-info).
    "older": (
        "tensorflow==2.19.0", "keras==3.10.0", "numpy==2.0.2", "scipy==1.16.3", "matplotlib==3.10.0",
        "pillow==11.3.0", "h5py==3.15.1", "scikit-learn==1.6.1", "pooch==1.9.0", "filelock==3.24.3", "tqdm==4.67.3",
        "ipykernel==6.17.1", "ipython==7.34.0", "ipywidgets==7.7.1", "traitlets==5.7.1", "anywidget==0.9.21",
    ),
}  # fmt: skip
VERSIONS = """
from importlib.metadata import version
from platform import python_version

names = ("tensorflow", "keras", "numpy", "matplotlib", "ipython")
print(f"python {python_version()}", *[f"{name} {version(name)}" for name in names], sep=", ")
"""
START_KERNEL = """
import sys
from unittest.mock import MagicMock

sys.modules["google.colab"] = sys.modules["google.colab.output"] = MagicMock()

from ipykernel import kernelapp

kernelapp.launch_new_instance()
"""


def main(arguments=None):
    """Run the chapters named on the command line with each set of packages; return 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="a number (10) or a name (10_keras_dnn)")
    parser.add_argument("--packages", nargs="+", choices=PACKAGES, default=list(PACKAGES))
    options = parser.parse_args(arguments)
    try:
        chapters = notebooks.find(options.chapters)
    except CourseError as error:
        sys.exit(str(error))
    repository = clone_course(WORK / "repository.git")
    succeeded = True
    for name in options.packages:
        python = install(PACKAGES[name], WORK / name)
        environment = colab_environment(python, WORK / name, repository)
        for path in chapters:
            succeeded &= check(notebooks.recorded_path(path), name, environment)
    return 0 if succeeded else 1


def check(path, name, environment):
    """Run every cell of a notebook in an empty folder; print a line, and what went wrong; return True when all ran."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        command = [sys.executable, "-m", "pytest", "-p", "tests.nbval_profiles", "-p", "no:cacheprovider"]
        rules = ["--nbval-lax", f"--nbval-kernel-name={KERNEL}", f"--nbval-cell-timeout={CELL_TIMEOUT}", "--rootdir=."]
        done = subprocess.run([*command, *rules], cwd=folder, env=environment, capture_output=True, text=True)
    seconds, summary = time.perf_counter() - start, done.stdout.splitlines()[-1].strip("= ")
    print(f"{path.stem} with the {name} packages: {summary}; {seconds:.0f} s in all", flush=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr, flush=True)
    return not done.returncode


def clone_course(repository):
    """Make a bare clone of this checkout whose published branch is its last commit; return the clone's path."""
    shutil.rmtree(repository, ignore_errors=True)
    _run("git", "clone", "--quiet", "--bare", "--shared", str(notebooks.ROOT), str(repository))
    branch = colab_cell.repository()["branch"]
    _run("git", "-C", str(repository), "update-ref", f"refs/heads/{branch}", "HEAD")
    return repository


def install(packages, folder):
    """Return the Python of a virtual environment in `folder` with these packages, and print their versions."""
    python, done = folder / "bin" / "python", folder / "installed.txt"
    if not done.exists() or done.read_text().split() != list(packages):
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
        done.write_text("\n".join(packages))
    print(f"the {folder.name} packages:", end=" ", flush=True)
    _run(str(python), "-c", VERSIONS)
    return python


def colab_environment(python, folder, repository):
    """Return the environment variables with which a notebook finds Colab's kernel, and git the local repository."""
    kernel = folder / "jupyter" / "kernels" / KERNEL
    kernel.mkdir(parents=True, exist_ok=True)
    (kernel / "kernel.json").write_text(json.dumps(kernel_specification(python)))
    return {
        **os.environ,
        "PYTHONPATH": str(notebooks.ROOT),
        "JUPYTER_PATH": str(folder / "jupyter"),
        "COURSE_CACHE": str(cache_with_downloads(folder / "cache")),
        "COURSE_PROFILE": "quick",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{repository}.insteadOf",
        "GIT_CONFIG_VALUE_0": colab_cell.repository()["url"],
    }


def kernel_specification(python):
    """Return the Jupyter kernel that runs this Python as Colab does, without the settings of the course's tests."""
    unset = [f"--unset={name}" for name in ("PYTHONPATH", *runtime.ENVIRONMENT)]
    command = ["env", *unset, str(python), "-c", START_KERNEL, "-f", "{connection_file}"]
    return {"argv": command, "display_name": "Colab", "language": "python"}


def cache_with_downloads(folder):
    """Return a cache folder that has the downloads of this machine, and no trained networks: versions differ."""
    folder.mkdir(parents=True, exist_ok=True)
    for download in ("cifar-10", "vgg16"):
        there, here = assets.cache_folder() / download, folder / download
        if there.exists() and not here.exists():
            here.symlink_to(there)
    return folder


def _run(*command):
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())
