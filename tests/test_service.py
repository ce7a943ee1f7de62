"""The service takes records over a socket, judges them once, and hands out every verdict."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from serving import (
    ENVELOPE,
    KEY,
    NOON,
    POLICY,
    ROOT,
    SECRET,
    Client,
    Clock,
    Process,
    archived,
    lines,
    now,
    served,
    settings_in,
    until,
)

from service.gate import STATUS
from service.rules import Faulty
from service.sender import posted
from service.settings import _READ, Settings, from_environment
from wechat_policy import Engine, loads


def assigned(id_: str, at: Any) -> dict[str, Any]:
    return {"type": "approval.assign", "id": id_, "at": at.isoformat(), "actor": "liuyang",
            "request": f"R-{id_}", "to": "zhaoyi"}  # fmt: skip


def clauses(verdicts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["event"], each["clause"]) for one in verdicts for each in one["violations"]]


# ------------------------------------------------------------------------------- judging


def test_records_of_both_kinds_are_judged(tmp_path: Path) -> None:
    """Archived and native records come in one body or several; each route tells what it should."""
    native = {"type": "message", "id": "n1", "at": NOON.isoformat(), "sender": "liuyang",
              "kind": "text", "text": "饭桶"}  # fmt: skip
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        told = client.post(archived("m1", "早", NOON), archived("m2", "饭桶", NOON))
        assert {"events": 2, "again": 0, "refused": []} == told
        assert {"events": 1, "again": 0, "refused": []} == client.post(native)
        assert "success" == client.post(archived("m3", "饭桶", NOON), route="/callback", xml=True)

        found = client.verdicts()
        assert [("m2", "no_insults"), ("n1", "no_insults"), ("m3", "no_insults")] == clauses(found)


def test_a_callback_of_wecom_is_judged(tmp_path: Path) -> None:
    """What WeCom itself calls back with becomes events; a notice without conduct is no fault."""
    (tmp_path / "house.policy").write_text(
        '制度 "house"\n条款 不私加客户\n  不得 联系人.添加 当 添加进度 = 已添加\n', encoding="utf-8"
    )
    head = f"<xml><CreateTime>{int(NOON.timestamp())}</CreateTime><MsgType>event</MsgType>"
    added = (
        f"{head}<Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType>"
        "<UserID>zhaoyi</UserID><ExternalUserID>wmGuest000000000000000000000000A</ExternalUserID></xml>"
    )
    notice = f"{head}<Event>msgaudit_notify</Event><AgentID>1</AgentID></xml>"
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        for body in (added, notice, added):
            query, sealed = posted(ENVELOPE, body.encode(), client.clock(), xml=True)
            assert (200, b"success") == client.ask("POST", f"/callback?{query}", sealed)[:2]

        (found,) = client.verdicts()
        assert ["不私加客户"] == [one["clause"] for one in found["violations"]]
        assert "zhaoyi" == found["violations"][0]["subject"]


def test_verdicts_are_those_of_the_engine(tmp_path: Path) -> None:
    """What the reader gets is what an engine would say that is fed the same."""
    texts = ("早", "饭桶", "好", "饭桶", "好", "好")
    records = [archived(f"m{number}", text, NOON + timedelta(seconds=number))
               for number, text in enumerate(texts)]  # fmt: skip
    engine = Engine(loads(POLICY))
    from wechat_policy.adapters import read

    wanted = [verdict.to_dict() for record in read(records) if record.event
              for verdict in engine.feed(record.event) if verdict]  # fmt: skip
    with served(settings_in(tmp_path, tick=60.0), Clock()) as (client, _, _):
        client.post(*records)
        assert json.loads(json.dumps(wanted)) == client.verdicts()


def test_duties_fall_due_as_time_passes(tmp_path: Path) -> None:
    """Nobody posts anything, and yet an hour later the approval is overdue."""
    clock = Clock()
    with served(settings_in(tmp_path), clock) as (client, _, _):
        client.post(assigned("a1", NOON))
        clock.at += timedelta(minutes=59)
        time.sleep(0.1)
        assert [] == client.verdicts()
        clock.at += timedelta(minutes=2)
        until(client.verdicts)
        assert [("a1", "decide_in_time")] == clauses(client.verdicts())


def test_an_event_of_the_future_does_not_carry_the_time_along(tmp_path: Path) -> None:
    """A record with a wrong year is set apart: it would make every other one late."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        (told,) = client.post(archived("m1", "饭桶", NOON + timedelta(days=365)))["refused"]
        assert "future" == told["code"]
        client.post(archived("m2", "饭桶", NOON))
        assert ["m2"] == [one["event"] for one in client.verdicts()]
        assert 0 == client.metric('engine_total{what="late"}')


