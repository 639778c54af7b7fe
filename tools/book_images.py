"""Make the pictures of the book light, and keep their places while they load: a Sphinx extension."""

import re
from pathlib import Path

from PIL import Image
from sphinx.transforms.post_transforms.images import ImageConverter

LARGE_FILE = 150_000  # bytes; larger ones hold photos, in which a small loss cannot be seen
PICTURE = re.compile(r'<img[^>]* src="[^"]*_images/([^"]+(?<!\.svg))"')


class PngToWebp(ImageConverter):
    """Turn a PNG picture into WebP: without a loss, unless the file stays large."""

    default_priority = 150
    conversion_rules = [("image/png", "image/webp")]

    def match(self, node):
        """Return True for every PNG picture of a page."""
        return self.app.builder.format == "html" and "image/png" in self.guess_mimetypes(node)

    def get_conversion_rule(self, node):
        """Return the types before and after."""
        return self.conversion_rules[0]

    def convert(self, _from, _to):
        """Write the WebP file, unless a newer one is there."""
        source, target = Path(_from), Path(_to)
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with Image.open(source) as picture:
                picture.save(target, "webp", lossless=True, method=2)
                if target.stat().st_size > LARGE_FILE:
                    picture.save(target, "webp", quality=90)
        return True


def picture_file(app, name):
    """Return the path of a picture of the page that is being written, by its name in `_images`."""
    uri = next(uri for uri, written in app.builder.images.items() if written == name)
    return Path(app.srcdir) / uri


def keep_places(app, pagename, templatename, context, doctree):
    """Write the size of each picture into the page; all but the first are loaded when the reader comes near."""

    def sized(match):
        with Image.open(picture_file(app, match[1])) as picture:
            width, height = picture.size
        loading = "" if match.start() == first else ' loading="lazy"'
        return f'{match[0]} width="{width}" height="{height}"{loading}'

    if doctree is not None:
        first = next((match.start() for match in PICTURE.finditer(context["body"])), None)
        context["body"] = PICTURE.sub(sized, context["body"])


def setup(app):
    """Register the converter and the sizes with Sphinx."""
    app.add_post_transform(PngToWebp)
    app.connect("html-page-context", keep_places)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
