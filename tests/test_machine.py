"""tools.machine names what a report of a difference needs."""

import platform
import subprocess

import keras
import pytest

from tools import machine


@pytest.mark.parametrize(("seen", "name"), [("NVIDIA H100\n", "NVIDIA H100"), ("", "CPU, ")])
def test_device_is_the_gpu_or_else_the_cpu(monkeypatch, seen, name):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=seen))
    assert machine.device_name.__wrapped__().startswith(name)


def test_versions_are_those_that_run():
    versions = machine.versions()
    assert (versions["python"], versions["keras"]) == (platform.python_version(), keras.__version__)
    assert set(versions) == {"python", *machine.PACKAGES}


def test_report_has_a_line_for_each_fact(monkeypatch, capsys):
    monkeypatch.setattr(machine, "device_name", lambda: "CPU, 2 cores: abacus")
    monkeypatch.setattr(machine, "commit", lambda: "0123abc-dirty")
    machine.main()
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["device"] == "CPU, 2 cores: abacus" and lines["course"] == "0123abc-dirty"
    assert {"system", "python", *machine.PACKAGES} <= set(lines)


def test_commit_is_unknown_outside_of_a_checkout(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    assert machine.commit() == "unknown"
