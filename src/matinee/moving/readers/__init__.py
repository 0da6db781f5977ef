"""Reading what other programs keep: one file a program, records out, inside a child process."""
