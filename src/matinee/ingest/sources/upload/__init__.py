"""Uploads: tus 1.0.0 onto the disk, then a job that takes the file through the flow."""
