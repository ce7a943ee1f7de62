"""Strangers, repeaters and flooders stay outside, and each is counted."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from serving import ENVELOPE, NOON, Client, Clock, archived, lines, served, settings_in
from test_service_envelope import BODY, ECHO, ECHOED, ENCRYPTED, MESSAGE

from service.gate import Gate, Refused
from service.sender import posted, signed

OFFICIAL = {
    "token": "QDG6eK",
    "key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    "receiver": "wx5823bf96d3bd56c7",
}


def test_the_published_requests_are_answered(tmp_path: Path) -> None:
    """WeCom's own samples, sent over a socket at their own time, get what WeCom waits for."""
    clock = Clock(NOON.fromtimestamp(1409659813, NOON.tzinfo))
    with served(settings_in(tmp_path, **OFFICIAL), clock) as (client, _, _):
        status, echoed, _ = client.ask("GET", f"/callback?{urlencode(ECHO)}")
        assert (200, ECHOED) == (status, echoed)

        target = f"/callback?{urlencode(MESSAGE)}"
        assert (200, b"success") == client.ask("POST", target, BODY)[:2]
        assert 409 == client.ask("POST", target, b'{"encrypt": "%s"}' % ENCRYPTED.encode())[0]


def test_a_body_in_json_is_taken_as_well(tmp_path: Path) -> None:
    """The sample's message in a body of JSON is the same message."""
    clock = Clock(NOON.fromtimestamp(1409659813, NOON.tzinfo))
    with served(settings_in(tmp_path, **OFFICIAL), clock) as (client, _, _):
        body = b'{"encrypt": "%s"}' % ENCRYPTED.encode()
        assert 200 == client.ask("POST", f"/callback?{urlencode(MESSAGE)}", body)[0]


def refused(client: Client, reason: str) -> float:
    return client.metric(f'requests_refused_total{{reason="{reason}"}}')


@pytest.mark.parametrize("route", ["/callback", "/events"])
def test_forged_requests_are_refused(tmp_path: Path, route: str) -> None:
    """A wrong signature, and a right one under another body, get 403; nothing is taken."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        query, body = posted(ENVELOPE, lines(archived("m1", "早", NOON)), NOON)
        _, other = posted(ENVELOPE, lines(archived("m2", "早", NOON)), NOON)
        wrong = urlencode({"msg_signature": "0" * 40, "timestamp": str(int(NOON.timestamp())),
                           "nonce": "1"})  # fmt: skip

        assert 403 == client.ask("POST", f"{route}?{wrong}", body)[0]
        assert 403 == client.ask("POST", f"{route}?{query}", other)[0]
        assert 2 == refused(client, "forged")
        assert 0 == client.metric('engine_total{what="events"}')
        assert 200 == client.ask("POST", f"{route}?{query}", body)[0]


def test_a_forged_verification_is_refused(tmp_path: Path) -> None:
    """Nothing is decrypted for somebody who cannot sign."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        query = signed(ENVELOPE, ENVELOPE.sealed(b"123"), NOON)
        target = f"/callback?{query}&{urlencode({'echostr': ENVELOPE.sealed(b'456')})}"
        assert 403 == client.ask("GET", target)[0]


def test_requests_for_another_receiver_are_refused(tmp_path: Path) -> None:
    """A message that is signed with our token but names another company gets 403."""
    settings = settings_in(tmp_path, receiver="ww9")
    with served(settings, Clock()) as (client, _, _):
        query, body = posted(ENVELOPE, b"{}", NOON)
        assert 403 == client.ask("POST", f"/events?{query}", body)[0]
        assert 1 == refused(client, "misaddressed")


def test_replayed_requests_are_refused(tmp_path: Path) -> None:
    """The same request again gets 409, and 403 as soon as it is too old to be remembered."""
    clock = Clock()
    with served(settings_in(tmp_path, age=60), clock) as (client, service, _):
        query, body = posted(ENVELOPE, lines(archived("m1", "早", NOON)), NOON)
        answers = [client.ask("POST", f"/events?{query}", body)[0]]
        clock.at += timedelta(seconds=59)
        answers.append(client.ask("POST", f"/events?{query}", body)[0])
        clock.at += timedelta(seconds=2)
        answers.append(client.ask("POST", f"/events?{query}", body)[0])

        assert [200, 409, 403] == answers
        assert (1, 1) == (refused(client, "replayed"), refused(client, "stale"))
        client.post(archived("m2", "早", clock.at))
        assert 1 == len(service.gate)


def test_requests_from_the_future_are_refused(tmp_path: Path) -> None:
    """A timestamp ahead of the clock would let a request be replayed for long."""
    with served(settings_in(tmp_path, age=60), Clock()) as (client, _, _):
        query, body = posted(ENVELOPE, b"{}", NOON + timedelta(seconds=61))
        assert 403 == client.ask("POST", f"/events?{query}", body)[0]
        assert 1 == refused(client, "stale")


