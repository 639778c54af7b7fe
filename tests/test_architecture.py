import json
import math

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import architecture, figures_architecture
from tools import notebooks

DATA = notebooks.CHAPTERS / "data" / "keras_applications.json"
LAYERS = keras.layers


def small_chain(*layers, shape=(16, 16, 3)):
    return keras.Sequential([keras.Input(shape), *layers])


def branches():
    inputs = keras.Input((8, 8, 3))
    long = LAYERS.ReLU()(LAYERS.BatchNormalization()(LAYERS.Conv2D(4, 3, padding="same")(inputs)))
    short = LAYERS.Conv2D(4, 1)(inputs)
    return keras.Model(inputs, LAYERS.Add()([long, short]))


@settings(deadline=None, max_examples=12)
@given(
    st.integers(6, 12),
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from(["same", "valid"]),
    st.sampled_from([LAYERS.Conv2D, LAYERS.DepthwiseConv2D, LAYERS.SeparableConv2D]),
)
def test_multiply_adds_are_half_of_what_the_profiler_counts(size, window, stride, padding, kind):
    keywords = {"padding": padding, "strides": stride, "use_bias": False}
    layer = kind(window, **keywords) if kind is LAYERS.DepthwiseConv2D else kind(5, window, **keywords)
    model = small_chain(layer, LAYERS.Flatten(), LAYERS.Dense(7, use_bias=False), shape=(size, size, 3))
    counted = sum(row.multiply_adds for row in architecture.layer_table(model))
    assert 2 * counted == architecture.profiled_operations(model)


def test_a_small_table_is_the_one_that_one_works_out_by_hand():
    model = small_chain(LAYERS.Conv2D(4, 3, strides=2, padding="same"), LAYERS.Flatten(), LAYERS.Dense(10))
    rows = architecture.layer_table(model)
    assert [row.shape for row in rows] == [(8, 8, 4), (256,), (10,)]
    assert [row.parameters for row in rows] == [3 * 3 * 3 * 4 + 4, 0, 256 * 10 + 10]
    assert [row.multiply_adds for row in rows] == [8 * 8 * 3 * 3 * 3 * 4, 0, 2560]


@pytest.mark.parametrize(
    ("name", "millions"),
    [("MobileNet", 569), ("MobileNetV2", 300), ("NASNetMobile", 564)],
    ids=["arXiv:1704.04861, table 4", "arXiv:1801.04381, table 4", "arXiv:1707.07012, table 2"],
)
def test_multiply_adds_are_those_of_the_papers(name, millions):
    rows = architecture.layer_table(architecture.build(name))
    assert sum(row.multiply_adds for row in rows) / 1e6 == pytest.approx(millions, rel=0.01)


@pytest.mark.parametrize(
    ("name", "file_bytes"), [("VGG16", 553_467_096), ("VGG19", 574_710_816), ("Xception", 91_884_032)]
)
def test_the_weight_file_is_as_large_as_the_one_that_keras_downloads(name, file_bytes):
    assert architecture.weight_file_bytes(architecture.build(name)) == pytest.approx(file_bytes, rel=2e-3)


def test_the_weight_file_holds_every_weight():
    model = branches()
    assert 0 < architecture.weight_file_bytes(model) - 4 * model.count_params() < 20_000


def test_a_model_without_values_has_the_shapes_of_one_with_values():
    with_values = keras.applications.MobileNet(weights=None, alpha=0.25)
    without = architecture.build("MobileNet", alpha=0.25)
    assert [row.shape for row in architecture.layer_table(without)] == [
        row.shape for row in architecture.layer_table(with_values)
    ]
    assert without.count_params() == with_values.count_params()


def test_the_longest_path_takes_the_longer_branch_and_layers_are_counted_by_their_weights():
    model = branches()
    assert architecture.longest_path(model) == 5  # input, convolution, normalisation, ReLU, addition
    assert architecture.count_layers(model) == 3
    assert architecture.count_layers(model, least_rank=2) == 2


def test_depths_are_those_of_todays_documentation():
    published = json.loads(DATA.read_text())["models"]
    for name in ("VGG16", "MobileNet", "MobileNetV2", "ResNet50"):
        assert architecture.count_layers(architecture.build(name)) == published[name]["depth"]


