"""Storage: what takes space, and what can go.

What the library holds is summed in SQL; what lies in the data folder besides (pictures, cache,
staging) is measured on the disk and remembered for a while. No library folder is ever walked.
"""
