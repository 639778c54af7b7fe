"""A picture walks through VGG16: the demo in a browser, its numbers held against Keras with the same weights."""

import keras
import numpy as np
import pytest

from lib import architecture, photos, vgg16
from lib.demos import LayerWalk, layer_walk
from lib.demos.course_files import FOLDERS
from tests import demo_page
from tests.demos.network_vectors import read_network
from tests.test_two_networks import wait_for_answer

CHELSEA = FOLDERS["photos"] / "chelsea.png"


@pytest.fixture
def loaded(open_demo):
    """Return a function that opens the demo and loads VGG16."""

    def open_loaded(link="", **options):
        page = open_demo(LayerWalk(), link=link, **options)
        page.get_by_role("button", name="Load VGG16 (14.9 MB)").click()
        wait_for_layer(page, page.get_by_label("Layer", exact=True).input_value())
        return page

    return open_loaded


def wait_for_layer(page, layer):
    wait_for_answer(page, f"{layer}: ")


def said(page):
    return page.get_by_role("status").inner_text()


@pytest.fixture(scope="module")
def keras_maps():
    """Return a function that gives all feature maps of the cat, by layer: (row, column, channel)."""
    weights = [array for layer in read_network("transfer").layers[:18] for array in layer.get_weights()]
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))
    base.set_weights(weights)
    walk = keras.Model(base.input, {layer.name: layer.output for layer in base.layers[1:]})
    picture = photos.load(CHELSEA, 64, "bilinear")[None]
    return lambda scale: {name: maps[0] for name, maps in walk.predict(scale(picture), verbose=0).items()}


@pytest.mark.parametrize(("scale", "function"), [("imagenet", vgg16.scale_imagenet), ("plain", vgg16.scale_plain)])
def test_the_numbers_of_each_layer_are_those_of_keras(loaded, keras_maps, scale, function):
    page = loaded(f"#layers=scale:{scale}")
    expected = keras_maps(function)
    fields = {field.name: field.side for field in architecture.receptive_fields(architecture.build("VGG16"))}
    for name, maps in expected.items():
        wait_for_layer(page, name)
        channel = maps.shape[2] - 1
        page.get_by_label("Channel", exact=True).fill(str(channel))
        row, column = np.unravel_index(maps[:, :, channel].argmax(), maps.shape[:2])
        assert f"{name}: {maps.shape[2]} maps of {maps.shape[0]} × {maps.shape[1]}, " in said(page)
        zeros = float(said(page).split(" % zeros")[0].rsplit(" ", 1)[1])
        assert abs(zeros - 100 * np.mean(maps == 0)) < 1
        if maps[row, column, channel] > 0:  # without any, each place is as good
            place = f"Channel {channel}, row {row}, column {column}: "
            assert place in said(page)
            shown = float(said(page).split(place)[1].split(" ")[0].rstrip("."))
            np.testing.assert_allclose(shown, maps[row, column, channel], rtol=1e-3, atol=1e-3)
        assert f"This unit can see {fields[name]} × {fields[name]} pixels." in said(page)
        if name != "block5_pool":
            page.get_by_role("button", name="Step").click()
    assert page.get_by_role("button", name="Step").is_disabled()


def test_the_table_has_the_strongest_channels(loaded, keras_maps):
    page = loaded("#layers=layer:block3_conv3")
    rows = np.array(demo_page.open_table(page))
    maps = keras_maps(vgg16.scale_imagenet)["block3_conv3"]
    means = maps.mean(axis=(0, 1))
    assert rows[:, 0].astype(int).tolist() == np.argsort(-means)[:20].tolist()
    np.testing.assert_allclose(rows[:, 1].astype(float), np.sort(means)[::-1][:20], rtol=1e-3)
    np.testing.assert_allclose(rows[:, 2].astype(float), maps.max(axis=(0, 1))[rows[:, 0].astype(int)], rtol=1e-3)


