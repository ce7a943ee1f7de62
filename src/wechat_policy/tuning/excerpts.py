"""As much of an event as shows why it is told: the sentence with the found words, and no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs


@attrs.frozen
class Excerpt:
    """The sentence of an event that a violation stands on, with the places of the found words.

    `spans` are code points of `text`, half-open, in order; without any the text tells the facts
    that decided. `status` is that of the violation, or "undetermined", or "missed". `subject` is an
    id of the directory, or a pseudonym; None where it is unknown.
    """

    event: str | None
    event_type: str | None
    at: datetime
    subject: str | None
    status: str
    field: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "event": self.event,
            "type": self.event_type,
            "at": self.at.isoformat(),
            "subject": self.subject,
            "status": self.status,
            "field": self.field,
            "text": self.text,
            "spans": [list(span) for span in self.spans],
        }
