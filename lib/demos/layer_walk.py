"""A picture walks through VGG16: chapter 8."""

from lib.demos.course_files import PHOTOS, DemoWithFiles, expect_one_of

BLOCKS = {"block1": 2, "block2": 2, "block3": 3, "block4": 3, "block5": 3}  # the convolutions before each pooling
LAYERS = tuple(
    f"{block}_{layer}"
    for block, convolutions in BLOCKS.items()
    for layer in (*(f"conv{number}" for number in range(1, convolutions + 1)), "pool")
)
SIZES = (32, 64, 128)
SCALES = ("imagenet", "plain")


class LayerWalk(DemoWithFiles):
    """VGG16 with the weights of ImageNet, layer by layer, on a picture of the reader's own.

    photo is a key of PHOTOS, layer one of LAYERS, size one of SIZES in pixels; scale is "imagenet" or "plain" (0 to 1):
    what the demo starts with. Raises ValueError for another value.
    """

    module = "layer_walk.js"
    fallback = (
        "A picture walks through VGG16: look at the feature maps of a picture of your own, layer by layer. "
        "It plays here with JavaScript, and in a notebook once its cell has run."
    )

    def __init__(self, photo="chelsea", layer="block1_conv1", size=64, scale="imagenet"):
        expect_one_of("photo", photo, PHOTOS)
        expect_one_of("layer", layer, LAYERS)
        expect_one_of("size", size, SIZES)
        expect_one_of("scale", scale, SCALES)
        super().__init__(photos=PHOTOS, start={"photo": photo, "layer": layer, "size": str(size), "scale": scale})
