"""tools.check_gpu stops a run without a GPU, and computes on each device that there is."""

import re

import pytest
import tensorflow as tf

from tools import check_gpu


def test_without_a_gpu_it_fails_and_names_the_remedy(monkeypatch):
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda kind: [])
    with pytest.raises(SystemExit, match=r"sees no GPU\..*pip install -r requirements-gpu\.txt"):
        check_gpu.main()


def test_it_computes_on_every_device_of_the_kind(capsys):
    check_gpu.main("CPU")
    devices = re.findall(r"device:(CPU:\d+) multiplies matrices: 256\.0, expected 256\.0", capsys.readouterr().out)
    assert len(devices) == len(tf.config.list_logical_devices("CPU"))