def test_the_data_of_the_documentation_are_whole():
    published = json.loads(DATA.read_text())["models"]
    assert set(architecture.MODELS) < set(published)
    for name, row in published.items():
        assert hasattr(keras.applications, name)
        assert 0.7 < row["top1"] < row["top5"] < 1


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([LAYERS.Conv2D, LAYERS.MaxPooling2D]),
            st.integers(1, 5),
            st.integers(1, 2),
            st.sampled_from(["same", "valid"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_computed_field_is_the_region_where_the_gradient_is_not_zero(chain):
    layers = [
        kind(2, window, stride, padding) if kind is LAYERS.Conv2D else kind(window, stride, padding)
        for kind, window, stride, padding in chain
    ]
    model = small_chain(*layers, shape=(120, 120, 3))
    for field in architecture.receptive_fields(model):
        assert architecture.gradient_field(model, field.name) == field.side


def test_the_fields_of_vgg16_are_the_published_ones():
    fields = {field.name: field for field in architecture.receptive_fields(architecture.build("VGG16"))}
    assert len(fields) == 18
    assert (fields["block1_conv2"].side, fields["block5_conv3"].side, fields["block5_pool"].side) == (5, 196, 212)
    assert fields["block5_pool"].step == 32


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: architecture.build("VGG17"), "no architecture 'VGG17', expected a name such as"),
        (lambda: architecture.build("vgg16"), "no architecture 'vgg16'"),
        (lambda: architecture.build(16), "no architecture 16"),
        (lambda: architecture.layer_table(keras.Sequential([LAYERS.Dense(2)])), "is not built"),
        (lambda: architecture.layer_table(small_chain(LAYERS.LSTM(3), shape=(5, 2))), "is a LSTM, expected one of"),
        (lambda: architecture.layer_table(small_chain(LAYERS.Conv2DTranspose(3, 2))), "is a Conv2DTranspose"),
        (lambda: architecture.layer_table(small_chain(LAYERS.Conv2D(3, 2), shape=(None, None, 3))), "a fixed size"),
        (lambda: architecture.receptive_fields(small_chain(LAYERS.Dense(3), shape=(4,))), "expected images"),
        (lambda: architecture.receptive_fields(small_chain(LAYERS.Conv2D(1, 2), shape=(None, 8, 3))), "fixed size"),
        (lambda: architecture.receptive_fields(branches()), "expected a chain"),
        (lambda: architecture.receptive_fields(small_chain(LAYERS.Conv2D(1, (2, 3)))), "expected a square one"),
        (lambda: architecture.receptive_fields(small_chain(LAYERS.Conv2D(1, 2, dilation_rate=2))), "dilation"),
        (
            lambda: architecture.gradient_field(small_chain(LAYERS.Conv2D(1, 3, name="a")), "b"),
            "'b', expected one of a",
        ),
        (lambda: architecture.gradient_field(small_chain(LAYERS.Conv2D(1, 16, name="a")), "a"), "reaches the edge"),
    ],
)
def test_what_cannot_be_counted_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_rule_of_the_chapter_is_the_one_of_lib():
    (path,) = notebooks.find(["08"])
    sources = [cell.source for cell in notebooks.code_cells(notebooks.read(path))]
    (source,) = [code for code in sources if code.startswith("def multiply_adds(")]
    names = {"math": math}
    exec(source.partition("\n\n\n")[0], names)
    for layer in architecture.build("MobileNet").layers:
        assert names["multiply_adds"](layer) == architecture.multiply_adds(layer)


def test_the_drawing_shows_each_feature_map_to_scale(shown):
    rows = architecture.layer_table(architecture.build("VGG16"))
    figures_architecture.to_scale(rows)
    (figure,) = shown
    (axis,) = figure.axes
    boxes = [patch for patch in axis.patches if hasattr(patch, "get_width")]
    maps = [row for row in rows if len(row.shape) == 3]
    assert len(boxes) == len(maps) == 19
    for box, row in zip(boxes, maps, strict=True):
        assert box.get_height() == row.shape[0]
        assert box.get_width() == pytest.approx(row.shape[2] * figures_architecture.CHANNEL_WIDTH)
    lengths = [np.ptp(line.get_xdata()) for line in axis.lines[-3:]]
    assert lengths == pytest.approx([size * figures_architecture.CHANNEL_WIDTH for size in (4096, 4096, 1000)])
    assert axis.get_aspect() == 1


def test_costs_show_weights_and_work(shown):
    rows = architecture.layer_table(small_chain(LAYERS.Conv2D(4, 3), LAYERS.Flatten(), LAYERS.Dense(10)))
    figures_architecture.costs(rows)
    left, right = shown[0].axes
    widths = [[bar.get_width() for bar in axis.patches] for axis in (left, right)]
    assert widths[0] == pytest.approx([row.parameters / 1e6 for row in rows if row.parameters])
    assert widths[1] == pytest.approx([row.multiply_adds / 1e9 for row in rows if row.parameters])


def test_fields_on_a_photo_draw_a_square_for_each_block(shown):
    fields = architecture.receptive_fields(architecture.build("VGG16"))
    figures_architecture.fields_on_photo(np.zeros((224, 224, 3), np.uint8), fields, [field.side for field in fields])
    left, right = shown[0].axes
    assert sorted({patch.get_width() for patch in left.patches}) == [6, 16, 44, 100, 212]
    computed, measured = right.lines
    assert computed.get_ydata().tolist() == measured.get_ydata().tolist()


def test_probes_show_means_and_ranges(shown):
    figures_architecture.probes(
        {"trained": {"a": [0.2, 0.4], "b": [0.5, 0.7]}, "random": {"a": [0.1], "b": [0.1]}}, 0.1
    )
    (axis,) = shown[0].axes
    assert axis.containers[0].lines[0].get_ydata().tolist() == pytest.approx([0.3, 0.6])
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["trained", "random"]


def test_accuracies_have_a_point_for_each_model(shown):
    figures_architecture.accuracy_by_size({"VGG16": (0.7, 1e8, 1e10, True), "New": (0.8, 1e7, 1e9, False)})
    for axis, sizes in zip(shown[0].axes, ([1e8, 1e7], [1e10, 1e9]), strict=True):
        assert [points.get_offsets()[0, 0] for points in axis.collections] == sizes
        assert [text.get_text() for text in axis.texts] == ["VGG16", "New"]


def test_search_results_mark_the_best_curve_and_have_a_box_for_each_search(shown):
    figures_architecture.search_result([[0.1, 0.3], [0.2, 0.25]], {"random": [0.25, 0.3], "halving": [0.3, 0.3]})
    left, right = shown[0].axes
    assert left.lines[-1].get_ydata().tolist() == [0.1, 0.3]
    assert [label.get_text() for label in right.get_xticklabels()] == ["random", "halving"]


def test_training_days_have_a_bar_for_each_machine(shown):
    figures_architecture.training_days({"here": (100, 200), "there, published": (14, 21)})
    (axis,) = shown[0].axes
    assert [list(line.get_xdata()) for line in axis.lines[::2]] == [[100, 200], [14, 21]]
    assert axis.get_xscale() == "log"
