"""Keeping the media library's messages away from Python.

PyAV hands every message to Python, for which the thread that has it, often one of a decoder's own,
must wait for the interpreter; and whoever frees that decoder holds the interpreter while waiting
for its threads. On a busy machine the two met now and then, and the process stood still for ever.
"""

import av.logging


def keep() -> None:
    """Let messages end where they come up. Called before the first file is opened."""
    av.logging.set_level(None)
    av.logging.set_libav_level(av.logging.PANIC)
