"""The small models of chapter 2: heat maps, sounds, texts, sequences, melodies, style transfer, and their figures."""

import io
import math
import wave

import keras
import numpy as np
import pytest
import scipy.signal
from chapter_code import definitions
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import figures_applications, heat_maps, melodies, sequences, sounds, style_transfer, texts
from lib.errors import AssetError

QUICK = settings(deadline=None, max_examples=25)


def corner_model(images):
    """The mean of the upper left 4x4 pixels as the probability of class 0."""
    corner = images[:, :4, :4].mean(axis=(1, 2, 3))
    return np.column_stack([corner, 1 - corner])


# Heat maps


def test_only_squares_over_what_a_model_looks_at_change_its_answer():
    image = np.zeros((12, 16, 3))
    image[:4, :4] = 1
    drops = heat_maps.occlusion(corner_model, image, 0, patch=4, stride=4)
    assert drops.shape == (3, 4)
    assert drops[0, 0] == pytest.approx(1 - image.mean())
    assert np.count_nonzero(drops) == 1
    np.testing.assert_allclose(heat_maps.occlusion(corner_model, image, 1, patch=4, stride=4), -drops)


@QUICK
@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 3), st.integers(1, 5), st.integers(1, 4))
def test_squares_stay_inside_and_the_map_spreads_each_over_its_pixels(height, width, channels, patch, stride):
    shape = (height, width, channels)
    if patch > min(height, width):
        with pytest.raises(ValueError, match="expected"):
            heat_maps.square_corners(shape, patch, stride)
        return
    corners = heat_maps.square_corners(shape, patch, stride)
    assert max(row for row, _ in corners) + patch <= height
    assert max(column for _, column in corners) + patch <= width
    np.testing.assert_allclose(heat_maps.spread(np.full(len(corners), 0.3), shape, patch, stride)[:patch, :patch], 0.3)
    covered = heat_maps.cover(np.arange(math.prod(shape), dtype=float).reshape(shape), corners[-1], patch)
    row, column = corners[-1]
    assert len(np.unique(covered[row : row + patch, column : column + patch, 0])) == 1


def test_pixels_that_no_square_covers_have_no_value():
    assert np.isnan(heat_maps.spread([1.0], (3, 3, 1), patch=2, stride=2)[2]).all()


@pytest.mark.parametrize(
    ("image", "patch", "stride"),
    [
        (np.zeros((8, 8)), 4, 4),
        (np.zeros((8, 8, 3)), 9, 4),
        (np.zeros((8, 8, 3)), 4, 0),
        (np.full((8, 8, 3), np.nan), 4, 4),
        (np.zeros((0, 8, 3)), 4, 4),
    ],
)
def test_pictures_and_squares_that_do_not_fit_are_refused(image, patch, stride):
    with pytest.raises(ValueError, match="expected"):
        heat_maps.occlusion(corner_model, image, 0, patch, stride)


def test_drops_of_another_picture_are_refused():
    with pytest.raises(ValueError, match="49 squares"):
        heat_maps.spread(np.zeros((3, 3)), (32, 32, 3))


# Sounds


def test_the_averages_are_those_of_the_paper():
    vowels = sounds.vowels()
    assert len(vowels) == 10
    heed, heard = vowels[0], vowels[-1]
    assert (heed.word, heed.hertz["men"], heed.hertz["children"]) == (
        "heed",
        [136, 270, 2290, 3010],
        [272, 370, 3200, 3730],
    )
    assert (heard.word, heard.hertz["women"]) == ("heard", [218, 500, 1640, 1960])
    for vowel in vowels:
        for group in sounds.GROUPS:
            assert vowel.hertz[group] == sorted(vowel.hertz[group])
        for smaller, larger in (("men", "women"), ("women", "children")):
            assert (np.array(vowel.hertz[smaller]) <= vowel.hertz[larger]).all()


