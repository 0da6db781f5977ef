"""Every row of "nothing lost", broken on purpose and looked at afterwards: `python -m faults`.

Each row is a module with a `run(how)` that yields what it found; a small sample of the same is in
`tests/faults`.
"""
