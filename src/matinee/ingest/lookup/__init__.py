"""Asking a catalogue on the net what a film or series is: off without a key, in no scan's way.

It fills what is still empty and was not written by hand; what lies beside a file says more.
"""