@pytest.mark.parametrize(("frequency", "bandwidth"), [(500.0, 60.0), (2500.0, 90.0), (4000.0, 150.0)])
def test_a_resonator_rings_at_its_frequency_with_its_bandwidth(frequency, bandwidth):
    ringing = sounds.resonate(np.eye(1, 8 * sounds.SAMPLE_RATE)[0], frequency, bandwidth)
    spectrum = np.abs(np.fft.rfft(ringing))
    hertz = np.fft.rfftfreq(len(ringing), 1 / sounds.SAMPLE_RATE)
    assert hertz[spectrum.argmax()] == pytest.approx(frequency, rel=0.01)
    half_power = hertz[spectrum >= spectrum.max() / np.sqrt(2)]
    assert half_power[-1] - half_power[0] == pytest.approx(bandwidth, rel=0.05)
    assert spectrum[0] == pytest.approx(1)  # a constant passes unchanged


def test_a_resonator_is_the_difference_equation():
    signal = np.random.default_rng(0).normal(size=50)
    expected, radius = np.zeros(52), math.exp(-math.pi * 0.009)
    second, third = 2 * radius * math.cos(2 * math.pi * 0.12), -(radius**2)
    for place, value in enumerate(signal):
        expected[place + 2] = (1 - second - third) * value + second * expected[place + 1] + third * expected[place]
    np.testing.assert_allclose(sounds.resonate(signal, 1200.0, 90.0), expected[2:])


@pytest.mark.parametrize("word", ["heed", "hod", "who'd", "heard"])
def test_the_loudest_low_frequencies_of_a_vowel_lie_at_its_first_formant(word):
    (vowel,) = [vowel for vowel in sounds.vowels() if vowel.word == word]
    pitch, *formants = vowel.hertz["men"]
    sound = sounds.synthesise(pitch, formants, seconds=1.0)
    hertz = np.fft.rfftfreq(len(sound), 1 / sounds.SAMPLE_RATE)
    power = np.abs(np.fft.rfft(sound)) ** 2
    loudest = hertz[np.where(hertz < 1200, power, 0).argmax()]
    assert abs(loudest - formants[0]) < pitch  # harmonics lie one pitch apart
    assert loudest / pitch == pytest.approx(round(loudest / pitch), abs=0.02)


@pytest.mark.parametrize(
    ("pitch", "formants"), [(0, (500, 1500, 2500)), (100, (500, 1500, 6000)), (100, (-1, 1500, 2500))]
)
def test_voices_that_cannot_be_are_refused(pitch, formants):
    with pytest.raises(ValueError, match="expected"):
        sounds.synthesise(pitch, formants)


def test_speakers_are_drawn_by_the_rule():
    waves, labels, members = sounds.draw_vowels(("men", "children"), num_speakers=4, takes=2, seed=0)
    assert waves.shape == (80, int(sounds.SECONDS * sounds.SAMPLE_RATE))
    assert np.bincount(labels).tolist() == [8] * 10
    assert np.bincount(members, minlength=3).tolist() == [40, 0, 40]
    assert np.abs(waves).max() <= 1
    again, _, _ = sounds.draw_vowels(("men", "children"), num_speakers=4, takes=2, seed=0)
    np.testing.assert_array_equal(waves, again)
    with pytest.raises(ValueError, match="men, women, children"):
        sounds.draw_vowels(("men", "cats"), 1, 1, 0)


def test_a_spectrogram_agrees_with_fourier_transforms_of_its_frames():
    sound = sounds.synthesise(120, (500, 1500, 2500))
    times, hertz, levels = sounds.spectrogram(sound)
    assert levels.shape == (len(hertz), len(times))
    assert (levels.max(), levels.min()) == (0, sounds.FLOOR)
    starts = np.arange(len(times)) * sounds.HOP
    frames = sound[starts[:, None] + np.arange(sounds.WINDOW)] * scipy.signal.get_window("hann", sounds.WINDOW)
    power = np.abs(np.fft.rfft(frames)).T ** 2
    inner = slice(1, -1)  # the first and the last frequency count once, the others twice, in every frame alike
    expected = 10 * np.log10(power[inner] / power[inner].max())
    np.testing.assert_allclose(levels[inner], np.maximum(expected, sounds.FLOOR), atol=1e-6)
    np.testing.assert_array_equal(sounds.spectrogram(np.stack([sound, sound]))[2][1], levels)


