"""The plugin tests.nbval_profiles, by running pytest --nbval on small notebooks in both profiles."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from nbformat import NotebookNode

from tests import nbval_profiles
from tests import notebook_factory as factory
from tools import notebooks

PASSES, FAILS, SKIPS = "passed", "failure", "skipped"
SETUP = """
import base64, os, sys
from types import SimpleNamespace
from IPython.display import display
from lib.errors import AssetError

ledger = SimpleNamespace(compare=print)

def show(encoded):
    display({"image/png": encoded, "text/plain": "<Figure size 64x64 with 1 Axes>"}, raw=True)
"""
WHITE, NEARLY_WHITE, BLACK = (factory.png(grey) for grey in (255, 253, 0))


class Case(NamedTuple):
    """A cell with its recorded output, and how its test ends in each profile."""

    cell: NotebookNode
    quick: str = PASSES
    full: str = PASSES


def prints(now, recorded, **metadata):
    return factory.code(f"print({now!r})", factory.printed(recorded), **metadata)


def shows(now, recorded, **metadata):
    return factory.code(f"show({now!r})", factory.figure(recorded), **metadata)


TRAINED = {"tags": ["trained"]}
TEN_PERCENT = {"nbval": {"rtol": 0.1}}
CASES = {
    "setup": Case(factory.code(SETUP)),
    "environment": Case(factory.code('print(os.environ["COURSE_RECORDING"])', factory.printed("1"))),
    "same text": Case(prints("2 cats", "2 cats")),
    "other text": Case(prints("2 cats", "2 dogs"), FAILS, FAILS),
    "other number": Case(prints("0.51", "0.5"), FAILS, FAILS),
    "other number, ignored": Case(prints("0.51", "0.5", tags=["nbval-ignore-output"])),
    "within tolerance": Case(prints("loss 0.51", "loss 0.5", **TEN_PERCENT)),
    "outside tolerance": Case(prints("loss 0.61", "loss 0.5", **TEN_PERCENT), FAILS, FAILS),
    "whole number": Case(prints("101 cats", "100 cats", **TEN_PERCENT), FAILS, FAILS),
    "whole number, allowed": Case(prints("101 cats", "100 cats", nbval={"rtol": 0.1, "integers": True})),
    "trained, no tolerance": Case(prints("0.51", "0.5", **TRAINED), PASSES, FAILS),
    "trained, within tolerance": Case(prints("0.51", "0.5", **TRAINED, **TEN_PERCENT)),
    "trained, outside tolerance": Case(prints("0.61", "0.5", **TRAINED, **TEN_PERCENT), PASSES, FAILS),
    "trained, judged by the ledger": Case(factory.code("ledger.compare(0.61)", factory.printed("0.5"), **TRAINED)),
    "trained, raises": Case(factory.code("1 / 0", factory.printed("0.5"), **TRAINED), FAILS, FAILS),
    "same picture": Case(shows(WHITE, WHITE)),
    "similar picture": Case(shows(NEARLY_WHITE, WHITE)),
    "other picture": Case(shows(BLACK, WHITE), FAILS, FAILS),
    "other picture, allowed": Case(shows(BLACK, WHITE, nbval={"image": 255})),
    "trained, other picture": Case(shows(BLACK, WHITE, **TRAINED), PASSES, FAILS),
    "semicolon": Case(factory.code("6 * 7;")),
    "noise": Case(
        factory.code('print("careful", file=sys.stderr)\nprint(0.51)', factory.printed("0.5"), **TEN_PERCENT)
    ),
}
NO_WEIGHTS = [
    factory.code("from lib.errors import AssetError"),
    factory.code('raise AssetError("the weights cannot be had")'),
    factory.code("print(1)", factory.printed("1")),
]
NO_EXTRA = {  # the source of a cell, what it printed when it was recorded, and how its test ends
    "setup": ("from lib.errors import MissingExtraError\nanswer = 1", None, PASSES),
    "raises": ('raise MissingExtraError("skipped: no R. Install it.")\nanswer = 2\nloss = 0.5', "0.5", SKIPS),
    "uses a name that was not bound": ("accuracy = 1 - loss\nprint(accuracy)", "0.5", SKIPS),
    "uses a name of that cell": ("def show_accuracy():\n    print(accuracy)\nshow_accuracy()", "0.5", SKIPS),
    "uses a name that has an old value": ("print(answer)", "2", SKIPS),
    "binds a name again": ("for answer in (3, 4):\n    print(answer)", "3\n4", PASSES),
    "uses the name that was bound again": ("print(answer)", "4", PASSES),
    "has a local name of its own": ("print([loss for loss in (1,)])", "[1]", PASSES),
    "is wrong": ("print(6)", "7", FAILS),
}


class Run(NamedTuple):
    """What a run of pytest said, and how each test ended."""

    output: str
    results: dict


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chapters")
    cases = factory.notebook(*[case.cell for case in CASES.values()])
    notebooks.write(cases, folder / "10_cases.ipynb")
    for name in ("11_transfer_learning", "12_what_next"):
        notebooks.write(factory.notebook(*NO_WEIGHTS), folder / f"{name}.ipynb")
    cells = [factory.code(source, *([factory.printed(said)] if said else [])) for source, said, _ in NO_EXTRA.values()]
    notebooks.write(factory.notebook(*cells), folder / "09_tech_stack.ipynb")
    return folder


@pytest.fixture(scope="module")
def runs(folder):
    return {profile: run_pytest(folder, profile) for profile in ("quick", "full")}


def run_pytest(folder, profile):
    report = folder / f"{profile}.xml"
    command = [sys.executable, "-m", "pytest", "--nbval", "-rs", "-p", "tests.nbval_profiles", "-p", "no:cacheprovider"]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    done = subprocess.run(
        [*command, f"--junitxml={report}", f"--rootdir={folder}"],
        cwd=folder,
        env={**inherited, "COURSE_PROFILE": profile, "PYTHONPATH": str(notebooks.ROOT)},
        capture_output=True,
        text=True,
    )
    return Run(done.stdout + done.stderr, read_results(report))


def read_results(report):
    """Return how each test of a JUnit report ended, by (notebook, cell)."""
    return {
        (case.get("classname").split(".")[0], case.get("name")): case[0].tag if len(case) else PASSES
        for case in ElementTree.parse(report).iter("testcase")
    }


@pytest.mark.parametrize("profile", ["quick", "full"])
@pytest.mark.parametrize("name", CASES)
def test_cell(runs, name, profile):
    cell = f"Cell {list(CASES).index(name)}"
    assert runs[profile].results["10_cases", cell] == getattr(CASES[name], profile), runs[profile].output


@pytest.mark.parametrize(
    ("chapter", "profile", "ends"),
    [
        ("11_transfer_learning", "quick", [PASSES, SKIPS, SKIPS]),
        ("11_transfer_learning", "full", [PASSES, FAILS, PASSES]),
        ("12_what_next", "quick", [PASSES, FAILS, PASSES]),
        ("12_what_next", "full", [PASSES, FAILS, PASSES]),
    ],
)
def test_missing_download(runs, chapter, profile, ends):
    assert [runs[profile].results[chapter, f"Cell {position}"] for position in range(3)] == ends


@pytest.mark.parametrize("profile", ["quick", "full"])
@pytest.mark.parametrize("name", NO_EXTRA)
def test_missing_extra_skips_the_cells_that_depend_on_it(runs, name, profile):
    cell = f"Cell {list(NO_EXTRA).index(name)}"
    assert runs[profile].results["09_tech_stack", cell] == NO_EXTRA[name][2], runs[profile].output


@pytest.mark.parametrize("reason", ["the weights cannot be had", "skipped: no R"])
def test_reason_of_a_skip_is_printed(runs, reason):
    assert reason in runs["quick"].output.partition("short test summary info")[2]


def test_size_of_a_difference_between_pictures_is_printed(runs):
    assert "picture: differs by 255.0, allowed is 4.0" in runs["quick"].output


@pytest.mark.parametrize(("profile", "seconds"), [("quick", 300), ("full", 3600)])
def test_profile_and_timeout_are_printed(runs, profile, seconds):
    assert f"nbval: {profile} profile, at most {seconds} s a cell" in runs[profile].output


class FakeConfig:
    """Stands in for pytest's configuration."""

    def __init__(self, nbval=True, timeout=nbval_profiles.NBVAL_CELL_TIMEOUT):
        self.option = SimpleNamespace(nbval=nbval, nbval_cell_timeout=timeout)

    def getoption(self, name, default):
        return getattr(self.option, name, default)


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    return os.environ


