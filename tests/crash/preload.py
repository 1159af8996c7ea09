"""What every process of a crash test has at hand when it is forked: imports, and the plans.

The plans are for `tests.crash.audit` only; a server reads its own.
"""

from __future__ import annotations

import api.cli.serving
from tests.crash.audit import account_of, real_plans

real_plans()

__all__ = ["account_of", "api", "real_plans"]