@pytest.mark.parametrize("sound", [np.zeros(1000), np.ones(10), np.full(1000, np.nan), np.ones((2, 2, 1000))])
def test_sounds_without_a_spectrogram_are_refused(sound):
    with pytest.raises(ValueError, match="expected"):
        sounds.spectrogram(sound)


def test_a_tone_has_its_frequency_and_a_player_its_label():
    tone = sounds.tone(440.0, 1.0)
    spectrum = np.abs(np.fft.rfft(tone))
    assert np.fft.rfftfreq(len(tone), 1 / sounds.SAMPLE_RATE)[spectrum.argmax()] == pytest.approx(440, abs=1)
    assert np.abs(tone).max() <= 1
    page = sounds.player(tone, 'a "low" tone').data
    assert page.startswith('<audio controls aria-label="a &quot;low&quot; tone" src="data:audio/wav;base64,UklGR')


def test_a_wav_file_holds_the_sound_with_eight_bits():
    sound = np.sin(np.linspace(0, 20, 500))
    with wave.open(io.BytesIO(sounds.wav(sound))) as file:
        assert file.getparams()[:4] == (1, 1, sounds.SAMPLE_RATE, 500)
        samples = np.frombuffer(file.readframes(500), np.uint8)
    np.testing.assert_allclose((samples.astype(float) - 128) / 127, sound, atol=0.5 / 127 + 1e-9)
    for bad in (np.ones((2, 2)), np.array([1.1]), np.array([np.nan])):
        with pytest.raises(ValueError, match="expected"):
            sounds.wav(bad)


# Texts


def test_the_novels_are_the_ones_of_the_repository(monkeypatch):
    assert texts.load("pride_and_prejudice").startswith("It is a truth universally acknowledged")
    assert texts.load("emma").startswith("Emma Woodhouse, handsome, clever, and rich")
    assert "CHAPTER" not in texts.load("emma")
    with pytest.raises(ValueError, match="emma, pride_and_prejudice"):
        texts.load("persuasion")
    monkeypatch.setitem(texts.DIGESTS, "emma", "0" * 64)
    with pytest.raises(AssetError, match="git checkout"):
        texts.load("emma")


def test_sentences_end_at_their_marks_and_not_after_titles():
    text = 'Mr. Knightley came at\nonce to us. "Was it too late?" she asked him. No! Mrs. Elton did not know that.'
    assert texts.sentences(text, shortest=3) == [
        "Mr Knightley came at once to us.",
        '"Was it too late?',
        "she asked him.",
        "Mrs Elton did not know that.",
    ]
    assert texts.simplify("Oh!  (Emma_1)\nHe -- said") == "oh! emma he -- said"
    assert texts.words('Bennet\'s, not "us".') == ["Bennet's", "not", "us"]
    assert texts.always_capital("The cat met Emma. Emma saw the cat") == {"emma"}


def test_words_are_counted_and_known():
    lines = ["The cat and the dog", "Dog", ""]
    assert texts.count_words(lines, ["the", "dog", "bird"]).tolist() == [[2, 1, 0], [0, 1, 0], [0, 0, 0]]
    text_module = pytest.importorskip("sklearn.feature_extraction.text")
    novel = texts.sentences(texts.load("emma"))[:100]
    counter = text_module.CountVectorizer(token_pattern=texts.WORD.pattern.replace("A-Z", ""))
    expected = counter.fit_transform(novel).toarray()
    np.testing.assert_array_equal(texts.count_words(novel, counter.get_feature_names_out()), expected)
    assert texts.known_share("The dgo", {"the"}) == 0.5
    assert texts.known_share("!", {"the"}) == 0


# Sequences


def test_an_ngram_follows_witten_and_bell_by_hand():
    model = sequences.NGram(2, num_tokens=2).fit([0, 1, 0, 0])
    # Order 1: 0 three times, 1 once; two kinds. p(0) = (3 + 2 * 1/2) / (4 + 2) = 2/3, p(1) = (1 + 1) / 6 = 1/3.
    np.testing.assert_allclose(model.probabilities(()), [2 / 3, 1 / 3])
    # After 0: once 1, once 0; p(0 | 0) = (1 + 2 * 2/3) / (2 + 2) = 7/12. After 1: once 0; (1 + 2/3) / 2 = 5/6.
    np.testing.assert_allclose(model.probabilities((0,)), [7 / 12, 5 / 12])
    np.testing.assert_allclose(model.probabilities((1,)), [5 / 6, 1 / 6])
    assert model.size == 2 + 2 + 1
    expected = -np.log2([2 / 3, 5 / 12, 5 / 6]).mean()
    assert sequences.bits_per_token(model, [0, 1, 0]) == pytest.approx(expected)
    model.fit([1, 1])  # what was asked before does not stick
    np.testing.assert_allclose(model.probabilities(()), [(3 + 1) / 8, (3 + 1) / 8])


