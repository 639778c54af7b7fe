"""Two networks, your picture: the demo in a browser, with good pictures, bad files and files that do not arrive."""

import base64
import contextlib
import io
import json

import keras
import numpy as np
import pytest
from PIL import Image

from lib import cifar10, photos, vgg16
from lib.demos import TwoNetworks, two_networks
from lib.demos.course_files import FOLDERS
from tests import demo_page
from tests.demos.network_vectors import read_network

CHELSEA = FOLDERS["photos"] / "chelsea.png"
COLOURS = Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8))
LOADING = 120_000  # milliseconds that loading and answering may take on a busy machine


@pytest.fixture
def loaded(open_demo):
    """Return a function that opens the demo and loads the networks."""

    def open_loaded(**options):
        page = open_demo(TwoNetworks(), **options)
        page.get_by_role("button", name="Load the two networks (23.3 MB)").click()
        wait_for_answer(page)
        return page

    return open_loaded


def wait_for_answer(page, text="It took"):
    page.get_by_role("status").filter(has_text=text).first.wait_for(timeout=LOADING)


def said(page):
    return page.get_by_role("status").first.inner_text()


def shown_probabilities(page):
    """Return the numbers of the table, (class, network)."""
    rows = page.locator(".demo-answers tbody tr").all()
    return np.array([[float(cell) for cell in row.locator("td").all_inner_texts()] for row in rows])


def keras_probabilities(picture):
    scaled = vgg16.scale_plain(picture[None])
    logits = [read_network(name).predict(scaled, verbose=0)[0] for name in ("dnn", "transfer")]
    return np.stack([keras.ops.convert_to_numpy(keras.ops.softmax(values)) for values in logits], axis=1)


def picture_file(picture, file_format, name, **options):
    content = io.BytesIO()
    picture.save(content, file_format, **options)
    return {"name": name, "mimeType": f"image/{file_format}", "buffer": content.getvalue()}


def raw_file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page, file):
    page.get_by_label("A picture of your own").set_input_files(file)


def test_the_answers_are_those_of_keras_and_follow_the_rule_and_the_photo(loaded):
    page = loaded()
    assert "Chelsea, a cat: 451 × 300 pixels, squeezed to 32 × 32." in said(page)
    for rule in ("box", "nearest"):
        page.get_by_label("Rule for shrinking").select_option(rule)
        wait_for_answer(page)
        expected = keras_probabilities(photos.load(CHELSEA, 32, rule))
        np.testing.assert_allclose(shown_probabilities(page), expected, atol=0.002)
        for network, probabilities in zip(("chapter 10", "chapter 11"), expected.T, strict=True):
            assert f"{network} says {cifar10.CLASSES[probabilities.argmax()]}" in said(page)
    choose(page, picture_file(COLOURS, "png", "noise.png"))
    wait_for_answer(page, "noise.png: 60 × 40 pixels")
    wait_for_answer(page)
    expected = np.asarray(COLOURS.resize((32, 32), Image.Resampling.NEAREST))
    np.testing.assert_allclose(shown_probabilities(page), keras_probabilities(expected), atol=0.002)


def test_by_keyboard_alone_pictures_are_counted(open_demo):
    page = open_demo(TwoNetworks())
    page.get_by_role("button", name="Load the two networks").focus()
    page.keyboard.press("Enter")
    wait_for_answer(page)
    page.get_by_role("button", name="Next test image").focus()
    for _ in range(2):
        page.keyboard.press("Enter")
        wait_for_answer(page, "Test image")
        wait_for_answer(page)
        page.get_by_role("button", name="Count it").focus()
        page.keyboard.press("Space")
        assert page.get_by_role("button", name="Count it").is_disabled()
        page.get_by_role("button", name="Next test image").focus()
    rows = demo_page.open_table(page)
    _, _, x_test, y_test = cifar10.load_sample()
    for (name, truth, *answers), tile in zip(rows, (0, 47), strict=True):
        assert name.endswith("(box)")
        assert truth == cifar10.CLASSES[y_test[tile]]
        assert answers == [cifar10.CLASSES[best] for best in keras_probabilities(x_test[tile]).argmax(axis=0)]
    right = [[answer == truth for answer in answers] for _, truth, *answers in rows]
    counts = [right.count(pattern) for pattern in ([True, True], [True, False], [False, True], [False, False])]
    expected = "Both networks right: {}, only chapter 10: {}, only chapter 11: {}, neither: {}.".format(*counts)
    assert page.get_by_role("status").nth(1).inner_text() == f"Pictures counted: 2. {expected}"
    page.get_by_role("button", name="Reset").click()
    wait_for_answer(page, "Pictures counted: 0.")


