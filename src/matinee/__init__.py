"""Matinee: your own Netflix, from one command."""

__version__ = "0.1.0"