@QUICK
@given(st.integers(1, 4), st.lists(st.integers(0, 4), max_size=40), st.lists(st.integers(0, 4), max_size=6))
def test_probabilities_are_positive_and_sum_to_one(order, tokens, context):
    model = sequences.NGram(order, num_tokens=5).fit(tokens)
    state = model.start()
    for token in context:
        state = model.follow(state, token)
    assert len(state) <= order - 1
    probabilities = model.probabilities(state)
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.min() > 0


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    network = sequences.build_gru(num_tokens=7, units=6, embedding=5)
    network.set_weights([np.random.default_rng(0).normal(0, 0.5, array.shape) for array in network.get_weights()])
    return network


def test_the_recurrent_network_agrees_with_keras(network):
    tokens = np.random.default_rng(1).integers(7, size=30)
    logits = keras.ops.convert_to_numpy(network(tokens[None]))[0]
    model = sequences.Recurrent(network)
    state = model.start()
    for token, row in zip(tokens, logits, strict=True):
        state = model.follow(state, token)
        np.testing.assert_allclose(model.probabilities(state), np.exp(row) / np.exp(row).sum(), atol=1e-5)


def test_the_network_has_the_parameters_of_the_formula(network):
    assert network.count_params() == 7 * 5 + 3 * (5 * 6 + 6 * 6 + 2 * 6) + 6 * 7 + 7


def test_windows_are_pieces_and_the_same_pieces_one_later():
    inputs, targets = sequences.windows(range(10), length=3, stride=3)
    assert inputs.tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert targets.tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for tokens, length, stride in ((range(3), 3, 1), (range(9), 0, 1), (range(9), 3, 0)):
        with pytest.raises(ValueError, match="expected more"):
            sequences.windows(tokens, length, stride)


def test_the_temperature_sharpens_and_flattens():
    probabilities = np.array([0.5, 0.3, 0.2, 0.0])
    np.testing.assert_allclose(sequences.at_temperature(probabilities, 1), probabilities)
    np.testing.assert_allclose(sequences.at_temperature(probabilities, 0.5), np.array([0.25, 0.09, 0.04, 0]) / 0.38)
    assert sequences.at_temperature(probabilities, 0).tolist() == [1, 0, 0, 0]
    assert sequences.at_temperature([1e-300, 1e-301], 0.01)[0] == pytest.approx(1)
    for temperature in (-1, np.inf, np.nan):
        with pytest.raises(ValueError, match="temperature"):
            sequences.at_temperature(probabilities, temperature)


def test_drawn_tokens_have_the_frequencies_of_the_model():
    model = sequences.NGram(1, num_tokens=3).fit([0] * 60 + [1] * 30 + [2] * 10)
    drawn = np.bincount(sequences.generate(model, [], 4000, 1.0, seed=0)) / 4000
    np.testing.assert_allclose(drawn, model.probabilities(()), atol=0.03)
    assert sequences.generate(model, [], 5, 0, seed=0) == [0] * 5
    assert sequences.generate(model, [1], 9, 1.0, 3) == sequences.generate(model, [2], 9, 1.0, 3)


@QUICK
@given(st.text("abc", max_size=12), st.lists(st.text("abc", max_size=12), max_size=3))
def test_the_longest_copy_is_the_longest_shared_piece(song, sources):
    pieces = [song[start:stop] for start in range(len(song)) for stop in range(start + 1, len(song) + 1)]
    expected = max((len(piece) for piece in pieces if any(piece in source for source in sources)), default=0)
    assert sequences.longest_copy(song, sources) == expected


