"""Composition: the web program, the command line and the wiring. Nothing imports it."""