def test_a_link_sets_the_photo_and_the_rule_and_the_demo_writes_it(open_demo):
    page = open_demo(TwoNetworks(), link="#networks=photo:coffee;rule:lanczos")
    wait_for_answer(page, "A cup of coffee:")
    assert page.get_by_label("Rule for shrinking").input_value() == "lanczos"
    page.get_by_label("A photo of the course").select_option("rocket")
    wait_for_answer(page, "A rocket:")
    page.wait_for_function("location.hash === '#networks=photo:rocket;rule:lanczos'")
    page.evaluate("location.hash = '#networks=rule:magic'")
    page.get_by_role("alert").filter(has_text="expected one of nearest, bilinear").wait_for()


def test_nothing_is_uploaded(loaded):
    page = loaded()
    requests = []
    page.context.route("**/*", lambda route: (requests.append(route.request.url), route.abort()))
    page.context.set_offline(True)
    choose(page, picture_file(COLOURS, "png", "secret.png"))
    wait_for_answer(page, "secret.png")
    wait_for_answer(page)
    assert requests == []


def test_the_networks_come_only_when_asked_and_only_once(open_demo):
    page = open_demo(TwoNetworks())
    wait_for_answer(page, "Load the networks to get their answers.")
    kept = "async (change) => { const kept = await caches.open('deep-learning-big-picture'); return change(kept); }"
    page.evaluate(f"({kept})((kept) => kept.put('/_static/networks/dnn.bin?sha256=old', new Response('old')))")
    wanted = []
    page.on("request", lambda request: wanted.append(request.url.split("/")[-1]))
    page.get_by_role("button", name="Load the two networks").click()
    wait_for_answer(page)
    assert {"dnn.bin", "transfer.bin"} <= {*wanted}
    keys = page.evaluate(f"({kept})(async (kept) => (await kept.keys()).map(({{ url }}) => url))")
    digests = [json.loads((FOLDERS["networks"] / f"{name}.json").read_text())["sha256"] for name in ("dnn", "transfer")]
    assert sorted(key.split("sha256=")[1] for key in keys) == sorted(digests)
    wanted.clear()
    page.reload()
    wait_for_answer(page, "Load the networks to get their answers.")
    page.get_by_role("button", name="Load the two networks").click()
    wait_for_answer(page)
    assert not [name for name in wanted if name.endswith(".bin")]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (raw_file("notes.txt", b"no picture"), "“notes.txt” cannot be read as a picture. Choose a JPEG, PNG"),
        (raw_file("half.png", b"\x89PNG\r\n\x1a\n" + bytes(40)), "“half.png” cannot be read as a picture."),
        (raw_file("empty.jpg", b""), "“empty.jpg” cannot be read as a picture."),
        (
            raw_file("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(40)),
            "“IMG_1.HEIC” is a HEIC photo, which this browser cannot read. Save it as JPEG",
        ),
        (
            picture_file(Image.new("1", (20_000, 20_000)), "png", "map.png"),
            "“map.png” has 400 megapixels, more than the 64 that fit here. Save a smaller copy",
        ),
    ],
    ids=lambda value: value["name"] if isinstance(value, dict) else "",
)
def test_a_file_that_cannot_be_used_gets_a_sentence_and_the_demo_goes_on(open_demo, file, sentence):
    page = open_demo(TwoNetworks())
    wait_for_answer(page, "Chelsea")
    choose(page, file)
    page.get_by_role("alert").filter(has_text=sentence).wait_for()
    assert "Chelsea" in said(page)
    choose(page, picture_file(COLOURS, "png", "good.png"))
    wait_for_answer(page, "good.png: 60 × 40 pixels")
    assert page.get_by_role("alert").count() == 0


def pixels_in_page(page, content, rule="box"):
    """Return what the demo's own modules make of a file, (32, 32, 3)."""
    pixels = page.evaluate(
        """async ([bytes, rule]) => {
          const { openPhoto } = await import("/_static/demos/photo.js");
          const { squeeze } = await import("/_static/demos/resize.js");
          const photo = await openPhoto(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]), "a photo");
          return [...squeeze(photo, 32, rule).pixels];
        }""",
        [base64.b64encode(content).decode(), rule],
    )
    return np.array(pixels, np.uint8).reshape(32, 32, 3)


