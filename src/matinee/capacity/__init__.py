"""Capacity: what so many people and titles need, and what a server carries.

Two tools for whoever runs Matinee, which know no room of it: `planning` is arithmetic from a few
assumptions to disks, lines, processors and money; `load` are simulated viewers in front of any
running server, which is asked over HTTP like anybody asks it.
"""