def test_timeout_of_the_command_line_holds(environment):
    config = FakeConfig(timeout=7)
    nbval_profiles.pytest_configure(config)
    assert config.option.nbval_cell_timeout == 7


def test_setting_of_the_user_holds(environment):
    environment["TF_CPP_MIN_LOG_LEVEL"] = "0"
    nbval_profiles.pytest_configure(FakeConfig())
    assert environment["TF_CPP_MIN_LOG_LEVEL"] == "0"
    assert environment["PYTHONPATH"] == str(notebooks.ROOT)


def test_unknown_profile_is_refused(environment):
    environment["COURSE_PROFILE"] = "fast"
    with pytest.raises(pytest.UsageError, match="COURSE_PROFILE is 'fast', expected one of quick, full"):
        nbval_profiles.pytest_configure(FakeConfig())


def test_without_nbval_nothing_happens(environment):
    environment["COURSE_PROFILE"] = "fast"
    config = FakeConfig(nbval=False)
    nbval_profiles.pytest_configure(config)
    assert "PYTHONPATH" not in environment
    assert nbval_profiles.pytest_report_header(config) is None


@pytest.mark.parametrize(
    ("new", "recorded", "tolerance", "expected"),
    [
        ("[ 0.11 -0.2]", "[0.1 -0.2]", {"atol": 0.02}, True),
        ("[ 0.1  0.2]", "[0.1 0.2 0.3]", {"atol": 1.0}, False),
        ("1.1e-05", "1e-05", {"rtol": 0.1}, True),
        ("0.52s", "0.5s", {"rtol": 0.1}, True),
        ("-0.1", "0.1", {"rtol": 0.1}, False),
        ("-0.1", "0.1", {"atol": 0.2}, True),
        ("float32", "float64", {"rtol": 1.0, "integers": True}, False),
        ("conv2d_1 0.5", "conv2d_2 0.5", {"rtol": 1.0}, False),
        ("nan", "0.5", {"rtol": 1.0}, False),
    ],
)
def test_numbers_agree(new, recorded, tolerance, expected):
    assert nbval_profiles.numbers_agree(new, recorded, tolerance) is expected


def test_transparent_picture_is_compared_on_white():
    transparent = factory.png((0, 0), mode="LA")
    assert nbval_profiles.picture_difference(transparent, WHITE) == 0


def test_pictures_of_unlike_sizes_differ():
    assert nbval_profiles.picture_difference(factory.png(255, size=(90, 64)), WHITE) == float("inf")
