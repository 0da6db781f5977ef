"""Folders and single files, scanned where they lie and never written to."""
