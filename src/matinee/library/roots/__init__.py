"""Folders scanned in place: what lies in them, what only moved, and what is gone for sure."""
