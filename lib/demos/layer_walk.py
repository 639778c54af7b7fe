"""A picture walks through VGG16: chapter 8."""

from lib.demos.course_files import DemoWithFiles, expect_one_of, network_header

NETWORK = "transfer"  # the network of chapter 11 begins with VGG16 without its top
SIZES = (32, 64, 128)
SCALES = ("imagenet", "plain")
PHOTOS = {
    "chelsea": {
        "file": "chelsea.png",
        "label": "Chelsea, a cat",
        "comment": "Try this: press Step again and again. When do you no longer see a cat?",
    },
    "rocket": {
        "file": "rocket.jpg",
        "label": "A rocket",
        "comment": "Try this: stay in block1_conv1 and look for the maps that answer to upright edges.",
    },
    "coffee": {
        "file": "coffee.jpg",
        "label": "A cup of coffee",
        "comment": "Try this: change the scale of the picture to 0 to 1. What does the first layer lose?",
    },
    "camera": {
        "file": "camera.png",
        "label": "A man with a camera, grey",
        "comment": "Try this: choose a bright place in a deep map. Which part of the picture does its unit see?",
    },
}


class LayerWalk(DemoWithFiles):
    """VGG16 with the weights of ImageNet, layer by layer, on a picture of the reader's own.

    photo is a key of PHOTOS, layer the name of one of VGG16's, size 32, 64 or 128 pixels; scale is "imagenet" or
    "plain" (0 to 1): what the demo starts with. Raises ValueError for another value.
    """

    module = "layer_walk.js"
    fallback = (
        "A picture walks through VGG16: look at the feature maps of a picture of your own, layer by layer. "
        "It plays here with JavaScript, and in a notebook once its cell has run."
    )
    height, narrow_height = 870, 1480

    def __init__(self, photo="chelsea", layer="block1_conv1", size=64, scale="imagenet"):
        header = network_header(NETWORK)
        layers = vgg16_layers(header)
        expect_one_of("photo", photo, PHOTOS)
        expect_one_of("layer", layer, [entry["name"] for entry in layers])
        expect_one_of("size", size, SIZES)
        expect_one_of("scale", scale, SCALES)
        super().__init__(
            layers=layers,
            bytes=header["bytes"],
            photos=PHOTOS,
            start={"photo": photo, "layer": layer, "size": str(size), "scale": scale, "white": "channel"},
        )


def vgg16_layers(header):
    """Return name, kind, size of the window and number of channels of each layer before the first Dense one."""
    layers, channels = [], 3
    for entry in header["layers"]:
        if entry["kind"] == "dense":
            break
        channels = entry.get("outputs", channels)
        layers.append({"name": entry["name"], "kind": entry["kind"], "size": entry["size"], "channels": channels})
    return layers
