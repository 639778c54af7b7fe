"""Small picture files of many kinds, written by Pillow, and what is true of them."""

import base64
import io

import numpy as np
from PIL import Image

COLOURS = Image.fromarray(np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8))
SECOND = Image.new("RGB", (30, 20), "red")
SIZE = {"width": 30, "height": 20}


def vectors():
    """Return the content as base64 and the fields to be found, for each kind of file by its name."""
    animation = {"save_all": True, "append_images": [SECOND]}
    return {
        "a JPEG": _file(COLOURS, "jpeg", {"format": "JPEG", "colors": "color", **SIZE}),
        "a progressive JPEG": _file(COLOURS, "jpeg", {"format": "JPEG", "colors": "color", **SIZE}, progressive=True),
        "a JPEG with Exif": _file(COLOURS, "jpeg", {"colors": "color", **SIZE}, exif=b"Exif\0\0" + bytes(500)),
        "a grey JPEG": _file(COLOURS.convert("L"), "jpeg", {"colors": "grey", **SIZE}),
        "a CMYK JPEG": _file(COLOURS.convert("CMYK"), "jpeg", {"colors": "print", **SIZE}),
        "a PNG": _file(COLOURS, "png", {"format": "PNG", "colors": "color", "animated": False, **SIZE}),
        "a grey PNG": _file(COLOURS.convert("L"), "png", {"colors": "grey", **SIZE}),
        "an animated PNG": _file(COLOURS, "png", {"animated": True, **SIZE}, **animation),
        "a GIF": _file(COLOURS, "gif", {"format": "GIF", "animated": False, **SIZE}),
        "an animated GIF": _file(COLOURS, "gif", {"animated": True, **SIZE}, **animation),
        "a GIF with a comment": _file(COLOURS, "gif", {"animated": False, **SIZE}, comment=b"long " * 100),
        "a WebP": _file(COLOURS, "webp", {"format": "WebP", "animated": False}),
        "an animated WebP": _file(COLOURS, "webp", {"format": "WebP", "animated": True}, **animation),
        "a HEIC photo": {"content": _text(b"\0\0\0\x18ftypheic" + bytes(40)), "expected": {"format": "HEIC"}},
    }


def _file(picture, file_format, expected, **options):
    content = io.BytesIO()
    picture.save(content, file_format, **options)
    return {"content": _text(content.getvalue()), "expected": expected}


def _text(content):
    return base64.b64encode(content).decode()