# ------------------------------------------------------------------------------ delivery


def test_a_reader_loses_nothing_and_gets_nothing_twice(tmp_path: Path) -> None:
    """The cursor skips what the reader has, acknowledged or not, over a restart too."""
    (tmp_path / "insults.policy").write_text(POLICY.split("clause no_floods")[0], encoding="utf-8")
    settings = settings_in(tmp_path, policies=(str(tmp_path / "insults.policy"),))
    with served(settings, Clock()) as (client, _, _):
        client.post(*(archived(f"m{number}", "饭桶", NOON) for number in range(5)))
        first = client.read("/verdicts?limit=2")
        assert ["m0", "m1"] == [one["id"] for one in first["verdicts"]]
        assert first == client.read("/verdicts?limit=2")
        second = client.read(f"/verdicts?after={first['next']}&limit=2")
        assert ["m2", "m3"] == [one["id"] for one in second["verdicts"]]
        assert {"acknowledged": 2} == client.read(f"/verdicts/ack?upto={first['next']}", "POST")
        assert {"acknowledged": 0} == client.read(f"/verdicts/ack?upto={first['next']}", "POST")
        assert 3 == client.metric("verdicts_waiting")
    with served(settings, Clock()) as (client, _, _):
        # The reader stored the second page, and died before it could say so.
        third = client.read(f"/verdicts?after={second['next']}")
        assert ["m4"] == [one["id"] for one in third["verdicts"]]
        # Another still stands where it was acknowledged.
        again = client.read(f"/verdicts?after={first['next']}")
        assert ["m2", "m3", "m4"] == [one["id"] for one in again["verdicts"]]
        assert {"acknowledged": 3} == client.read(f"/verdicts/ack?upto={third['next']}", "POST")
        assert {"verdicts": [], "next": "m4"} == client.read("/verdicts?after=m4")
        assert 0 == client.metric("verdicts_waiting")


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1" * 400])
def test_a_page_is_bounded(tmp_path: Path, limit: str) -> None:
    """Nobody fetches everything at once, or nothing for ever."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        status, _, _ = client.ask("GET", f"/verdicts?limit={limit}",
                                  Authorization="Bearer the-reader")  # fmt: skip
        assert 400 == status


# ---------------------------------------------------------------------------- quarantine


def test_refused_records_are_set_apart_without_content(tmp_path: Path) -> None:
    """A record that is no event is counted and remembered by id and reason; the rest is judged."""
    bad = {**archived("m1", SECRET, NOON), "msgtime": SECRET}
    settings = settings_in(tmp_path)
    with served(settings, Clock()) as (client, _, _):
        told = client.post(bad, archived("m2", "饭桶", NOON))
        assert (1, ["wrong"]) == (told["events"], [one["code"] for one in told["refused"]])
        assert SECRET not in json.dumps(told, ensure_ascii=False)
        assert 1 == client.metric('records_refused_total{reason="wrong"}')
    with served(settings, Clock()) as (client, _, _):
        (kept,) = client.read("/quarantine")["records"]
        assert {"number": 0, "at": NOON.isoformat(), "route": "/events", "id": "m1",
                "code": "wrong", "field": "msgtime"} == kept  # fmt: skip


def test_the_quarantine_is_bounded(tmp_path: Path) -> None:
    """The newest stay, in a smaller bound after a restart as well."""
    with served(settings_in(tmp_path, quarantine=5), Clock()) as (client, _, _):
        for number in range(8):
            client.post({**archived(f"m{number}", "早", NOON), "msgtime": "x"})
        found = client.read("/quarantine")["records"]
        assert ["m7", "m6", "m5", "m4", "m3"] == [one["id"] for one in found]
    with served(settings_in(tmp_path, quarantine=2), Clock()) as (client, _, _):
        assert 2 >= len(client.read("/quarantine")["records"])
        client.post({**archived("m8", "早", NOON), "msgtime": "x"})
        assert "m8" == client.read("/quarantine")["records"][0]["id"]


# ------------------------------------------------------------------------------- reloads


def flood(client: Client, *ids: str) -> None:
    client.post(*(archived(one, "早", NOON) for one in ids))


def test_a_changed_policy_is_taken_up_and_keeps_state(tmp_path: Path) -> None:
    """Two messages before the change and two after it make four, by the clause that stayed."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        flood(client, "m1", "m2")
        file = tmp_path / "house.policy"
        changed = POLICY.replace('{"饭桶"}', '{"笨蛋"}').replace('version "1"', 'version "2"')
        file.write_text(changed, encoding="utf-8")
        until(lambda: client.metric('policy_reloads_total{outcome="done"}'))
        assert {"house": "2"} == json.loads(client.ask("GET", "/healthz")[1])["policies"]
        flood(client, "m3", "m4")
        assert [("m4", "no_floods")] == clauses(client.verdicts())
        client.post(archived("n1", "笨蛋", NOON, "liuyang"), archived("n2", "饭桶", NOON, "wangwu"))
        assert [("n1", "no_insults")] == clauses(client.verdicts())[1:]


