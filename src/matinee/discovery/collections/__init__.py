"""Collections as they are shown: put together by hand, or whatever passes a filter."""

from matinee.discovery.collections.routes import router

__all__ = ["router"]
