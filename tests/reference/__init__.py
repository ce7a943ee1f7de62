"""The reference interpreter of policies, against which the engine is held."""

from __future__ import annotations

from reference.interpreter import Outcome, Reference

__all__ = ["Outcome", "Reference"]
