"""The demos: each runs in the reader's browser, in the book as in JupyterLab and Colab, from one and the same module.

A demo called NAME is four files, and a line below:

- `NAME.js`       what the reader sees: `export default { render({ model, el }) { ... } }`, the form of anywidget.
                  `model.get("state")` is what Python passed; the parts to build with are in `shared.js`.
- a logic module  the numbers, without a page, under the name of what it computes (`perceptron_rule.js`).
- `NAME.py`       a subclass of Demo: checks the reader's data and turns them into the state.
- `demos.css`     the one style sheet. It also holds all colours, in light and dark.

Modules import each other as `"./FILE.js"`, in exactly this form: in a notebook each becomes part of the one module.
The tests of a logic module are `tests/demos/LOGIC.test.mjs`, on numbers that `tests/demos/LOGIC_vectors.py` takes from
lib; those of the page are `tests/test_NAME.py`, in a real browser.
"""

from lib.demos.convolution_explorer import ConvolutionExplorer
from lib.demos.demo import Demo
from lib.demos.layer_walk import LayerWalk
from lib.demos.optimizer_race import OptimizerRace
from lib.demos.perceptron_playground import PerceptronPlayground
from lib.demos.pooling_explorer import PoolingExplorer
from lib.demos.two_networks import TwoNetworks

__all__ = [
    "ConvolutionExplorer",
    "Demo",
    "LayerWalk",
    "OptimizerRace",
    "PerceptronPlayground",
    "PoolingExplorer",
    "TwoNetworks",
]
