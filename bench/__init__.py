"""The promised figures, each measured beside its rival in the same run: `python -m bench`."""
