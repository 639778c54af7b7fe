"""Pictures as the demos keep them, see lib/demos/picture.js."""


def table(picture):
    """Return a picture (height, width, channels) as a dictionary that JSON can hold."""
    height, width, channels = picture.shape
    return {"height": height, "width": width, "channels": channels, "values": picture.ravel().tolist()}
