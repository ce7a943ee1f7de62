"""What a sender of one's own posts: a puller of the archive, a test, a load."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from urllib.parse import urlencode

from service.envelope import Envelope


def posted(
    envelope: Envelope, message: bytes, at: datetime, *, xml: bool = False
) -> tuple[str, bytes]:
    """The query and the body of a request that brings a message, with a nonce of its own.

    `message` is what the service is to read: one callback, or records in JSON lines.
    """
    encrypted = envelope.sealed(message)
    query = signed(envelope, encrypted, at)
    if xml:
        return query, f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
    return query, json.dumps({"encrypt": encrypted}).encode()


def signed(envelope: Envelope, encrypted: str, at: datetime) -> str:
    """The query that belongs to what is encrypted."""
    stamp, nonce = str(int(at.timestamp())), str(secrets.randbelow(10**16))
    signature = envelope.signature(stamp, nonce, encrypted)
    return urlencode({"msg_signature": signature, "timestamp": stamp, "nonce": nonce})
