"""WeCom's message encryption is read as WeCom writes it, and nothing else is."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import Envelope, Misaddressed, Unreadable, encrypted_in

# The values of the sample that WeCom publishes with its own code for each language.
OFFICIAL = Envelope("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
ECHO = {
    "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "timestamp": "1409659589",
    "nonce": "263014780",
    "echostr": (
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    ),
}
ECHOED = b"1616140317555161061"
MESSAGE = {
    "msg_signature": "477715d11cdb4164915debcba66cb864d751f3e6",
    "timestamp": "1409659813",
    "nonce": "1372623149",
}
ENCRYPTED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj9"
    "11L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DO"
    "dnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03"
    "v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpN"
    "elZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q"
    "=="
)
BODY = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>"
    f"<Encrypt><![CDATA[{ENCRYPTED}]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>"
).encode()

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
OURS = Envelope("t", KEY, "ww1")


def test_the_published_verification_is_read() -> None:
    """The signature of the sample holds, and what it echoes is what the sample says."""
    query = dict(ECHO)
    assert OFFICIAL.is_signed(query["msg_signature"], query["timestamp"], query["nonce"],
                              query["echostr"])  # fmt: skip
    assert ECHOED == OFFICIAL.opened(query["echostr"])


def test_the_published_message_is_read() -> None:
    """The message of the sample comes out of its XML body, byte by byte as long as it says."""
    encrypted = encrypted_in(BODY)

    assert OFFICIAL.is_signed(*MESSAGE.values(), encrypted)
    message = OFFICIAL.opened(encrypted).decode()
    assert message.startswith("<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>")
    assert message.endswith("</xml>")
    assert "<MsgType><![CDATA[text]]></MsgType>" in message


@pytest.mark.parametrize("place", range(4))
def test_a_signature_holds_for_nothing_else(place: int) -> None:
    """Each of the four parts is signed."""
    parts = [*MESSAGE.values(), ENCRYPTED]
    assert OFFICIAL.is_signed(*parts)
    parts[place] = ("0" if parts[place][0] != "0" else "1") + parts[place][1:]

    assert not OFFICIAL.is_signed(*parts)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong signature takes the way of the right one, through `compare_digest`."""
    compared = []

    def compare(ours: bytes, theirs: bytes) -> bool:
        compared.append((ours, theirs))
        return ours == theirs

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert not OURS.is_signed("0" * 40, "1", "2", "3")

    right = hashlib.sha1(b"123t").hexdigest().encode()
    assert [(right, b"0" * 40)] == compared


@given(st.binary(max_size=300))
def test_what_is_sealed_is_opened(message: bytes) -> None:
    """Any bytes come out as they went in, in blocks of 32."""
    sealed = OURS.sealed(message)

    assert message == OURS.opened(sealed)
    assert 0 == len(base64.b64decode(sealed)) % 32


def test_a_message_for_another_is_refused() -> None:
    """The receiver is checked, also where one id begins with the other."""
    for other in ("ww2", "ww", "ww11", ""):
        with pytest.raises(Misaddressed):
            OURS.opened(Envelope("t", KEY, other).sealed(b"hello"))


DAMAGED = {
    "no Base64": "***",
    "no ASCII": "加密",
    "empty": "",
    "cut in a block": base64.b64encode(b"x" * 33).decode(),
    "too short": base64.b64encode(b"x" * 16).decode(),
    "another key": Envelope("t", KEY[::-1], "ww1").sealed(b"hello"),
}


@pytest.mark.parametrize("encrypted", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_refused(encrypted: str) -> None:
    """Whatever is wrong inside, it is said in one and the same way."""
    with pytest.raises(Unreadable):
        OURS.opened(encrypted)


@given(st.text(alphabet="ABCDabcd0123+/", min_size=4, max_size=200))
def test_no_ciphertext_breaks_it(encrypted: str) -> None:
    """Anything that is no message raises one of two errors."""
    try:
        OURS.opened(encrypted)
    except (Unreadable, Misaddressed):
        return
    raise AssertionError("somebody guessed the key")


@pytest.mark.parametrize("key", ["", "short", KEY + "x", "!" * 43, "加" * 43])
def test_a_wrong_key_is_told_at_once(key: str) -> None:
    """A key that cannot be one ends the start, without being repeated."""
    with pytest.raises(ValueError, match="43 characters"):
        Envelope("t", key, "ww1")


BODIES = {
    "XML": b"<xml><Encrypt><![CDATA[QUJD]]></Encrypt></xml>",
    "XML without CDATA": b"<xml>\n<Encrypt>\n QUJD </Encrypt></xml>",
    "JSON": b'{"tousername": "ww1", "encrypt": "QUJD"}',
    "JSON with a capital": b' {"Encrypt": "QUJD"}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_bodies_of_both_kinds_are_read(body: bytes) -> None:
    """What is encrypted is found in XML and in JSON."""
    assert "QUJD" == encrypted_in(body)


WRONG = {
    "empty": b"",
    "none": b"<xml></xml>",
    "two": b"<xml><Encrypt>QQ==</Encrypt><Encrypt>QQ==</Encrypt></xml>",
    "never closed": b"<xml><Encrypt>QUJD",
    "JSON without": b"{}",
    "JSON with a number": b'{"encrypt": 3}',
    "JSON with other letters": json.dumps({"encrypt": "加密"}).encode(),
    "broken JSON": b'{"encrypt": "QU',
    "deep JSON": b'{"a":' * 100_000,
    "another encoding": b"<xml><Encrypt>\xff\xfe</Encrypt></xml>",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_other_bodies_are_refused(body: bytes) -> None:
    """A body with nothing encrypted in it, or more than one thing, is none."""
    with pytest.raises(Unreadable):
        encrypted_in(body)
