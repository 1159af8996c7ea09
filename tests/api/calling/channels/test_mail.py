"""Mail to a real SMTP server, which takes some recipients and refuses others."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from api.calling.channels.mail import Mail
from engine.clock import SystemClock
from tests.api.calling.channels.listener import Listener, message, talks_nonsense

AT = datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
ANSWERS = {
    "nobody@example.cn": "550 5.1.1 no such user",
    "grey@example.cn": "451 4.7.1 greylisted, try again later",
    "gone@example.cn": "550 5.1.1 <gone@example.cn>: no such user",
    "full@example.cn": "552 5.2.2 mailbox full",
}


@dataclass
class Office:
    """Keeps what it takes; what it says to a recipient stands in `ANSWERS`."""

    letters: list[tuple[list[str], bytes]] = field(default_factory=list)
    port: int = 0
    at_the_end: str = "250 2.0.0 queued as 4711"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in ANSWERS:
            return ANSWERS[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.at_the_end.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.letters.append((list(envelope.rcpt_tos), envelope.content))
        if self.at_the_end == "hang up":
            server.transport.abort()
        return self.at_the_end


def signed_in(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = given.login == b"zhiban" and given.password == b"r1ght"
    return AuthResult(success=right, handled=False)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    office = Office()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, authenticator=signed_in, auth_require_tls=False), "127.0.0.1", 0
    )
    office.port = server.sockets[0].getsockname()[1]
    yield office
    server.close()
    await server.wait_closed()


def mail(office: Office, **options: Any) -> Mail:
    plain = {"tls": "none"} | options
    return Mail("127.0.0.1", office.port, "zhiban@example.cn", lambda: AT, **plain)


async def test_a_letter_arrives_as_it_was_meant(office: Office) -> None:
    outcome = await mail(office).send(message("wang@example.cn"))
    assert (outcome.result, outcome.detail) == ("sent", "taken 250 2.0.0 queued as 4711")
    ((to, content),) = office.letters
    letter = message_from_bytes(content, policy=policy.default)
    assert to == ["wang@example.cn"]
    assert letter["To"] == "wang@example.cn"
    assert letter["Subject"] == "【叫应】乡宁县煤矿透水"
    assert letter["Message-ID"] == "<inc-1-c5-1@example.cn>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"] == "Mon, 30 Nov 2026 01:02:03 +0000"
    assert letter.get_content().splitlines() == [
        "乡宁县煤矿透水，Ⅲ级响应待签发，请即应答。",
        "https://zhiban.example/answer/tok",
    ]


async def test_one_of_two_is_refused_and_the_other_has_his_letter_once(office: Office) -> None:
    people = ("nobody@example.cn", "wang@example.cn")
    outcomes = [await mail(office).send(message(one)) for one in people]
    assert [(one.result, one.detail) for one in outcomes] == [
        ("refused", "not_taken 550 5.1.1 no such user"),
        ("sent", "taken 250 2.0.0 queued as 4711"),
    ]
    assert [to for to, _ in office.letters] == [["wang@example.cn"]]


async def test_an_address_that_the_server_repeats_stands_in_no_record(office: Office) -> None:
    outcome = await mail(office).send(message("gone@example.cn"))
    assert outcome.detail == "not_taken 550 5.1.1 <***>: no such user"


@pytest.mark.parametrize(
    ("address", "result", "retry_s"),
    [("grey@example.cn", "limited", 120.0), ("full@example.cn", "refused", None)],
)
async def test_4xx_is_tried_again_and_5xx_is_not(
    office: Office, address: str, result: str, retry_s: float | None
) -> None:
    outcome = await mail(office).send(message(address))
    assert (outcome.result, outcome.retry_after_s) == (result, retry_s)
    assert ANSWERS[address] in outcome.detail


@pytest.mark.parametrize(
    ("said", "result"),
    [("452 4.3.1 no room", "limited"), ("554 5.7.1 spam", "refused"), ("hang up", "unknown")],
)
async def test_what_the_server_says_to_the_text_counts(
    office: Office, said: str, result: str
) -> None:
    office.at_the_end = said
    assert (await mail(office).send(message("wang@example.cn"))).result == result
    assert office.letters == []


async def test_a_name_and_a_password_open_or_do_not(office: Office) -> None:
    right = mail(office, user="zhiban", password="r1ght")
    assert (await right.send(message("wang@example.cn"))).result == "sent"
    wrong = await mail(office, user="zhiban", password="wr0ng").send(message("wang@example.cn"))
    assert (wrong.result, wrong.detail.split()[0]) == ("refused", "not_let_in")
    assert "wr0ng" not in wrong.detail


async def test_without_the_encryption_that_is_asked_for_nothing_is_sent(office: Office) -> None:
    asking = mail(office, tls="starttls")
    assert (await asking.send(message("wang@example.cn"))).result == "failed"
    assert office.letters == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that the office gave itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.cn")])
    now = SystemClock().now
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(here, False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "mail.pem"
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + kept)
    return file


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_on_the_way_it_is_encrypted_for_a_server_that_is_trusted(
    certificate: Path, tls: str
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    office, at_once = Office(), context if tls == "tls" else None
    after = None if at_once else context
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, tls_context=after, require_starttls=after is not None),
        "127.0.0.1",
        0,
        ssl=at_once,
    )
    office.port = server.sockets[0].getsockname()[1]
    try:
        trusting = mail(office, tls=tls, trust=ssl.create_default_context(cafile=certificate))
        assert (await trusting.send(message("wang@example.cn"))).result == "sent"
        stranger = await mail(office, tls=tls).send(message("wang@example.cn"))
        assert stranger.result == "failed"
        assert len(office.letters) == 1
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    "address", ["", "王@example.cn", "a@b", "a b@example.cn", "a@example.cn\r\nBcc: b@example.cn"]
)
async def test_what_is_no_address_reaches_no_server(office: Office, address: str) -> None:
    outcome = await mail(office).send(message(address))
    assert (outcome.result, outcome.detail) == ("refused", "no_mail_address")


async def test_a_subject_cannot_add_a_line(office: Office) -> None:
    sly = message("wang@example.cn", subject="x\r\nBcc: evil@example.cn")
    assert (await mail(office).send(sly)).result == "sent"
    letter = message_from_bytes(office.letters[0][1], policy=policy.default)
    assert letter["Bcc"] is None


async def test_a_server_that_is_down_or_is_none_has_taken_nothing(platform: Listener) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        down = Mail("127.0.0.1", taken.getsockname()[1], "z@example.cn", lambda: AT, tls="none")
        outcome = await down.send(message("wang@example.cn"))
    assert (outcome.result, outcome.detail.split()[0]) == ("failed", "no_connection")
    platform.says(b"")
    platform.misbehave = talks_nonsense
    other = Mail("127.0.0.1", platform.port, "z@example.cn", lambda: AT, tls="none")
    other.limit_s = 0.5
    assert (await other.send(message("wang@example.cn"))).result in ("failed", "unknown")
