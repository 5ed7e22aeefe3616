#!/usr/bin/env python3
"""Fails when a module of src/ includes a module above it. The table is the architecture."""
import pathlib
import re
import sys

ALLOWED = {  # module -> modules it may include
    "base": set(),
    "store": {"base"},
    "text": {"base"},
    "codec": {"base", "store"},
    "index": {"base", "store", "codec", "text"},
    "query": {"base", "text"},
    "search": {"base", "store", "codec", "text", "index", "query"},
    "api": {"base", "store", "codec", "text", "index", "query", "search"},
}


def violations(root):
    for path in sorted((root / "src").rglob("*.[hc]*")):
        here = path.relative_to(root / "src").parts[0]
        for n, line in enumerate(path.read_text().splitlines(), 1):
            m = re.match(r'\s*#\s*include\s+"(\w+)/', line)
            if m and m[1] in ALLOWED and m[1] != here and m[1] not in ALLOWED[here]:
                yield f"{path.relative_to(root)}:{n}: {here} may not include {m[1]}"


if __name__ == "__main__":
    found = list(violations(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "layers: ok")
    sys.exit(bool(found))
