"""The logic of the demos: Node's own test runner holds each module against lib's numbers."""

import importlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "demos"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.test.mjs")), ids=lambda path: path.name)
def test_module(path, tmp_path):
    node = shutil.which("node")
    if not node:
        pytest.skip("skipped: no node")
    environment = {**os.environ, "VECTORS": str(write_vectors(path.name.removesuffix(".test.mjs"), tmp_path))}
    run = subprocess.run([node, "--test", path], env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr


def write_vectors(name, folder):
    """Write what NAME_vectors.py takes from lib, when there is such a module, to a JSON file; return its path."""
    path = folder / f"{name}.json"
    if (FOLDER / f"{name}_vectors.py").exists():
        vectors = importlib.import_module(f"tests.demos.{name}_vectors").vectors()
        path.write_text(json.dumps(vectors, allow_nan=False))
    return path
