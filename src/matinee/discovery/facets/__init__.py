"""What titles are filtered by beside their words: the form of their files, languages, folders."""
