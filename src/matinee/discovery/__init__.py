"""Discovery: finding something to watch, by lists, filters, orders and words."""

from matinee.discovery.routes import router
from matinee.discovery.search import index_of

__all__ = ["index_of", "router"]
