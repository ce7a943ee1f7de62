"""The reference interpreter of policies, against which the engine is held."""

from __future__ import annotations

from reference.book import Book
from reference.interpreter import Outcome, Reference

__all__ = ["Book", "Outcome", "Reference"]
