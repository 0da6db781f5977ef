"""Reading what other programs keep: one file a program, records out, inside a child process.

It stands beside the engine, below all rooms, and imports nothing of them: the child is there in a
fraction of the time that the rooms take to load, and holds nothing that is worth having.
"""
