"""Pictures on their way from Python to a demo, and still pictures for readers without JavaScript."""

import base64
import io

import numpy as np
from PIL import Image


def packed(picture):
    """Return a picture as `picture.js` unpacks it: height, width, channels, and its bytes as base64 text.

    picture (height, width) or (height, width, 3), whole numbers from 0 to 255. Raises ValueError for anything else.
    """
    picture = np.asarray(picture)
    grey_or_colour = picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] == 3)
    whole = np.issubdtype(picture.dtype, np.integer)
    if not (grey_or_colour and picture.size and whole and picture.min() >= 0 and picture.max() <= 255):
        raise ValueError(
            f"the picture has shape {picture.shape} and type {picture.dtype}, expected (height, width) or "
            "(height, width, 3) with whole numbers from 0 to 255; np.uint8(np.round(picture)) makes them whole."
        )
    height, width, channels = np.atleast_3d(picture).shape
    values = base64.b64encode(picture.astype(np.uint8).tobytes()).decode()
    return {"height": height, "width": width, "channels": channels, "values": values}


def image_tag(picture, alt, width):
    """Return HTML that shows a picture (height, width) or (height, width, 3), 0 to 255, `width` CSS pixels wide.

    Values beyond 0 to 255 are cut off. Neighbouring pixels are not blended when the picture is enlarged. The PNG is
    not compressed, so that every machine writes the same bytes.
    """
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.clip(np.round(picture), 0, 255))).save(file, "PNG", compress_level=0)
    source = base64.b64encode(file.getvalue()).decode()
    return f'<img src="data:image/png;base64,{source}" alt="{alt}" width="{width}" style="image-rendering: pixelated">'
