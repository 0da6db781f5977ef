"""Discovery: finding something to watch, by lists, filters, orders and words."""

from matinee.discovery import upkeep
from matinee.discovery.changes import router as changes_router
from matinee.discovery.collections import Rule
from matinee.discovery.collections import router as collections_router
from matinee.discovery.home import router as home_router
from matinee.discovery.routes import router
from matinee.discovery.search import index_of
from matinee.discovery.shelves import router as shelves_router

router.include_router(changes_router)
router.include_router(collections_router)
router.include_router(home_router)
router.include_router(shelves_router)

__all__ = ["Rule", "index_of", "router", "upkeep"]
