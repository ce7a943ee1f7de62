"""What `import wechat_policy` adds to starting a bare Python; fails above the promised 100 ms."""

from __future__ import annotations

import subprocess
import sys
import time

from machine import machine

ROUNDS = 7
BUDGET_MS = 100


def milliseconds(statement: str) -> float:
    """The time one fresh interpreter takes to start, run the statement and end."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return (time.perf_counter() - begin) * 1000


def main() -> int:
    """Print the best of several rounds of both, taken in turn so that load falls on both alike."""
    print(machine())
    milliseconds("import wechat_policy")  # writes the bytecode
    bare, loaded = [], []
    for _ in range(ROUNDS):
        bare.append(milliseconds("pass"))
        loaded.append(milliseconds("import wechat_policy"))
    added = min(loaded) - min(bare)
    print(
        f"bare Python {min(bare):.1f} ms, with wechat_policy {min(loaded):.1f} ms: "
        f"{added:.1f} ms more, {min(loaded) / min(bare):.2f} times (budget {BUDGET_MS} ms)"
    )
    return 0 if added <= BUDGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
