"""Holdings: what the segment cache holds of each title, shown and emptied."""