def test_a_clause_that_changes_begins_anew(tmp_path: Path) -> None:
    """What the changed clause remembered is dropped, and told."""
    with served(settings_in(tmp_path, tick=60.0), Clock()) as (client, _, _):
        flood(client, "m1", "m2", "m3")
        (tmp_path / "house.policy").write_text(POLICY.replace("3 per 10m", "2 per 10m"),
                                               encoding="utf-8")  # fmt: skip
        assert client.read("/reload", "POST")["dropped"] > 0
        flood(client, "m4", "m5")
        assert [] == client.verdicts()


def test_a_faulty_policy_leaves_the_last_good_one(tmp_path: Path) -> None:
    """Its diagnostics are shown; judging goes on; the next sound text is taken up."""
    with served(settings_in(tmp_path, tick=60.0), Clock()) as (client, _, _):
        flood(client, "m1", "m2")
        file = tmp_path / "house.policy"
        file.write_text(POLICY.replace("contains insult", "contains insolt"), encoding="utf-8")
        status, told, _ = client.ask("POST", "/reload", Authorization="Bearer the-reader")
        assert 422 == status
        (fault,) = json.loads(told)["faults"]
        assert "insolt" in fault["text"] and "`insult`" in fault["text"]
        assert 1 == json.loads(client.ask("GET", "/healthz")[1])["faults"]
        assert 0 == client.metric("policy_current")
        flood(client, "m3", "m4")
        assert [("m4", "no_floods")] == clauses(client.verdicts())

        file.write_text(POLICY, encoding="utf-8")
        assert {"dropped": 0} == client.read("/reload", "POST")
        assert 1 == client.metric("policy_current")


