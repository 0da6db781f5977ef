"""Retention: what is kept of a channel, a collection or the whole library, and for how long.

Everything is kept for ever unless somebody says otherwise. A rule speaks of files of ours alone,
never of what lies in library folders, and spares what anybody cares for. What goes, goes to the
trash, and what comes back from there is left alone from then on.
"""
