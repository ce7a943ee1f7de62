"""Judges events into a state file in processes that are killed, and tells what a consumer received.

Run as a program: `crashing.py FILE KILLS SEED [FULL]`. It exits with 0 if what arrived, taken once
by id, and the ledger are those of an undisturbed run, and prints how often it killed.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from wechat_policy import Engine, loads
from wechat_policy.state.sqlite import SQLite

EVENTS = 5_000
BATCH = 10
AGAIN = 25  # events that are fed once more after a restart, as a source that re-delivers does
ZONE = timezone(timedelta(hours=8))
PEOPLE = [f"员工{number}" for number in range(40)]

POLICY = """
制度 "崩溃" "随时会被打断"
  版本 "1"
  时区 "Asia/Shanghai"

词库 粗话 = {"饭桶"、"滚开"}

条款 不说粗话
  不得 消息 当 正文 出现 粗话
  情节 轻微

条款 不刷屏
  限制 消息 按 发送人 每30分钟 至多 6
  情节 轻微

条款 按时审批
  自 审批.待办 起 限 40分钟 内 须 审批.办结 对应 单号
  情节 逾期

处理
  轻微：口头警告 每月 前 2次，此后 书面警告
  逾期：罚款 50元 每月 前 3次，此后 罚款 100元
"""


def events(seed: int) -> list[dict[str, Any]]:
    """Some days of messages and approvals, always the same for a seed."""
    chance = random.Random(seed)
    at = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
    found: list[dict[str, Any]] = []
    for number in range(EVENTS):
        at += timedelta(seconds=chance.expovariate(1 / 45))
        stamp = {"id": f"e{number}", "at": at.isoformat()}
        who = chance.choice(PEOPLE)
        request = f"r{number // 40}"
        match chance.random():
            case lot if lot < 0.05:
                found.append({"type": "approval.assign", **stamp, "actor": who,
                              "request": request})  # fmt: skip
            case lot if lot < 0.09:
                found.append({"type": "approval.decide", **stamp, "actor": who,
                              "request": request, "decision": "approve"})  # fmt: skip
            case lot:
                text = "滚开，饭桶" if lot > 0.97 else f"第{number}件事办好了"
                found.append({"type": "message", **stamp, "sender": who, "kind": "text",
                              "text": text})  # fmt: skip
    return found


def finish(engine: Engine, all_events: list[dict[str, Any]]) -> list[Any]:
    """The verdicts that come when time goes on after the last event."""
    return engine.advance(datetime.fromisoformat(all_events[-1]["at"]) + timedelta(days=1))


def work(file: Path, all_events: list[dict[str, Any]], synchronous: Any, pipe: int) -> None:
    """One life of a process: it goes on where the file says, and delivers what it finds."""
    engine = Engine(loads(POLICY), state=SQLite(file, synchronous=synchronous))

    def deliver() -> None:
        waiting = engine.pending_delivery()
        for verdict in waiting:
            line = json.dumps(verdict.to_dict()) + "\n"
            os.write(pipe, line.encode())
        engine.ack(waiting)

    deliver()
    start = max(0, engine.stats()["events"] - AGAIN)
    for place in range(start, len(all_events), BATCH):
        for _ in engine.judge_many(all_events[place : place + BATCH], batch=BATCH):
            pass
        deliver()
    finish(engine, all_events)
    deliver()
    engine.close()


def lives(
    file: Path, all_events: list[dict[str, Any]], synchronous: str, chance: random.Random, most: int
) -> Iterator[tuple[bool, bytes]]:
    """Starts processes and kills them, at most so many, until one comes to its end."""
    for number in range(most + 1):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            try:
                work(file, all_events, synchronous, theirs)
            except BaseException as fault:
                os.write(2, f"{fault!r}\n".encode())
                os._exit(1)
            os._exit(0)
        os.close(theirs)
        end = time.monotonic() + (chance.uniform(0.005, 0.06) if number < most else 600)
        told = bytearray()
        open_ = True
        while open_ and (left := end - time.monotonic()) > 0:
            if select.select([ours], [], [], left)[0]:
                read = os.read(ours, 65_536)
                told += read
                open_ = bool(read)
        os.kill(child, signal.SIGKILL)
        while read := os.read(ours, 65_536):
            told += read
        os.close(ours)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise SystemExit("a process failed by itself")
        yield os.WIFSIGNALED(status), bytes(told)
        if os.WIFEXITED(status):
            return


def main(file: Path, kills: int, seed: int, synchronous: str) -> None:
    """Kills so many processes at least, over as many files as it takes."""
    chance = random.Random(seed)
    killed, files, again = 0, 0, 0
    while killed < kills:
        files += 1
        all_events = events(seed + files)
        calm = Engine(loads(POLICY))
        verdicts = [*calm.judge_many(all_events), *finish(calm, all_events)]
        wanted = {one.id: json.loads(json.dumps(one.to_dict())) for one in verdicts if one}
        path = file.with_suffix(f".{files}")
        received: dict[str, Any] = {}
        for dead, told in lives(path, all_events, synchronous, chance, kills - killed):
            killed += dead
            for line in told.split(b"\n")[:-1]:
                verdict = json.loads(line)
                assert received.setdefault(verdict["id"], verdict) == verdict, verdict["id"]
                again += 1
        assert received.keys() == wanted.keys(), received.keys() ^ wanted.keys()
        assert received == wanted
        kept = Engine(loads(POLICY), state=path)
        assert [kept.penalties(one) for one in PEOPLE] == [calm.penalties(one) for one in PEOPLE]
        assert kept.pending() == calm.pending()
        assert kept.stats()["events"] == EVENTS
        kept.close()
        again -= len(received)
    print(json.dumps({"killed": killed, "files": files, "delivered again": again}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