def test_rules_that_no_engine_takes_leave_the_last_good_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is as it was, and the former rules go on where they were."""

    def picky(policies: Any, *told: Any, **settings: Any) -> Engine:
        engine = Engine(policies, *told, **settings)
        if policies[0].version == "2":
            raise ValueError(SECRET)
        return engine

    with served(settings_in(tmp_path, tick=60.0), Clock()) as (client, _, _):
        flood(client, "m1", "m2")
        changed = POLICY.replace("3 per 10m", "9 per 10m").replace('version "1"', 'version "2"')
        (tmp_path / "house.policy").write_text(changed, encoding="utf-8")
        monkeypatch.setattr("service.judge.Engine", picky)
        assert 422 == client.ask("POST", "/reload", Authorization="Bearer the-reader")[0]
        flood(client, "m3", "m4")
        assert [("m4", "no_floods")] == clauses(client.verdicts())


def test_what_a_policy_needs_beside_it_is_watched_too(tmp_path: Path) -> None:
    """A library that the policy uses, and the directory, are files that change."""
    (tmp_path / "people.json").write_text("{}", encoding="utf-8")
    settings = settings_in(tmp_path, directory=tmp_path / "people.json")
    with served(settings, Clock()) as (client, _, _):
        for number, name in enumerate(("people.json", "words.policy"), 1):
            (tmp_path / name).write_text("{} ", encoding="utf-8")
            until(lambda: client.metric('policy_reloads_total{outcome="done"}') == number)  # noqa: B023


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
def test_a_hangup_reads_the_policies_anew(tmp_path: Path) -> None:
    """SIGHUP does what an operator expects of it."""
    with Process(tmp_path, TICK="600") as running:
        (tmp_path / "house.policy").write_text(POLICY.replace('version "1"', 'version "2"'),
                                               encoding="utf-8")  # fmt: skip
        running.process.send_signal(signal.SIGHUP)
        until(lambda: b'"house":"2"' in running.client.ask("GET", "/healthz")[1])


def test_a_service_does_not_begin_with_faulty_policies(tmp_path: Path) -> None:
    """There is no last good one yet: every fault is told at once."""
    (tmp_path / "house.policy").write_text("policy", encoding="utf-8")
    two = tmp_path / "two.policy"
    two.write_text(POLICY, encoding="utf-8")
    settings = settings_in(tmp_path)
    many = (*settings.policies, str(two), str(two), "nowhere", str(tmp_path))
    with pytest.raises(Faulty) as fault, served(settings_in(tmp_path, policies=many), Clock()):
        pass
    assert {"same_id", "UnknownPack"} < {one["code"] for one in fault.value.faults}


# -------------------------------------------------------------- one thread, and its queue


@dataclass
class Blocked:
    """Holds the worker until it is released."""

    service: Any

    def __enter__(self) -> threading.Event:
        self.event, begun = threading.Event(), threading.Event()
        self.service.worker.submit(lambda judge: (begun.set(), self.event.wait(60)))
        assert begun.wait(60)
        return self.event

    def __exit__(self, *fault: object) -> None:
        self.event.set()


def test_a_full_queue_asks_to_come_again(tmp_path: Path) -> None:
    """More than the queue holds gets 503 with Retry-After, and may come again as it was."""
    settings = settings_in(tmp_path, queue=2, tick=600.0)
    with served(settings, Clock()) as (client, service, _), ThreadPoolExecutor(8) as pool:
        with Blocked(service) as event:
            waiting = [pool.submit(client.post, archived(f"m{n}", "饭桶", NOON)) for n in range(2)]
            until(lambda: service.worker.depth == 2)
            query, body = posted(ENVELOPE, lines(archived("m2", "饭桶", NOON)), NOON)
            status, _, headers = client.ask("POST", f"/events?{query}", body)
            assert (503, "1") == (status, headers["retry-after"])
            event.set()
        assert [1, 1] == [one.result()["events"] for one in waiting]
        assert 200 == client.ask("POST", f"/events?{query}", body)[0]
        assert {"m0", "m1", "m2"} == {one["event"] for one in client.verdicts()}


def test_a_slow_judge_asks_to_come_again(tmp_path: Path) -> None:
    """Before WeCom hangs up it is told to come again; what was taken is judged once."""
    with served(settings_in(tmp_path, patience=0.3, tick=600.0), Clock()) as (client, service, _):
        query, body = posted(ENVELOPE, lines(archived("m1", "饭桶", NOON)), NOON)
        with Blocked(service):
            assert 503 == client.ask("POST", f"/callback?{query}", body)[0]
        until(lambda: client.ask("POST", f"/callback?{query}", body)[0] == 200)
        assert ["m1"] == [one["event"] for one in client.verdicts()]


def test_going_down_loses_nothing(tmp_path: Path) -> None:
    """Requests that wait when the service is told to stop are answered, and are in the file."""
    settings = settings_in(tmp_path, tick=600.0)
    with (
        ThreadPoolExecutor(20) as pool,
        served(settings, Clock()) as (client, service, server),
        Blocked(service) as event,
    ):
        waiting = [pool.submit(client.post, archived(f"m{n}", "饭桶", NOON, f"p{n}"))
                   for n in range(20)]  # fmt: skip
        until(lambda: service.worker.depth == 20)
        server.should_exit = True
        time.sleep(0.3)
        event.set()
        assert [1] * 20 == [one.result()["events"] for one in waiting]
    engine = Engine(loads(POLICY), state=settings.state)
    assert {f"m{n}" for n in range(20)} == {one.event for one in engine.pending_delivery()}
    engine.close()


def test_what_could_not_be_written_comes_again(tmp_path: Path, monkeypatch: Any) -> None:
    """A full disk is no success: 503, and after the repetition one verdict."""
    with served(settings_in(tmp_path, tick=600.0), Clock()) as (client, service, _):
        judge = service.worker.judge
        commit = judge.commit
        monkeypatch.setattr(judge, "commit", lambda: (_ for _ in ()).throw(
            sqlite3.OperationalError(SECRET)))  # fmt: skip
        query, body = posted(ENVELOPE, lines(archived("m1", "饭桶", NOON)), NOON)
        assert 503 == client.ask("POST", f"/callback?{query}", body)[0]
        monkeypatch.setattr(judge, "commit", commit)
        assert 200 == client.ask("POST", f"/callback?{query}", body)[0]
        assert ["m1"] == [one["event"] for one in client.verdicts()]


def test_a_file_that_another_engine_writes_is_told(tmp_path: Path) -> None:
    """Two services on one file would both be wrong: this one takes nothing more, and says so."""
    settings = settings_in(tmp_path, tick=600.0)
    with served(settings, Clock()) as (client, _, _):
        client.post(archived("m1", "饭桶", NOON))
        other = Engine(loads(POLICY), state=settings.state)
        other.feed({"type": "message", "id": "x", "at": NOON.isoformat(), "sender": "li",
                    "kind": "text", "text": "早"})  # fmt: skip
        other.close()
        query, body = posted(ENVELOPE, lines(archived("m2", "饭桶", NOON)), NOON)
        for _ in range(2):
            assert 503 == client.ask("POST", f"/callback?{query}", body)[0]
        status, told, _ = client.ask("GET", "/healthz")
        assert (503, "other_engine") == (status, json.loads(told)["status"])


# ------------------------------------------------------------------- what it tells of itself

SERIES = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


def test_metrics_are_in_the_text_format(tmp_path: Path) -> None:
    """Each line is a comment or a series, each series has a type, and the histogram adds up."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        client.post(archived("m1", "饭桶", NOON))
        client.ask("POST", "/callback")
        status, told, headers = client.ask("GET", "/metrics")
        assert (200, "text/plain; version=0.0.4; charset=utf-8") == (
            status,
            headers["content-type"],
        )
        text = told.decode()
        typed = set(re.findall(r"# TYPE (\S+)", text))
        assert text.endswith("\n")
        for line in text.splitlines():
            if not line.startswith("#"):
                assert SERIES.fullmatch(line), line
                name = re.split("[ {]", line)[0]
                assert {name, re.sub("_(bucket|sum|count)$", "", name)} & typed, line
        assert 1 == client.metric('request_seconds_bucket{route="/events",le="+Inf"}')
        assert 1 == client.metric('request_seconds_count{route="/events"}')
        assert 1 == client.metric('requests_total{route="/callback",status="400"}')
        assert 1 == client.metric("verdicts_waiting")


