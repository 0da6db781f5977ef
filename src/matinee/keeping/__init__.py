"""Keeping: what takes space, what can go, and rules that let go of what is old.

Nothing that was scanned in place is ever let go of, and what is goes to the trash first.
"""

from matinee.keeping.retention import wire
from matinee.keeping.routes import router

__all__ = ["router", "wire"]
