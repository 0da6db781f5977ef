"""Reading names: what a file's path says it is. Arithmetic on text, no file is touched."""

from matinee.ingest.identify.naming.named import Named
from matinee.ingest.identify.naming.reading import read

__all__ = ["Named", "read"]
