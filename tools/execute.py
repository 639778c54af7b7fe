"""Execute chapters from top to bottom, and record their outputs in the full profile.

python -m tools.execute                         # every chapter, recorded
python -m tools.execute 10 11_transfer_learning
python -m tools.execute 10 --profile quick      # does it run? nothing is written
"""

import argparse
import base64
import io
import os
import sys
import time
from datetime import UTC, datetime

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image

from lib import profile, runtime
from lib.errors import CourseError
from tools import machine, notebooks

CELL_TIMEOUT = 4 * 3600  # seconds; the longest training takes well under an hour on two cores
IOPUB_TIMEOUT = 60  # seconds that a busy machine may take to deliver an output
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # names a model that dies with its kernel


def main(arguments=None, folder=notebooks.CHAPTERS):
    """Execute the chapters named on the command line; return 0, or 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="a number (10) or a name (10_keras_dnn)")
    parser.add_argument("--profile", choices=profile.PROFILES, default="full")
    options = parser.parse_args(arguments)
    try:
        chapters = notebooks.find(options.chapters, folder)
    except CourseError as error:
        sys.exit(str(error))
    execute = try_out if options.profile == "quick" else record
    return 0 if all([_succeeds(execute, path) for path in chapters]) else 1


def _succeeds(execute, path):
    """Run one chapter and report it; a failure must not stop the chapters after it."""
    try:
        print(execute(path), flush=True)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        print(f"{notebooks.label(path)}: failed, nothing was written.\n{error}", file=sys.stderr, flush=True)
        return False
    return True


def try_out(path):
    """Execute a chapter in the quick profile, keep nothing, and return a line about it."""
    _, seconds = run(path, "quick")
    return f"{notebooks.label(path)}: ran in the quick profile in {seconds} s; nothing was written"


def record(path):
    """Execute a chapter in the full profile, write its .ipynb with a stamp, and return a line about it."""
    device = machine.device_name()
    notebook, seconds = run(path, "full")
    notebooks.number_cells(notebook)
    for cell in notebooks.code_cells(notebook):
        cell.outputs = [tidy(output) for output in cell.outputs]
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    notebook.metadata["course"] = stamp(notebook, device, seconds)
    target = notebooks.recorded_path(path)
    notebooks.write(notebook, target)
    return f"{notebooks.label(path)}: ran in the full profile in {seconds} s; recorded in {notebooks.label(target)}"


def run(path, profile_name):
    """Execute the chapter's .md in a fresh kernel; return the notebook with its outputs, and the seconds."""
    notebook = notebooks.read(path)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        iopub_timeout=IOPUB_TIMEOUT,
        raise_on_iopub_timeout=True,
        record_timing=False,
        coalesce_streams=True,
        skip_cells_with_tag=notebooks.COLAB_TAG,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    start = time.perf_counter()
    client.execute(env=kernel_environment(profile_name))
    return notebook, round(time.perf_counter() - start, 1)


def kernel_environment(profile_name):
    """Return the environment variables of a chapter's kernel."""
    return {
        **os.environ,
        **runtime.ENVIRONMENT,
        "COURSE_PROFILE": profile_name,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(notebooks.ROOT), os.environ.get("PYTHONPATH")])),
        # Under pytest ipykernel leaves text that is written at C level alone; record what the tests will see.
        "PYTEST_CURRENT_TEST": "gen",
    }


def tidy(output):
    """Return an output with smaller pictures, without this checkout's place, and without a widget of this kernel."""
    data = output.get("data", {})
    data.pop(WIDGET_VIEW, None)
    if "image/png" in data:
        data["image/png"] = shrink_png(data["image/png"])
    if output.output_type == "error":
        output.traceback = [line.replace(f"{notebooks.ROOT}/", "") for line in output.traceback]
    return output


def shrink_png(encoded):
    """Return a base64 PNG of the same pixels in as few bytes as Pillow finds."""
    original = base64.b64decode(encoded)
    image = Image.open(io.BytesIO(original))
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    optimised = io.BytesIO()
    image.save(optimised, "PNG", optimize=True)
    return base64.b64encode(min(original, optimised.getvalue(), key=len)).decode()


def stamp(notebook, device, seconds):
    """Return how, where and when the outputs were made, and the digest of the code that made them."""
    return {
        "profile": "full",
        "device": device,
        "versions": machine.versions(),
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": seconds,
        "code_sha256": notebooks.code_digest(notebook),
    }


if __name__ == "__main__":
    sys.exit(main())
