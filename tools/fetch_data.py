"""Fetch all data and weights of the course into the cache: `make data`."""

import sys

from lib import assets
from lib.errors import AssetError


def main():
    """Fetch CIFAR-10 and the VGG16 weights; exit with 1 and the reasons when one cannot be had."""
    from lib.cifar10 import CIFAR10
    from lib.vgg16 import VGG16_BASE

    failed = False
    for asset in (CIFAR10, VGG16_BASE):
        try:
            print(f"{asset.name} is in {assets.ensure(asset)}, all digests are right.")
        except AssetError as error:
            failed = True
            print(error, file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
