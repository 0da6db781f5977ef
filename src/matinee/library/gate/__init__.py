"""The one way in: from a landing to rows, and which works the files are of."""
