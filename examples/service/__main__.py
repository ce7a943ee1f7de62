"""Runs the service with the settings in the environment: `python -m service`."""

from __future__ import annotations

import logging
import os
import sys

import uvicorn

from service.app import create
from service.rules import Faulty


def main() -> int:
    """Serves until it is told to stop; 2 if it cannot begin."""
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "INFO"), stream=sys.stderr)
    try:
        app = create()
    except Faulty as fault:
        for one in fault.faults:
            print(f"{one['file']}\n{one['text']}", file=sys.stderr)
        return 2
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    # Without access log: the addresses of callbacks hold signatures.
    uvicorn.run(
        app,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=30,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