def test_by_keyboard_and_by_pointer_the_same_unit_is_chosen(loaded):
    page = loaded("#layers=layer:block2_conv1")
    for label, presses in (("Channel", 3), ("Row", 2), ("Column", 4)):
        slider = page.get_by_label(label, exact=True)
        slider.focus()
        page.keyboard.press("Home")
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
    by_keyboard = said(page)
    assert "Channel 3, row 2, column 4: " in by_keyboard
    click(page, "The maps of all channels", (100 + 0.5) / 12 % 1, 8.5 / 12)
    assert "Channel 100, " in said(page)
    click(page, "The maps of all channels", 3.5 / 12, 0.5 / 12)
    click(page, "The map of the chosen channel", 4.5 / 32, 2.5 / 32)
    assert said(page) == by_keyboard


def click(page, label, x, y):
    canvas = page.get_by_role("img", name=label).first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    canvas.click(position={"x": x * box["width"], "y": y * box["height"]})


def test_white_is_what_the_reader_says(loaded):
    """With the layer's own largest number as white, only one map of all has a white pixel."""
    page = loaded("#layers=layer:block1_pool;white:channel")
    brightest = """() => {
      const canvas = document.querySelector('[aria-label^="The map of the"]');
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let grey = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === data[i + 1] && data[i] === data[i + 2]) grey += data[i];
      }
      return grey;
    }"""
    page.wait_for_timeout(500)
    of_its_map = page.evaluate(brightest)
    page.get_by_label("White is").select_option("layer")
    page.wait_for_timeout(500)
    assert 0 < page.evaluate(brightest) < of_its_map


def test_a_new_size_a_new_photo_and_reset(loaded):
    page = loaded("#layers=photo:rocket;layer:block2_pool;size:32")
    assert said(page).startswith("A rocket, squeezed to 32 × 32 pixels.")
    assert "128 maps of 8 × 8" in said(page)
    page.get_by_label("Pixels", exact=True).select_option("64")
    wait_for_answer(page, "128 maps of 16 × 16")
    page.get_by_label("A photo of the course").select_option("coffee")
    wait_for_answer(page, "A cup of coffee, squeezed to 64 × 64 pixels.")
    wait_for_layer(page, "block2_pool")
    page.wait_for_function("location.hash.startsWith('#layers=photo:coffee;size:64;')")
    page.get_by_role("button", name="Reset").click()
    wait_for_answer(page, "Chelsea, a cat, squeezed to 64 × 64 pixels.")
    wait_for_layer(page, "block1_conv1")


def test_a_file_that_is_no_picture_gets_a_sentence_and_the_demo_goes_on(loaded):
    page = loaded()
    file = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    page.get_by_label("A picture of your own").set_input_files(file)
    page.get_by_role("alert").filter(has_text="“notes.txt” cannot be read as a picture.").wait_for()
    page.get_by_role("button", name="Step").click()
    wait_for_layer(page, "block1_conv2")


def test_nothing_is_uploaded(loaded):
    page = loaded()
    requests = []
    page.context.route("**/*", lambda route: (requests.append(route.request.url), route.abort()))
    page.context.set_offline(True)
    page.get_by_label("A picture of your own").set_input_files(FOLDERS["photos"] / "rocket.jpg")
    wait_for_answer(page, "rocket.jpg, squeezed")
    wait_for_layer(page, "block1_conv1")
    assert requests == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(loaded, theme):
    page = loaded(theme=theme)
    demo_page.open_table(page)
    assert demo_page.accessibility_problems(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_and_nothing_is_too_wide(open_demo, width):
    page = open_demo(LayerWalk(), width=width)
    wait_for_answer(page, "Chelsea")
    demo_page.assert_stays_in_its_place(page)


@pytest.mark.parametrize("settings", [{"photo": "dog"}, {"layer": "block6"}, {"size": 100}, {"scale": "log"}])
def test_an_unknown_setting_is_refused(settings):
    ((name, value),) = settings.items()
    with pytest.raises(ValueError, match=f"{name} is {value!r}, expected one of "):
        LayerWalk(**settings)


def test_the_layers_are_those_of_keras():
    base = keras.applications.VGG16(weights=None, include_top=False)
    assert tuple(layer.name for layer in base.layers[1:]) == layer_walk.LAYERS
