"""What a chapter defines, for the tests that hold it against lib."""

import functools

from tools import notebooks


def definitions(chapter, *starts, **names):
    """Return what the chapter's cells that begin with one of `starts` define first, by name; without, every `def`.

    `names` are the modules and values that these definitions use.
    """
    for source in _sources(chapter):
        if source.startswith(starts or ("def ",)):
            exec(source.partition("\n\n\n")[0], names)
    return names


@functools.cache
def _sources(chapter):
    (path,) = notebooks.find([chapter])
    return [cell.source for cell in notebooks.code_cells(notebooks.read(path))]
