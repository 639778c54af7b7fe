"""Stop a run that is meant for a GPU where TensorFlow sees none: `python -m tools.check_gpu`.

TensorFlow itself only warns, and goes on on the CPU.
"""

import sys

from lib import runtime


def main(kind="GPU"):
    """Multiply matrices on every GPU and name it; exit with 1 and the remedy where there is none."""
    import tensorflow as tf

    devices = tf.config.list_logical_devices(kind)
    if not devices:
        sys.exit(
            f"TensorFlow {tf.__version__} sees no {kind}. It needs NVIDIA's driver (does `nvidia-smi` list the GPU?) "
            "and the CUDA libraries: `.venv/bin/pip install -r requirements-gpu.txt`."
        )
    for device in devices:
        with tf.device(device.name):
            product = tf.matmul(tf.ones((256, 256)), tf.ones((256, 256)))
        print(f"{product.device} multiplies matrices: {float(product[0, 0])}, expected 256.0")


if __name__ == "__main__":
    runtime.restart_with_environment("tools.check_gpu")
    main()
