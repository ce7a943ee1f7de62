"""The language server: what an editor asks of a policy while somebody writes it.

Each feature is a module of functions on a page and a place in it; `server` wires them to the
protocol and knows nothing of policies.
"""

from __future__ import annotations
