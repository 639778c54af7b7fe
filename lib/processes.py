"""Run a function in a fresh Python, or a program in R: some choices can be made only once in a process."""

import inspect
import json
import os
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib import profile
from lib.errors import ProcessError

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT = 600  # seconds
RUNNER = """
import json as _json, sys as _sys
with open(_sys.argv[1]) as _file:
    _arguments = _json.load(_file)
_result = {name}(*_arguments)
with open(_sys.argv[2], "w") as _file:
    _json.dump(_result, _file)
"""


def run_python(function, *arguments, environment=None):
    """Call a function in a fresh Python process, and return its result.

    The function may use nothing but its arguments and what it imports itself. Arguments and result travel as
    JSON: numbers, strings, lists, dictionaries with keys that are strings. `environment` adds variables to the
    present ones. Raises ProcessError, with the last line that the process wrote, when it fails.
    """
    program = textwrap.dedent(inspect.getsource(function)) + RUNNER.format(name=function.__name__)
    with tempfile.TemporaryDirectory() as folder:
        script, given, result = (Path(folder) / name for name in ("program.py", "arguments.json", "result.json"))
        script.write_text(program)
        given.write_text(json.dumps(arguments))
        _run([sys.executable, str(script), str(given), str(result)], environment or {}, folder)
        return json.loads(result.read_text())


def run_each(function, *arguments, environments):
    """Call a function as `run_python` does, once for each environment; return the list of its results.

    In the full profile the processes run one after the other, so that none disturbs the times of another; in the
    quick one they run side by side.
    """
    with ThreadPoolExecutor(1 if profile.is_full() else len(environments)) as pool:
        return list(pool.map(lambda chosen: run_python(function, *arguments, environment=chosen), environments))


def run_r(program):
    """Run the text of a program in R with this Python under reticulate; return the text that it prints.

    It runs in an empty folder, which is deleted afterwards. Raises ProcessError, with the last line that R wrote,
    when it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "program.R"
        script.write_text(program)
        return _run(["Rscript", str(script)], {"RETICULATE_PYTHON": sys.executable}, folder)


def _run(command, environment, folder):
    """Return what a command prints; it runs in `folder`, finds the course's `lib`, and has a time limit."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, **environment}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, timeout=TIMEOUT, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        raise ProcessError(f"{command[0]} did not finish within {TIMEOUT} seconds.") from None
    if done.returncode:
        said = done.stderr.strip().removesuffix("Execution halted").strip()  # R's last line tells nothing
        last_line = said.splitlines()[-1] if said else "no message"
        raise ProcessError(f"{Path(command[0]).name} ended with status {done.returncode}: {last_line}")
    return done.stdout
