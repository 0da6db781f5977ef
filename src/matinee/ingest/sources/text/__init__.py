"""Subtitle files that people give for a title."""
