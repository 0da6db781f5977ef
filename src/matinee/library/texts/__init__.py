"""Subtitles: which there are, who gave them, what is said in them, and the fonts they ask for."""
