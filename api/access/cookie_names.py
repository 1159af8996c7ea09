"""What cookies are called: over HTTPS with a prefix, which has browsers guard them.

`__Host-` is taken by a browser only over HTTPS, from this very host, for all of its paths: no page
without HTTPS and no host beside ours can put its own in place of it. A server below a path of a
proxy cannot have it: its cookie would go to its neighbours on the host as well, and two servers
would overwrite each other's. There the prefix is `__Secure-`, which keeps out pages without HTTPS.
Without HTTPS a browser takes neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SESSION_COOKIE = "zhiban_session"
HOST, SECURE = "__Host-", "__Secure-"


@dataclass(frozen=True, slots=True)
class CookieNames:
    """The names of one server, by its settings.

    Until `plain_until` sessions are also taken under the name without a prefix: people who signed
    in before the server began to use prefixes stay signed in.
    """

    secure: bool
    root_path: str = ""
    plain_until: datetime | None = None

    @property
    def session(self) -> str:
        """The session's cookie, as it is set."""
        return (HOST if self.secure and not self.root_path else self._prefix) + SESSION_COOKIE

    def limited(self, name: str) -> str:
        """A cookie of our own paths only, as it is set."""
        return self._prefix + name

    def sessions(self, now: datetime) -> tuple[str, ...]:
        """The names under which a session is looked for, the first that is there counts."""
        old = self.secure and self.plain_until is not None and now < self.plain_until
        return (self.session, SESSION_COOKIE) if old else (self.session,)

    @property
    def _prefix(self) -> str:
        return SECURE if self.secure else ""
