"""Changes of many titles at once, each with a way back."""

from matinee.discovery.changes.routes import router

__all__ = ["router"]