TRANSPARENT = Image.fromarray(np.dstack([np.asarray(COLOURS), np.full((40, 60), 128, np.uint8)]))
ODD_PICTURES = {
    "transparent": (picture_file(TRANSPARENT, "png", "a.png"), "Its transparent parts were put on white."),
    "grey": (picture_file(COLOURS.convert("L"), "jpeg", "a.jpg"), "It is grey: red, green and blue are equal"),
    "print": (picture_file(COLOURS.convert("CMYK"), "jpeg", "a.jpg"), "It has printing colours (CMYK)"),
    "animated": (
        picture_file(COLOURS, "gif", "a.gif", save_all=True, append_images=[Image.new("RGB", (60, 40), "red")]),
        "It is an animation: only its first picture was taken.",
    ),
}


@pytest.mark.parametrize("kind", ODD_PICTURES)
def test_an_odd_picture_works_and_says_what_was_done(open_demo, kind):
    file, sentence = ODD_PICTURES[kind]
    page = open_demo(TwoNetworks())
    wait_for_answer(page, "Chelsea")
    choose(page, file)
    wait_for_answer(page, sentence)
    assert page.get_by_role("alert").count() == 0


def test_what_the_page_sees_is_what_pillow_sees(open_demo):
    page = open_demo(TwoNetworks())
    picture = np.asarray(photos.load(CHELSEA, 32, "box"))
    np.testing.assert_array_equal(pixels_in_page(page, CHELSEA.read_bytes()), picture)
    on_white = np.asarray(COLOURS) * (128 / 255) + 255 * (127 / 255)
    expected = np.asarray(Image.fromarray(np.uint8(np.round(on_white))).resize((32, 32), Image.Resampling.BOX), int)
    assert np.abs(pixels_in_page(page, ODD_PICTURES["transparent"][0]["buffer"]) - expected).max() <= 1
    grey = np.asarray(COLOURS.convert("L").convert("RGB").resize((32, 32), Image.Resampling.BOX), int)
    assert np.abs(pixels_in_page(page, ODD_PICTURES["grey"][0]["buffer"]) - grey).mean() < 8  # JPEG of noise is rough
    gif = ODD_PICTURES["animated"][0]["buffer"]
    first = np.asarray(Image.open(io.BytesIO(gif)).convert("RGB").resize((32, 32), Image.Resampling.BOX))
    np.testing.assert_array_equal(pixels_in_page(page, gif), first)


def test_a_photo_of_twenty_megapixels_works(open_demo):
    page = open_demo(TwoNetworks())
    rng = np.random.default_rng(1)
    blobs = Image.fromarray(rng.integers(0, 256, (24, 36, 3), dtype=np.uint8))
    large = blobs.resize((5472, 3648), Image.Resampling.BICUBIC)
    file = picture_file(large, "jpeg", "large.jpg", quality=95)
    choose(page, file)
    wait_for_answer(page, "large.jpg: 5472 × 3648 pixels, squeezed to 32 × 32. It is large (20 megapixels)")
    decoded = Image.open(io.BytesIO(file["buffer"]))
    for rule in ("box", "nearest"):
        expected = np.asarray(decoded.resize((32, 32), Image.Resampling[rule.upper()]), int)
        assert np.abs(pixels_in_page(page, file["buffer"], rule) - expected).max() <= 1


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_can_be_dropped_and_pasted(open_demo, way):
    page = open_demo(TwoNetworks())
    wait_for_answer(page, "Chelsea")
    content = list(picture_file(COLOURS, "png", "x")["buffer"])
    page.evaluate(
        """([way, content]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(content)], `${way}ed.png`, { type: "image/png" }));
          const event = way === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector(way === "drop" ? ".demo canvas" : "body").dispatchEvent(event);
        }""",
        [way, content],
    )
    wait_for_answer(page, f"{way}ed.png: 60 × 40 pixels")


def test_a_telephone_can_take_a_photo(open_demo):
    page = open_demo(TwoNetworks(), width=390, has_touch=True, is_mobile=True)
    assert page.get_by_label("Take a photo").get_attribute("capture") == "environment"
    assert not demo_page.overflows(page)


@pytest.fixture
def broken(browser, tmp_path):
    """Return a function that opens the demo where a file of weights arrives as `fulfil(route)` says."""
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(demo_page.served(tmp_path))

        def open_broken(fulfil, script=""):
            context = browser.new_context()
            stack.callback(context.close)
            context.route("**/dnn.bin", fulfil)
            context.add_init_script(script)
            page = context.new_page()
            page.goto(address + demo_page.write_page(TwoNetworks(), tmp_path).name)
            wait_for_answer(page, "Chelsea")
            page.get_by_role("button", name="Load the two networks").click()
            return page

        yield open_broken


