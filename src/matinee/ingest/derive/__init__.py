"""What is made of a title once it is in: where it can be cut, its pictures, its full hash.

All of it can be thrown away and made again. It lies in data/artwork and in rows, never beside
a file that was scanned in place.
"""
