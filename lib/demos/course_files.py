"""Files that demos ask for: networks, photos, test images. In the book they lie beside the demos, in a notebook the
kernel hands them over.
"""

import json
from pathlib import Path

from lib.demos.demo import Demo

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "networks": ROOT / "site" / "networks",
    "photos": ROOT / "chapters" / "images",
    "sample": ROOT / "lib" / "sample",
}
PART = 2**20  # bytes in one message, so that the demo can show how much has arrived


class DemoWithFiles(Demo):
    """A demo that may ask for the files of FOLDERS, as course_files.js does: "networks/dnn.bin"."""

    def __init__(self, **state):
        super().__init__(**state)
        self.on_msg(lambda _, message, buffers: self.hand_over(message["path"]))

    def hand_over(self, path):
        """Send a file in parts, each with the size of the whole; or the problem, when there is no such file."""
        folder, _, name = path.partition("/")
        file = FOLDERS.get(folder, ROOT) / name
        if folder not in FOLDERS or file.parent != FOLDERS[folder] or not file.is_file():
            self.send({"path": path, "problem": "the course has no such file"})
            return
        content = file.read_bytes()
        for start in range(0, len(content), PART):
            self.send({"path": path, "bytes": len(content)}, buffers=[content[start : start + PART]])


def network_header(name):
    """Return the header of a network, as site/networks/README.md describes it."""
    return json.loads((FOLDERS["networks"] / f"{name}.json").read_text("utf-8"))