def test_tokens_and_orders_out_of_range_are_refused():
    model = sequences.NGram(2, num_tokens=3)
    with pytest.raises(ValueError, match="order is 0"):
        sequences.NGram(0, 3)
    for tokens in ([0, 3], [-1]):
        with pytest.raises(ValueError, match="expected 0 to 2"):
            model.fit(tokens)
    with pytest.raises(ValueError, match="empty"):
        sequences.bits_per_token(model, [])


# Melodies


def test_the_tunes_are_whole_bars_of_known_notes():
    tunes = melodies.load()
    assert len({tune.title for tune in tunes}) == len(tunes) == 11
    for tune in tunes:
        assert tune.origin
        assert sum(beats for _, beats in tune.notes) % 4 == 0
        assert {pitch % 12 for pitch, _ in tune.notes} <= {0, 2, 4, 5, 7, 9, 11}
        assert tune.notes[-1][0] == 60  # all end on the C


def test_notes_are_read_and_have_frequencies():
    assert melodies.parse("C4 F#4:2 A3:.5") == [(60, 1.0), (66, 2.0), (57, 0.5)]
    assert melodies.frequency(69) == 440
    assert melodies.frequency(60) == pytest.approx(261.63, abs=0.01)
    assert len(melodies.play([(60, 1.0), (62, 2.0)], beats_per_minute=60)) == 3 * sounds.SAMPLE_RATE
    for text in ("H4", "C", "C4:", "c4"):
        with pytest.raises(ValueError, match="is no note"):
            melodies.parse(text)
    with pytest.raises(ValueError, match="no notes"):
        melodies.play([])


# Style transfer


def test_a_gram_matrix_is_the_mean_product_of_channels_and_knows_no_places():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(4, 5, 3)).astype(np.float32)
    gram = keras.ops.convert_to_numpy(style_transfer.gram_matrix(features))
    np.testing.assert_allclose(gram, np.einsum("hwi,hwj->ij", features, features) / 20, rtol=1e-5)
    shuffled = rng.permutation(features.reshape(20, 3)).reshape(4, 5, 3)
    np.testing.assert_allclose(gram, style_transfer.gram_matrix(shuffled), rtol=1e-5)
    with pytest.raises(ValueError, match=r"\(4, 5\)"):
        style_transfer.gram_matrix(features[..., 0])


@pytest.fixture
def random_base(monkeypatch):
    """Let VGG16 be one with random weights: nothing is fetched."""

    def build_base(shape):
        keras.utils.set_random_seed(0)
        return keras.applications.VGG16(weights=None, include_top=False, input_shape=shape)

    monkeypatch.setattr(style_transfer.vgg16, "build_base", build_base)


@pytest.fixture
def two_pictures():
    rng = np.random.default_rng(0)
    return rng.uniform(60, 200, (32, 32, 3)), rng.uniform(60, 200, (32, 32, 3)).cumsum(axis=0) / 33


def test_the_gradients_agree_with_finite_differences(random_base, two_pictures):
    content, style = two_pictures
    losses = style_transfer.build_losses(content, style)
    assert losses(content, 1)[0] == pytest.approx(0, abs=1e-9)
    assert losses(style, 1)[1] == pytest.approx(0, abs=1e-6)
    place = (content + style) / 2
    for weight in (0.0, 3.0):
        content_loss, style_loss, slope = losses(place, weight)
        assert min(content_loss, style_loss) > 0
        step = slope / np.linalg.norm(slope)  # along the slope, where the change stands out from float32
        ahead, behind = (np.dot(losses(place + sign * step, weight)[:2], (1, weight)) for sign in (1, -1))
        assert np.sum(slope * step) == pytest.approx((ahead - behind) / 2, rel=0.05)


def test_a_transfer_lowers_the_sum_and_stays_a_picture(random_base, two_pictures):
    content, style = two_pictures
    losses = style_transfer.build_losses(content, style)
    result = style_transfer.transfer(losses, content, style_weight=10.0, iterations=5)
    sums = np.add(result.content_losses, np.multiply(10, result.style_losses))
    assert len(sums) == 6
    assert (np.diff(sums) < 0).all()
    assert result.content_losses[0] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(losses(result.picture, 0)[1], result.style_losses[-1], rtol=1e-4)
    assert (result.picture >= 0).all()
    assert (result.picture <= 255).all()


