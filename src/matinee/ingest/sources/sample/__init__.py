"""The sample library: six short clips painted and scored on the spot, for a newcomer with
nothing at hand."""
