"""Runs the service of `examples/service` behind a real socket, and speaks to it as WeCom does."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn

from service.app import Service, create
from service.envelope import Envelope
from service.sender import posted
from service.settings import Settings

ROOT = Path(__file__).parents[1]
TOKEN, RECEIVER, READER = "t0ken", "ww0123456789abcdef", "the-reader"
KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
ENVELOPE = Envelope(TOKEN, KEY, RECEIVER)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECRET = "饭桶机密𠮷😀"  # what must stand in no log

POLICY = """
policy "house" "Chat in the house"
  version "1"
  timezone "Asia/Shanghai"

lexicon insult = {"饭桶"}

clause no_insults
  forbid message when text contains insult
  severity minor

clause no_floods
  limit message to 3 per 10m by sender
  severity minor

clause decide_in_time
  after approval.assign within 1h require approval.decide by request
  severity late
"""


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def archived(id_: str, text: str, at: datetime, sender: str = "zhaoyi") -> dict[str, Any]:
    """A text message as the chat archive has it."""
    return {
        "msgid": id_, "action": "send", "from": sender, "tolist": ["liuyang"], "roomid": "",
        "msgtime": int(at.timestamp() * 1000), "msgtype": "text", "text": {"content": text},
    }  # fmt: skip


def lines(*records: dict[str, Any]) -> bytes:
    """Records as JSON lines."""
    return b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in records)


class Client:
    """Speaks to a service on a port of this machine, with a connection for each request."""

    def __init__(self, port: int, clock: Callable[[], datetime]) -> None:
        self.port = port
        self.clock = clock

    def ask(
        self, method: str, target: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, answer.read(), told
        finally:
            connection.close()

    def post(self, *records: dict[str, Any], route: str = "/events", xml: bool = False) -> Any:
        """Posts records that must be taken; what the service says of them."""
        query, body = posted(ENVELOPE, lines(*records), self.clock(), xml=xml)
        status, told, _ = self.ask("POST", f"{route}?{query}", body)
        assert 200 == status, told
        return told.decode() if route == "/callback" else json.loads(told)

    def read(self, target: str, method: str = "GET") -> Any:
        """What only the reader may see."""
        status, told, _ = self.ask(method, target, Authorization=f"Bearer {READER}")
        assert 200 == status, told
        return json.loads(told)

    def verdicts(self, after: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.read(f"/verdicts?after={after}&limit=1000")["verdicts"]
        return found

    def metric(self, name: str) -> float:
        """The value of a series by its full name, 0 if it is not there."""
        _, told, _ = self.ask("GET", "/metrics")
        for line in told.decode().splitlines():
            if line.rpartition(" ")[0] == f"wechat_policy_{name}":
                return float(line.rpartition(" ")[2])
        return 0.0


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings for a folder, with the policy of this module unless it holds one."""
    policy = folder / "house.policy"
    if not policy.exists():
        policy.write_text(POLICY, encoding="utf-8")
    told: dict[str, Any] = {
        "token": TOKEN, "key": KEY, "receiver": RECEIVER, "reader": READER,
        "policies": (str(policy),), "state": folder / "engine.db", "lateness": timedelta(0),
        "patience": 30.0, "tick": 0.02,
    }  # fmt: skip
    return Settings(**{**told, **changes})


@contextmanager
def served(
    settings: Settings, clock: Callable[[], datetime]
) -> Iterator[tuple[Client, Service, uvicorn.Server]]:
    """The service in a thread; it has gone down in good order at the end."""
    app = create(settings, clock)
    server = uvicorn.Server(uvicorn.Config(app, ws="none", access_log=False, log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            until(lambda: server.started or not thread.is_alive())
            yield Client(listening.getsockname()[1], clock), app.state.service, server
        finally:
            server.should_exit = True
            thread.join(60)
    assert not thread.is_alive()


def now() -> datetime:
    return datetime.now(UTC)


class Process:
    """The service in a process of its own, as it is run; it can be killed."""

    def __init__(self, folder: Path, **variables: str) -> None:
        settings = settings_in(folder)
        with socket.create_server(("127.0.0.1", 0)) as found:
            port = found.getsockname()[1]
        told = {
            "TOKEN": TOKEN, "KEY": KEY, "RECEIVER": RECEIVER, "READER": READER,
            "POLICIES": settings.policies[0], "STATE": str(settings.state), "TICK": "0.05",
            **variables,
        }  # fmt: skip
        paths = (str(ROOT / "examples"), os.environ.get("PYTHONPATH", ""))
        environment = {
            **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PORT": str(port),
            **{f"WECHAT_POLICY_{name}": value for name, value in told.items()},
        }  # fmt: skip
        self.log = folder / "service.log"
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "service"], env=environment, stdout=stream, stderr=stream
            )
        self.client = Client(port, now)

    def __enter__(self) -> Process:
        until(self._is_up)
        return self

    def _is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            return self.client.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def __exit__(self, *fault: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(60)


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something holds, and fails where it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
