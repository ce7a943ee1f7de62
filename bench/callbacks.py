"""How the service of `examples/service` bears 10,000 encrypted callbacks over 300 connections.

Every tenth comes a second time, under a new nonce. Exits with 1 if one is lost or doubled. An
argument says how many there are; more are bounded. The times are those of a client that shares
the machine's cores with the service.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
from machine import machine

EXAMPLES = Path(__file__).parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))

from service.envelope import Envelope  # noqa: E402
from service.sender import posted  # noqa: E402

CALLBACKS, MOST = 10_000, 20_000
CONNECTIONS = 300
PEOPLE = 1_000
TRIES = 50  # of one callback, where the service asks to come again
READER = secrets.token_urlsafe()
SECRETS = {
    "TOKEN": secrets.token_hex(8),
    "KEY": base64.b64encode(secrets.token_bytes(32)).decode()[:43],
    "RECEIVER": "ww0123456789abcdef",
    "READER": READER,
}
POLICY = """
policy "load" "Every message is one that is found"
  version "1"
  timezone "Asia/Shanghai"

lexicon found = {"饭桶"}

clause found
  forbid message when text contains found
  severity minor

clause floods
  limit message to 1000 per 10m by sender
  severity minor
"""


@attrs.define
class Outcome:
    """What the client saw: seconds until each answer, and how often it was asked to come again."""

    seconds: list[float] = attrs.field(factory=list)
    again: int = 0


def main(count: int) -> int:
    """Prints the times; 0 if every callback gave one verdict and none gave two."""
    envelope = Envelope(SECRETS["TOKEN"], SECRETS["KEY"], SECRETS["RECEIVER"])
    with tempfile.TemporaryDirectory() as folder:
        process, port = _started(Path(folder))
        try:
            outcome, elapsed = asyncio.run(_load(envelope, port, count))
            told = list(_verdicts(port))
            metrics = _fetched(port, "/metrics").decode()
        finally:
            process.terminate()
            process.wait(60)
    wanted = {f"m{number}" for number in range(count)}
    lost, doubled = len(wanted - set(told)), len(told) - len(set(told))
    judged = f'engine_total{{what="events"}} {count}\n' in metrics
    repeated = f'engine_total{{what="duplicates"}} {(count + 9) // 10}\n' in metrics
    cuts = statistics.quantiles(outcome.seconds, n=100)
    print(machine())
    print(f"{len(outcome.seconds):,} callbacks, {CONNECTIONS} connections, {elapsed:.1f} s, "
          f"{len(outcome.seconds) / elapsed:,.0f} a second")  # fmt: skip
    print(f"p50 {cuts[49] * 1e3:.0f} ms, p95 {cuts[94] * 1e3:.0f} ms, p99 {cuts[98] * 1e3:.0f} ms")
    print(f"asked to come again: {outcome.again:,}")
    print(f"lost: {lost}, doubled: {doubled}")
    return 0 if not lost and not doubled and judged and repeated else 1


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    (folder / "load.policy").write_text(POLICY, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    told = {**SECRETS, "POLICIES": str(folder / "load.policy"), "STATE": str(folder / "engine.db")}
    paths = filter(None, (str(EXAMPLES), os.environ.get("PYTHONPATH")))
    environment = {
        **os.environ,
        **{f"WECHAT_POLICY_{name}": value for name, value in told.items()},
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    process = subprocess.Popen([sys.executable, "-m", "service"], env=environment)
    end = time.monotonic() + 60
    while True:
        try:
            _fetched(port, "/healthz")
            return process, port
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                raise
            time.sleep(0.05)


def _fetched(port: int, target: str, method: str = "GET") -> bytes:
    headers = {"Authorization": f"Bearer {READER}"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{target}", headers=headers, method=method
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        told: bytes = answer.read()
    return told


def _verdicts(port: int) -> Iterator[str | None]:
    """The events of all verdicts, fetched and acknowledged as a reader does."""
    after = ""
    while page := json.loads(_fetched(port, f"/verdicts?limit=1000&after={after}"))["verdicts"]:
        yield from (one["event"] for one in page)
        after = page[-1]["id"]
        _fetched(port, f"/verdicts/ack?upto={after}", "POST")


def _requests(envelope: Envelope, count: int) -> Iterator[bytes]:
    """The requests as they go over the wire, in the order in which they are sent."""
    now = datetime.now(UTC)
    for number in range(count):
        record = {
            "msgid": f"m{number}", "action": "send", "from": f"p{number % PEOPLE}",
            "tolist": ["liuyang"], "roomid": "", "msgtime": int(now.timestamp() * 1000) + number,
            "msgtype": "text", "text": {"content": f"第{number}件事，你这个饭桶"},
        }  # fmt: skip
        for _ in range(2 if number % 10 == 0 else 1):
            query, body = posted(envelope, json.dumps(record).encode(), now, xml=number % 2 == 0)
            head = f"POST /callback?{query} HTTP/1.1\r\nHost: here\r\nContent-Length: {len(body)}"
            yield f"{head}\r\n\r\n".encode() + body


async def _load(envelope: Envelope, port: int, count: int) -> tuple[Outcome, float]:
    requests = iter(list(_requests(envelope, count)))
    outcome = Outcome()
    begun = time.perf_counter()
    await asyncio.gather(*(_connection(port, requests, outcome) for _ in range(CONNECTIONS)))
    return outcome, time.perf_counter() - begun


async def _connection(port: int, requests: Iterator[bytes], outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        begun = time.perf_counter()
        for _ in range(TRIES):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            _, _, length = head.lower().partition(b"content-length: ")
            await reader.readexactly(int(length.partition(b"\r\n")[0]))
            status = int(head.split(b" ", 2)[1])
            if status != 503:
                break
            outcome.again += 1
            await asyncio.sleep(0.2)
        assert status == 200, status
        outcome.seconds.append(time.perf_counter() - begun)
    writer.close()
    await writer.wait_closed()


if __name__ == "__main__":
    sys.exit(main(min(int(sys.argv[1]) if sys.argv[1:] else CALLBACKS, MOST)))
