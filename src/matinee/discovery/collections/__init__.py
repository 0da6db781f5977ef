"""Collections as they are shown: put together by hand, or whatever passes a filter."""

from matinee.discovery.collections.routes import router
from matinee.discovery.collections.schemas import Rule

__all__ = ["Rule", "router"]
