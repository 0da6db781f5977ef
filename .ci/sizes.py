"""Hold files to their page: 400 lines of Python, 250 of TypeScript; longest first when not."""

import subprocess
import sys
from pathlib import Path

LIMITS = {".py": 400, ".ts": 250, ".tsx": 250}
GENERATED = ("schema.gen.d.ts",)

listed = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard", "src", "web/src"],
    check=True, capture_output=True, text=True,
).stdout.splitlines()  # fmt: skip
over: list[tuple[int, str]] = []
for name in listed:
    path = Path(name)
    limit = LIMITS.get(path.suffix)
    if limit is None or path.name in GENERATED or not path.is_file():
        continue
    lines = len(path.read_text().splitlines())
    if lines > limit:
        over.append((lines, name))
for lines, name in sorted(over, reverse=True):
    print(f"{name}: {lines} lines have outgrown the page")
sys.exit(bool(over))
