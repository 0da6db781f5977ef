"""What a file is: its source says it best, then its own tags, then its name."""
