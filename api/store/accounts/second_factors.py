"""Second factors: each account's secret, the last code that was used, and recovery codes.

A code is used up in a transaction of its own, so that no node takes it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from api.access import totp
from api.server_journal.changed_by import ChangedBy, by_program
from api.server_journal.events import Change
from api.server_journal.sign_in_data import RecoveryCodeUsed, SecondFactorOn
from api.store.database.chain_links import second_factor_mark, token_name
from api.store.database.records import DatabaseRecords
from api.store.database.tables import RecoveryCodeRow, TotpRow, table
from api.store.server_journal.journal import record
from engine.clock import SystemClock

TOTP = table(TotpRow)
RECOVERY = table(RecoveryCodeRow)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Since when an account asks for codes, and how many recovery codes are left."""

    since: datetime
    recovery_left: int


class SecondFactors(DatabaseRecords):
    """All second factors. Thread-safe; every call may block."""

    def of(self, account: str) -> SecondFactor | None:
        """The account's, if it is in force."""
        since = select(TOTP.c.confirmed_at).where(TOTP.c.account == account)
        unused = RECOVERY.c.account == account, RECOVERY.c.used.is_(False)
        left = select(func.count()).select_from(RECOVERY).where(*unused)
        with self._database.asking() as connection:
            found = connection.scalar(since)
            return None if found is None else SecondFactor(found, connection.scalar(left) or 0)

    def begin(self, account: str) -> str | None:
        """A new secret, which is in force once a code proves it; None if one is in force."""
        secret = totp.new_secret()

        def work(connection: Connection) -> str | None:
            confirmed = select(TOTP.c.confirmed_at).where(TOTP.c.account == account)
            if connection.scalar(confirmed) is not None:
                return None
            connection.execute(delete(TOTP).where(TOTP.c.account == account))
            row = {"account": account, "secret": secret, "confirmed_at": None, "last_step": None}
            connection.execute(insert(TOTP), row)
            return secret

        return self._write(work)

    def confirm(
        self, account: str, code: str, now: datetime, by: ChangedBy | None = None
    ) -> Sequence[str] | None:
        """Put the secret in force; recovery codes, shown once. None for a wrong code."""
        codes = totp.new_recovery_codes()

        def work(connection: Connection) -> Sequence[str] | None:
            pending = TOTP.c.account == account, TOTP.c.confirmed_at.is_(None)
            secret = connection.scalar(select(TOTP.c.secret).where(*pending))
            step = None if secret is None else totp.step_of(secret, code, now)
            if secret is None or step is None:
                return None
            values = {"confirmed_at": now, "last_step": step}
            connection.execute(update(TOTP).where(*pending).values(values))
            connection.execute(delete(RECOVERY).where(RECOVERY.c.account == account))
            rows = [
                {"account": account, "digest": totp.digest(one), "used": False} for one in codes
            ]
            connection.execute(insert(RECOVERY), rows)
            told: SecondFactorOn = {
                "account": account,
                "mark": second_factor_mark(secret, now),
                "recovery_codes": sorted(token_name(totp.digest(one)) for one in codes),
            }
            record(connection, by or by_program(now), Change("second_factor_on", told))
            return codes

        return self._write(work)

    def use(self, account: str, code: str, now: datetime) -> bool:
        """Whether the code, of the telephone or a recovery code, is right; it is used up then."""

        def work(connection: Connection) -> bool:
            return _use_step(connection, account, code, now) or _use_recovery(
                connection, account, code, now
            )

        return self._write(work)

    def drop(self, account: str, by: ChangedBy | None = None) -> bool:
        """Ask for codes no more; False if none were asked for."""

        def work(connection: Connection) -> bool:
            connection.execute(delete(RECOVERY).where(RECOVERY.c.account == account))
            place = delete(TOTP).where(TOTP.c.account == account)
            if connection.execute(place).rowcount == 0:
                return False
            who = by or by_program(SystemClock().now)
            record(connection, who, Change("second_factor_off", {"account": account}))
            return True

        return self._write(work)


def _use_step(connection: Connection, account: str, code: str, now: datetime) -> bool:
    """A step is used once, and none before it any more: whoever looked on is too late."""
    confirmed = TOTP.c.account == account, TOTP.c.confirmed_at.is_not(None)
    secret = connection.scalar(select(TOTP.c.secret).where(*confirmed))
    step = None if secret is None else totp.step_of(secret, code, now)
    if step is None:
        return False
    newer = or_(TOTP.c.last_step.is_(None), TOTP.c.last_step < step)
    place = update(TOTP).where(*confirmed, newer).values(last_step=step)
    return connection.execute(place).rowcount == 1


def _use_recovery(connection: Connection, account: str, code: str, now: datetime) -> bool:
    """A recovery code is used once, and the journal says that it was."""
    place = update(RECOVERY).where(
        RECOVERY.c.account == account,
        RECOVERY.c.digest == totp.digest(code),
        RECOVERY.c.used.is_(False),
    )
    if connection.execute(place.values(used=True)).rowcount != 1:
        return False
    told: RecoveryCodeUsed = {"account": account, "code": token_name(totp.digest(code))}
    record(connection, ChangedBy(account, "api", now), Change("recovery_code_used", told))
    return True
