"""What people and GitHub find in the repository: workflows, forms, citation, hooks. All of it is checked offline."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tools import notebooks

GITHUB = notebooks.ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.github-issue-forms": [GITHUB / "ISSUE_TEMPLATE" / "different_result.yml"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.citation-file-format": [notebooks.ROOT / "CITATION.cff"],
}


def run(program, *arguments):
    """Run a program that stands beside this Python, or skip the test where it is not installed."""
    path = shutil.which(program, path=Path(sys.executable).parent)
    if path is None:
        pytest.skip(f"skipped: no {program}. Install it with `.venv/bin/pip install -r requirements.txt`.")
    done = subprocess.run([path, *map(str, arguments)], cwd=notebooks.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def load(*path):
    return yaml.safe_load(notebooks.ROOT.joinpath(*path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("schema", "files"), SCHEMAS.items(), ids=SCHEMAS)
def test_file_is_of_its_schema(schema, files):
    run("check-jsonschema", "--builtin-schema", schema, *files)


def test_workflows_are_safe():
    run("zizmor", "--offline", "--no-progress", "--persona=pedantic", GITHUB)


def test_every_action_is_pinned_by_commit_and_the_same_everywhere():
    uses = [
        line.partition("uses: ")[2] for path in WORKFLOWS for line in path.read_text().splitlines() if "uses:" in line
    ]
    assert uses and all(PINNED.fullmatch(use) for use in uses), uses
    assert len(set(uses)) == len({use.partition("@")[0] for use in uses})


def test_tests_run_on_every_python_that_the_course_supports():
    supported = tomllib.loads((notebooks.ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    pythons = load(".github", "workflows", "book.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert (pythons[0], supported) == ("3.11", ">=3.11.4,<3.14")
    assert pythons == ["3.11", "3.12", "3.13"]


def test_citation_names_the_lecture_and_the_version():
    citation = load("CITATION.cff")
    (lecture,) = citation["references"]
    assert [author["family-names"] for author in lecture["authors"]] == ["Heumann", "Aßenmacher", "Schalk"]
    assert (lecture["title"], str(lecture["date-released"])) == ("Deep Learning - The Big Picture", "2020-04-02")
    project = tomllib.loads((notebooks.ROOT / "pyproject.toml").read_text())["project"]
    assert citation["version"] == project["version"]


def test_hooks_are_commands_of_the_makefile():
    run("pre-commit", "validate-config")
    configuration = load(".pre-commit-config.yaml")
    assert [repository["repo"] for repository in configuration["repos"]] == ["local"]
    (makefile,) = re.findall(r"^\.PHONY: (.*)$", (notebooks.ROOT / "Makefile").read_text(), re.MULTILINE)
    entries = [hook["entry"] for hook in configuration["repos"][0]["hooks"]]
    assert entries and all(entry.partition("make ")[2] in makefile.split() for entry in entries)


def test_readme_names_every_machine_that_recorded_a_chapter():
    stamps = [notebooks.read(notebooks.recorded_path(path)).metadata["course"] for path in notebooks.find()]
    readme = (notebooks.ROOT / "README.md").read_text(encoding="utf-8")
    for stamp in stamps:
        assert stamp["device"] in readme
        assert f"Python {stamp['versions']['python'].rpartition('.')[0]}" in readme


COMMAND = re.compile(r"`(make [a-z]+|\.venv/bin/python -m tools\.[a-z_]+)")


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_commands_of_a_document_exist(document):
    makefile = (notebooks.ROOT / "Makefile").read_text()
    for command in COMMAND.findall((notebooks.ROOT / document).read_text(encoding="utf-8")):
        *_, name = command.split()
        if command.startswith("make "):
            assert re.search(rf"^{name}:", makefile, re.MULTILINE), command
        else:
            assert (notebooks.ROOT / f"{name.replace('.', '/')}.py").exists(), command
