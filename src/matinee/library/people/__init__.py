"""Who took part in what."""
