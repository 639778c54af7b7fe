"""Count how often the networks of the demos are right on all test images: `python -m tools.measure_browser_networks`.

Node runs the demos' own code, which takes from half an hour to some hours; a run that was stopped goes on where it was.
The result, beside that of the networks before their weights were rounded, goes to site/networks/accuracy.json.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np

from lib import assets, runtime
from tools.export_networks import FOLDER

SCRIPT = Path(__file__).with_name("run_browser_network.mjs")
RESULT = FOLDER / "accuracy.json"


def main():
    """Run what is missing and write the result."""
    os.environ["COURSE_PROFILE"] = "full"
    runtime.restart_with_environment("tools.measure_browser_networks")

    from lib import cifar10, networks, vgg16

    images_file = assets.ensure(cifar10.CIFAR10) / cifar10.TEST_FILES[0]
    _, _, x_test, y_test = cifar10.load_whole()
    images = vgg16.scale_plain(x_test)
    measured = {}
    for name in ("dnn", "transfer"):
        lines = browser_answers(name, images_file, len(images))
        rounded = np.array([line["probabilities"] for line in lines])
        exact = networks.load(name).predict(images, batch_size=250, verbose=0)
        measured[name] = compare(exact, rounded, y_test)
        print(name, measured[name])
    RESULT.write_text(json.dumps(measured, indent=1) + "\n")


def compare(exact, rounded, labels):
    """Return the accuracy before and after rounding, and how often both give the same answer."""
    answers, rounded_answers = exact.argmax(axis=1), rounded.argmax(axis=1)
    return {
        "images": len(labels),
        "float": round(float(np.mean(answers == labels)), 4),
        "int8": round(float(np.mean(rounded_answers == labels)), 4),
        "same_answer": round(float(np.mean(answers == rounded_answers)), 4),
    }


def browser_answers(name, images_file, number):
    """Return what run_browser_network.mjs prints for each image, running it for those that are missing."""
    header_file = FOLDER / f"{name}.json"
    digest = json.loads(header_file.read_text())["sha256"]
    path = assets.cache_folder() / "browser_networks" / f"{name}-{digest[:16]}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    done = whole_lines(path)
    if len(done) < number:
        path.write_text("".join(done))
        with path.open("a") as file:
            subprocess.run(["node", SCRIPT, header_file, images_file, str(len(done))], stdout=file, check=True)
    return [json.loads(line) for line in whole_lines(path)]


def whole_lines(path):
    """Return the lines of a file without the last one, if that was cut off in the middle."""
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    return [line for line in lines if line.endswith("\n")]


if __name__ == "__main__":
    main()
