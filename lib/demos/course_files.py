"""Files that demos ask for: networks, photos, test images. In the book they lie beside the demos, in a notebook the
kernel hands them over.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from lib.demos.demo import Demo
from lib.demos.picture import image_tag

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "networks": ROOT / "site" / "networks",
    "photos": ROOT / "chapters" / "images",
    "sample": ROOT / "lib" / "sample",
}
PHOTOS = {"chelsea": "chelsea.png", "coffee": "coffee.jpg", "rocket": "rocket.jpg", "camera": "camera.png"}
PART = 2**20  # bytes in one message, so that the demo can show how much has arrived


class DemoWithFiles(Demo):
    """A demo that may ask for the files of FOLDERS, as course_files.js does: "networks/dnn.bin".

    In its state, `start["photo"]` is a key of PHOTOS, the photo that is shown first.
    """

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

    def picture(self):
        """Return HTML of the first photo, as small as the networks see it."""
        photo = self.state["start"]["photo"]
        small = Image.open(FOLDERS["photos"] / PHOTOS[photo]).convert("RGB").resize((32, 32), Image.Resampling.BOX)
        return image_tag(np.asarray(small), f"The photo {photo}, in 32 x 32 pixels", 256)


def expect_one_of(name, value, known):
    """Raise ValueError when a setting of a demo is not one of the known values."""
    if value not in known:
        raise ValueError(f"{name} is {value!r}, expected one of {', '.join(map(str, known))}.")