def test_the_memory_of_requests_is_bounded() -> None:
    """However many come, so many are remembered, and the oldest goes first."""
    gate = Gate(ENVELOPE, Clock(), age=60, most=3)
    requests = []
    for number in range(10):
        encrypted = ENVELOPE.sealed(b"%d" % number)
        query = dict(part.split("=") for part in signed(ENVELOPE, encrypted, NOON).split("&"))
        requests.append((query, encrypted))
        gate.enter(query, encrypted)
        assert len(gate) <= 3

    for query, encrypted in requests[-3:]:
        with pytest.raises(Refused, match="replayed"):
            gate.enter(query, encrypted)
    assert b"0" == gate.enter(*requests[0])[1]


def test_what_was_not_taken_may_come_again() -> None:
    """A proxy that repeats a request which was answered with 503 is let in."""
    gate = Gate(ENVELOPE, Clock(), age=60, most=3)
    encrypted = ENVELOPE.sealed(b"x")
    query = dict(part.split("=") for part in signed(ENVELOPE, encrypted, NOON).split("&"))
    signature, _ = gate.enter(query, encrypted)
    gate.release(signature)

    assert b"x" == gate.enter(query, encrypted)[1]


MALFORMED = {
    "nothing": {},
    "no nonce": {"msg_signature": "0" * 40, "timestamp": "1"},
    "a long nonce": {"msg_signature": "0" * 40, "timestamp": "1", "nonce": "1" * 33},
    "no number": {"msg_signature": "0" * 40, "timestamp": "١", "nonce": "1"},
    "no signature": {"msg_signature": "A" * 40, "timestamp": "1", "nonce": "1"},
}


def test_malformed_requests_are_refused(tmp_path: Path) -> None:
    """What cannot be signed at all gets 400, with or without a body."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        for query in MALFORMED.values():
            assert 400 == client.ask("POST", f"/callback?{urlencode(query)}", b"")[0], query
            assert 400 == client.ask("GET", f"/callback?{urlencode(query)}")[0], query
        query = signed(ENVELOPE, "QUJD", NOON)
        assert 400 == client.ask("POST", f"/callback?{query}", b"<xml></xml>")[0]
        assert 422 == client.ask("POST", f"/callback?{query}", b'{"encrypt": "QUJD"}')[0]
        assert 2 * len(MALFORMED) + 1 == refused(client, "malformed")


def sent(port: int, head: str, *parts: bytes) -> bytes:
    """The first line of the answer to a request that is written by hand."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as stream:
        stream.sendall(head.replace("\n", "\r\n").encode())
        for part in parts:
            stream.sendall(part)
        return stream.recv(4096).partition(b"\r\n")[0]


def test_oversized_requests_are_refused_unread(tmp_path: Path) -> None:
    """A length that says too much gets 413 before any of the body; so do too many chunks."""
    with served(settings_in(tmp_path, body=1000), Clock()) as (client, _, _):
        query, _ = posted(ENVELOPE, b"{}", NOON)
        head = f"POST /callback?{query} HTTP/1.1\nHost: here\n"
        told = sent(client.port, f"{head}Content-Length: 10000000000\n\n")
        assert told.startswith(b"HTTP/1.1 413")
        chunk = b"1f4\r\n" + b"x" * 500 + b"\r\n"
        told = sent(client.port, f"{head}Transfer-Encoding: chunked\n\n", chunk, chunk, chunk)
        assert told.startswith(b"HTTP/1.1 413")
        assert 2 == refused(client, "oversized")


def test_a_body_that_never_ends_is_refused(tmp_path: Path) -> None:
    """Whoever sends half of it is not waited for."""
    with served(settings_in(tmp_path, patience=0.2), Clock()) as (client, _, _):
        query, _ = posted(ENVELOPE, b"{}", NOON)
        head = f"POST /callback?{query} HTTP/1.1\nHost: here\nContent-Length: 100\n\n"
        assert sent(client.port, head, b"x" * 50).startswith(b"HTTP/1.1 408")


def test_a_message_that_comes_again_is_judged_once(tmp_path: Path) -> None:
    """WeCom repeats a callback under a new nonce: it is taken, and gives nothing more."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        record = archived("m1", "饭桶", NOON)
        assert ["success"] * 3 == [client.post(record, route="/callback", xml=True)
                                   for _ in range(3)]  # fmt: skip
        assert ["m1"] == [one["event"] for one in client.verdicts()]
        assert 1 == client.metric('engine_total{what="events"}')
        assert 2 == client.metric('engine_total{what="duplicates"}')


def test_verdicts_are_for_the_reader_alone(tmp_path: Path) -> None:
    """Without the reader's secret there are no verdicts, no quarantine and no reload."""
    with served(settings_in(tmp_path), Clock()) as (client, _, _):
        for method, target in (("GET", "/verdicts"), ("POST", "/verdicts/ack"),
                               ("GET", "/quarantine"), ("POST", "/reload")):  # fmt: skip
            assert 401 == client.ask(method, target)[0]
            assert 401 == client.ask(method, target, Authorization="Bearer other")[0]
        assert 8 == refused(client, "unauthorised")