def test_logs_and_metrics_hold_ids_and_no_content(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes well or wrong, no word of a message is told to whoever reads the logs."""

    def fail(event: Any, **settings: Any) -> None:
        raise ValueError(SECRET)

    caplog.set_level(logging.DEBUG)
    with served(settings_in(tmp_path), Clock()) as (client, service, _):
        client.post(
            archived("m1", SECRET, NOON), {**archived("m2", SECRET, NOON), "from": [SECRET]}
        )
        client.post({SECRET: SECRET}, route="/callback")
        query, body = posted(ENVELOPE, SECRET.encode(), NOON)
        client.ask("POST", f"/events?{query}", body)
        service.worker.judge._engine.feed = fail
        query, body = posted(ENVELOPE, lines(archived("m3", SECRET, NOON)), NOON)
        assert 500 == client.ask("POST", f"/events?{query}", body)[0]
        shown = client.ask("GET", "/metrics")[1].decode() + str(client.read("/quarantine"))
    assert "event m1 taken, 1 verdicts" in caplog.text
    assert "record m2 refused: wrong" in caplog.text
    assert "event m3 failed: ValueError" in caplog.text
    for secret in (SECRET, "机密", SECRET.encode("unicode_escape").decode(), "the-reader"):
        assert secret not in caplog.text + shown


ENVIRONMENT = {
    "WECHAT_POLICY_TOKEN": "t", "WECHAT_POLICY_KEY": "k", "WECHAT_POLICY_RECEIVER": "ww1",
    "WECHAT_POLICY_READER": "r", "WECHAT_POLICY_POLICIES": os.pathsep.join(("P06", "a.policy")),
    "WECHAT_POLICY_STATE": "engine.db",
}  # fmt: skip


def test_settings_come_from_the_environment() -> None:
    """Each has its variable; what is not said is as the class has it."""
    since = {"WECHAT_POLICY_HISTORY_SINCE": "2026-03-01T00:00:00+08:00"}
    told = from_environment({**ENVIRONMENT, **since, "WECHAT_POLICY_LATENESS": "60"})

    assert ("P06", "a.policy") == told.policies
    assert timedelta(minutes=1) == told.lateness
    assert Settings("t", "k", "ww1", "r", (), Path("engine.db")).body == told.body
    assert "k" not in repr(told).split("Settings")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("LATENESS", "soon"), ("HISTORY_SINCE", "2026-03-01"), ("QUEUE", "0"), ("TIMEZONE", "Nowhere"),
     ("SYNCHRONOUS", "OFF"), ("KEY", "")],
)  # fmt: skip
def test_wrong_settings_are_named_and_not_repeated(name: str, value: str) -> None:
    """Whoever starts it is told which variable, and no secret is printed."""
    with pytest.raises(ValueError, match=f"WECHAT_POLICY_{name}") as fault:
        from_environment({**ENVIRONMENT, f"WECHAT_POLICY_{name}": value})
    assert not value or value not in str(fault.value)


README = (ROOT / "examples" / "service" / "README.md").read_text(encoding="utf-8")


def test_the_ten_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the README shows makes an application, and is ten lines or little more."""
    (tmp_path / "house.policy").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (shown,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(shown.split("\n")) < 14
    names: dict[str, Any] = {}
    exec(shown.replace('key="…"', f'key="{KEY}"'), names)
    names["app"].state.service.worker.judge.close()


def test_the_readme_tells_every_variable_and_every_refusal() -> None:
    """Each variable that is read stands in its table, and each reason with its status."""
    for name in _READ:
        assert f"`{name.upper()}`" in README, name
    for reason, status in STATUS.items():
        row = next(line for line in README.splitlines() if re.match(rf"\|[^|]*{reason}", line))
        assert str(status) in row, reason


# --------------------------------------------------------------------------------- crashes


@pytest.mark.skipif(os.name != "posix", reason="it kills")
@pytest.mark.parametrize("most", [2, pytest.param(12, marks=pytest.mark.long)])
def test_a_killed_service_loses_nothing(tmp_path: Path, most: int) -> None:
    """Killed again and again while requests come in: each is judged once, each verdict told once.

    The sender repeats what was not answered; the reader keeps its cursor, and now and then dies
    before it acknowledges.
    """
    pending = {f"m{number}": archived(f"m{number}", "饭桶", now(), f"p{number}")
               for number in range(300)}  # fmt: skip
    received: list[str] = []
    cursor = ""
    kills = 0
    while pending:
        with Process(tmp_path, LATENESS="3600") as running, ThreadPoolExecutor(4) as pool:
            client = running.client

            def send(id_: str, client: Client = client) -> None:
                try:
                    client.post(pending[id_], route="/callback")
                except (OSError, EOFError):
                    return
                except Exception as fault:
                    assert "HTTPException" in str(type(fault).__mro__), fault
                    return
                del pending[id_]

            found = client.verdicts(cursor)
            received += [one["event"] for one in found]
            cursor = found[-1]["id"] if found else cursor
            if kills % 2:
                client.read(f"/verdicts/ack?upto={cursor}", "POST")
            sending = [pool.submit(send, id_) for id_ in list(pending)]
            if kills < most:
                until(lambda: len(pending) <= 300 - 300 * (kills + 1) // (most + 1))  # noqa: B023
                running.process.kill()
                kills += 1
            for one in sending:
                one.result()
    with Process(tmp_path, LATENESS="3600") as running:
        received += [one["event"] for one in running.client.verdicts(cursor)]
        assert 300 == running.client.metric('engine_total{what="events"}')
    assert most == kills
    assert sorted(f"m{number}" for number in range(300)) == sorted(received)
    assert SECRET not in (tmp_path / "service.log").read_text(encoding="utf-8")
