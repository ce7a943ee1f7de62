"""What a benchmark ran on, in one line that names no host."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """The interpreter, the cores that this process may use, and the architecture."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{count} cores, {platform.system()} {platform.machine()}"
    )


if __name__ == "__main__":
    print(machine())
