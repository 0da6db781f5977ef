"""Tags and genres."""
