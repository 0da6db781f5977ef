"""A real S3 server for tests, and faults put in front of it."""