def test_transfers_that_make_no_sense_are_refused(random_base, two_pictures):
    content, style = two_pictures
    for weight, iterations in ((-1, 5), (np.nan, 5), (1, 0)):
        with pytest.raises(ValueError, match="expected at least"):
            style_transfer.transfer(None, content, weight, iterations)
    for other in (style[:16], style[..., :1]):
        with pytest.raises(ValueError, match="expected the same"):
            style_transfer.build_losses(content, other)


def test_the_window_is_drawn_by_the_rule():
    window = style_transfer.stained_glass(64, pieces=20, seed=0)
    assert window.shape == (64, 64, 3)
    np.testing.assert_array_equal(window, style_transfer.stained_glass(64, pieces=20, seed=0))
    dark = np.mean(window.max(axis=-1) < 60)
    assert 0.05 < dark < 0.5
    with pytest.raises(ValueError, match="pieces is 1"):
        style_transfer.stained_glass(64, pieces=1)


# The chapter


def test_repetition_is_counted():
    repeated_share = definitions("02", "def repeated_share")["repeated_share"]
    rose = ["a", "rose", "is", "a", "rose", "is", "a", "rose"]
    assert repeated_share(rose, 1) == 5 / 8
    assert repeated_share(rose, 2) == 4 / 7
    assert repeated_share("abcdef", 2) == 0
    assert repeated_share("aaaa", 2) == pytest.approx(2 / 3)


def test_the_chapter_defines_what_lib_has():
    chapter = definitions("02", np=np, keras=keras, scipy=scipy, sounds=sounds, print=lambda *_: None)
    rng = np.random.default_rng(0)
    image = rng.random((32, 32, 3))
    np.testing.assert_allclose(
        chapter["drops_when_covered"](corner_model, image, 0), heat_maps.occlusion(corner_model, image, 0)
    )
    signal = rng.normal(size=200)
    np.testing.assert_allclose(chapter["resonate"](signal, 700.0, 80.0), sounds.resonate(signal, 700.0, 80.0))
    probabilities = rng.dirichlet(np.ones(5))
    np.testing.assert_allclose(
        chapter["at_temperature"](probabilities, 0.7), sequences.at_temperature(probabilities, 0.7)
    )
    features = rng.normal(size=(4, 4, 3))
    np.testing.assert_allclose(chapter["gram_matrix"](features), style_transfer.gram_matrix(features))


def test_every_figure_is_drawn_and_shown_once(shown):
    photos = {"cat": np.zeros((8, 8, 3)), "cup": np.ones((8, 8, 3))}
    answers = {"one": np.eye(4)[:2], "other": np.full((2, 4), 0.25)}
    curve = [[0.5, 0.4, 0.6], [0.1, 0.1, 0.2]]
    transfer = style_transfer.Transfer(np.zeros((2, 2, 3)), [0.0, 0.1], [1.0, 0.2])
    figures_applications.top_answers(photos, answers, ("a", "b", "c", "d"))
    figures_applications.heat_maps(photos, {"one": [("cat", np.eye(8)), ("dog", np.zeros((8, 8)))]})
    figures_applications.spectrograms({"heed": sounds.spectrogram(sounds.synthesise(120, (270, 2290, 3010)))})
    figures_applications.vowel_space(sounds.vowels(), sounds.GROUPS)
    figures_applications.word_weights({f"word {number}": number - 15.0 for number in range(30)}, ["left", "right"])
    figures_applications.sizes_and_bits([(1, 30, 4.0), (2, 600, 3.0)], [500, 500], [3.2, 3.3])
    figures_applications.temperature_curves((0.5, 1.0), {"share": {"table": curve}}, {"share": (0.1, 0.2)})
    figures_applications.piano_rolls({"tune": [(60, 1.0), (62, 2.0)]}, {60: "C4", 64: "E4"})
    figures_applications.orders_of_melodies((1, 2), [4.0, 3.5], [[3, 4, 5], [5, 9, 12]])
    figures_applications.style_losses({"weight 1": transfer})
    assert len(shown) == 10
    for figure in shown:
        assert any(axis.get_xlabel() or axis.get_ylabel() for axis in figure.axes)
