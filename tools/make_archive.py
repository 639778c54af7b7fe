"""Pack the built book into one archive to hand to a class without internet.

make book ZIP=1
"""

import shutil

from tools import joined_book

NAME = "deep-learning-big-picture"


def main(book=joined_book.BOOK):
    """Write the archive beside the folder of the book."""
    path = shutil.make_archive(book.parent / NAME, "zip", root_dir=book)
    print(f"The book is packed: {path}. Unpack it and open index.html.")
    return path


if __name__ == "__main__":
    main()
