"""Photos as the networks want them: small, square, three colours."""

import keras
import numpy as np
from PIL import Image, UnidentifiedImageError

from lib.errors import PhotoError

INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos", "hamming", "box")


def load(path, size=None, interpolation="nearest"):
    """Return a photo as uint8 of shape (height, width, 3), values 0 to 255.

    With `size` it is squeezed to size x size pixels; `interpolation` is one of INTERPOLATIONS.
    Raises PhotoError when the file is missing or is no picture, or when the interpolation is unknown.
    """
    if interpolation not in INTERPOLATIONS:
        raise PhotoError(f"interpolation is {interpolation!r}, expected one of {', '.join(INTERPOLATIONS)}.")
    try:
        target_size = (size, size) if size is not None else None
        photo = keras.utils.load_img(path, target_size=target_size, interpolation=interpolation)
        return np.asarray(photo)  # Pillow reads the pixels only now, so a damaged file may show only here
    except FileNotFoundError:
        raise PhotoError(f"there is no file {path}. Check the path; it is relative to the notebook's folder.") from None
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise PhotoError(
            f"{path} cannot be read as a picture ({error}). Use a JPEG, PNG, WebP or GIF file; "
            "if it is one, it may be damaged: save it again with another program."
        ) from error
