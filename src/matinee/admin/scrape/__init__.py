"""What Prometheus is told when it asks: all that was counted, and how things stand at that moment.

Each process tells of itself. The queue, the library and the disks are one for all of them and are
told once, by the server that is asked (decision 0031).
"""

from matinee.admin.scrape.actions import own, whole
from matinee.admin.scrape.guard import is_scraper

__all__ = ["is_scraper", "own", "whole"]