WITHOUT_DIGESTS = "Object.defineProperty(crypto, 'subtle', { value: undefined })"  # as on a page that came over http


@pytest.mark.parametrize(
    ("fulfil", "script", "sentence"),
    [
        (lambda route: route.abort(), "", "dnn.bin could not be loaded (Failed to fetch). Check the connection"),
        (lambda route: route.fulfill(status=503), "", "dnn.bin could not be loaded (the server answers 503)."),
        (lambda route: route.fulfill(body=b"short"), "", "networks/dnn.bin arrived damaged (5 bytes). Try again."),
        (lambda route: route.fulfill(body=bytes(8_393_232)), "", "dnn.bin arrived damaged (8,393,232 bytes)."),
        (lambda route: route.fulfill(body=b"short"), WITHOUT_DIGESTS, "dnn.bin has 5 bytes, expected 8,393,232."),
    ],
    ids=["no connection", "server error", "truncated", "wrong digest", "truncated, no digests"],
)
def test_weights_that_do_not_arrive_get_a_sentence_and_can_be_loaded_again(broken, fulfil, script, sentence):
    page = broken(fulfil, script)
    page.get_by_role("alert").filter(has_text=sentence).wait_for(timeout=LOADING)
    page.context.unroute("**/dnn.bin")
    page.get_by_role("button", name="Load the two networks").click()
    wait_for_answer(page)
    assert page.get_by_role("alert").count() == 0


def test_where_the_headers_do_not_arrive_the_demo_is_a_sentence(browser, tmp_path):
    with demo_page.served(tmp_path) as address:
        page = browser.new_page()
        page.route("**/accuracy.json", lambda route: route.fulfill(status=503))
        page.goto(address + demo_page.write_page(TwoNetworks(), tmp_path).name)
        sentence = "networks/accuracy.json could not be loaded (the server answers 503). Check the connection"
        page.get_by_role("alert").filter(has_text=sentence).wait_for()
        page.close()


def test_a_browser_without_workers_gets_a_sentence(broken):
    page = broken(lambda route: route.continue_(), "Worker = class { postMessage() { this.onerror(); } }")
    page.get_by_role("alert").filter(has_text="The browser does not run the networks.").wait_for(timeout=LOADING)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(loaded, theme):
    page = loaded(theme=theme)
    page.locator("summary").click()
    assert demo_page.accessibility_problems(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_and_nothing_is_too_wide(open_demo, width):
    page = open_demo(TwoNetworks(), width=width)
    wait_for_answer(page, "Chelsea")
    demo_page.assert_stays_in_its_place(page)


def test_the_accuracies_are_those_measured(open_demo):
    measured = json.loads((FOLDERS["networks"] / "accuracy.json").read_text())
    page = open_demo(TwoNetworks())
    for name, label in (("dnn", "chapter 10"), ("transfer", "chapter 11")):
        rounded, exact = measured[name]["int8"], measured[name]["float"]
        assert page.get_by_text(f"{label} {rounded:.4f} ({exact:.4f} before the rounding)").count() == 1


@pytest.mark.parametrize("settings", [{"photo": "dog"}, {"rule": "cubic"}])
def test_an_unknown_setting_is_refused(settings):
    ((name, value),) = settings.items()
    with pytest.raises(ValueError, match=f"{name} is '{value}', expected one of .*(chelsea|bicubic)"):
        TwoNetworks(**settings)


def test_the_rules_are_those_of_the_chapters():
    assert two_networks.RULES == photos.INTERPOLATIONS


def test_without_javascript_there_are_a_sentence_and_a_picture(browser, tmp_path):
    path = demo_page.write_page(TwoNetworks(), tmp_path)
    with demo_page.served(tmp_path) as address, demo_page.watched_page(browser, java_script_enabled=False) as page:
        page.goto(address + path.name)
        assert page.get_by_text("It plays here with JavaScript").is_visible()
        assert page.get_by_role("img", name="The photo chelsea, in 32 x 32 pixels").bounding_box()["width"] == 256


def test_each_part_fits_into_a_narrow_demo(open_demo):
    page = open_demo(TwoNetworks(), width=390)
    right = page.locator(".demo").bounding_box()
    for part in page.locator(".demo :is(input, select, button, canvas, table)").all():
        if box := part.bounding_box():
            assert box["x"] + box["width"] <= right["x"] + right["width"]
