"""The growth of networks: sourced numbers of parameters, and a doubling time fitted to them."""

import json
from pathlib import Path

import numpy as np

MODELS_FILE = Path(__file__).resolve().parents[1] / "chapters" / "data" / "growth.json"
FIELDS = {"name", "published", "parameters", "source", "label"}
OPTIONAL = {"tokens", "flops", "sparse"}


def load(path=MODELS_FILE):
    """Return the models, a list of dictionaries ordered by month, each with a `year` as a decimal number.

    Raises ValueError, naming the model, for missing or unknown fields, a month that is no "YYYY-MM", an order that
    is not that of the months, a name that occurs twice, and a number of parameters that is not positive.
    """
    models, names, last = json.loads(Path(path).read_text(encoding="utf-8")), set(), 0.0
    for model in models:
        name = f"the model {model.get('name')!r}"
        if not FIELDS <= set(model) <= FIELDS | OPTIONAL:
            raise ValueError(f"{name} has the fields {sorted(model)}, expected {sorted(FIELDS)}.")
        model["year"] = _decimal_year(name, model["published"])
        if model["year"] < last or model["name"] in names:
            raise ValueError(f"{name} is out of order or occurs twice, expected the order of the months.")
        if not model["parameters"] > 0:
            raise ValueError(f"{name} has {model['parameters']} parameters, expected a positive number.")
        last = model["year"]
        names.add(model["name"])
    return models


def select(models, first, last, sparse=False):
    """Return the years (n,) and the parameters (n,) of the models from year `first` up to, not including, `last`.

    Sparse models, which use a part of their parameters for each input, are left out unless `sparse` is True.
    """
    chosen = [model for model in models if first <= model["year"] < last and (sparse or not model.get("sparse"))]
    return np.array([model["year"] for model in chosen]), np.array([model["parameters"] for model in chosen], float)


def fit_line(years, values):
    """Return slope and intercept of the least-squares line through the base-2 logarithms of `values` (n,).

    Raises ValueError for fewer than two different years, unequal shapes, or values that are not positive.
    """
    years, values = np.asarray(years, float), np.asarray(values, float)
    if years.ndim != 1 or years.shape != values.shape or len(np.unique(years)) < 2:
        raise ValueError(
            f"years have shape {years.shape} and values {values.shape}, expected (n,), two different years."
        )
    if not (np.isfinite(years).all() and np.isfinite(values).all() and (values > 0).all()):
        raise ValueError(f"values hold {values.min()} at least, expected finite years and positive finite values.")
    centred = years - years.mean()
    logarithms = np.log2(values)
    slope = float(centred @ logarithms / (centred @ centred))
    return slope, float(logarithms.mean() - slope * years.mean())


def doubling_time(years, values):
    """Return the months in which the fitted `values` double.

    Raises ValueError as `fit_line` does, and when the values do not grow.
    """
    slope, _ = fit_line(years, values)
    if slope <= 0:
        raise ValueError(f"the values change by 2 to the power {slope:.3g} in a year, expected growth.")
    return 12 / slope


def bootstrap(years, values, draws=2000, level=0.9, seed=0):
    """Return the range (low, high) of doubling times in months that holds the share `level` of resampled models.

    Each draw takes n of the n models with replacement; a draw of one year only is drawn again. A draw without growth
    counts as an infinite doubling time. Efron (1979), https://doi.org/10.1214/aos/1176344552
    """
    years, values = np.asarray(years, float), np.asarray(values, float)
    fit_line(years, values)
    rng = np.random.default_rng(seed)
    times = []
    while len(times) < draws:
        places = rng.integers(len(years), size=len(years))
        if len(np.unique(years[places])) > 1:
            slope, _ = fit_line(years[places], values[places])
            times.append(12 / slope if slope > 0 else np.inf)
    low, high = np.quantile(times, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    return float(low), float(high)


def _decimal_year(name, month):
    year, _, number = str(month).partition("-")
    if not (len(year) == 4 and year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise ValueError(f"{name} was published in {month!r}, expected a month such as 2012-12.")
    return int(year) + (int(number) - 0.5) / 12
