"""Signing in with the office's identity provider: OpenID Connect, code flow with PKCE.

The provider proves who somebody is; the settings say which of its roles are roles here.
What one sign-in needs between leaving for the provider and coming back is in a signed
cookie, so that any node can finish it. Instants are aware, by real time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from itsdangerous import BadSignature, URLSafeSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

FLOW_COOKIE = "zhiban_oidc"
FLOW_LASTS = timedelta(minutes=10)
SECONDS_TO_ANSWER = 10.0
SECRET_BYTES = 32
LEEWAY_S = 60
"""Between the provider's clock and ours."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures with a public key only: a token signed with the shared secret proves less."""


class OidcFailed(Exception):
    """The sign-in came to nothing; `code` is one of the page's sentences, the text is for the log.

    `oidc_unreachable`: the provider does not answer as it should; `oidc_refused`: it, or a
    check of ours, says no.
    """

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in that is under way."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    until: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the provider has proved: its lasting id, and what it says of him."""

    subject: str
    claims: Mapping[str, Any]

    def text(self, claim: str) -> str | None:
        """A claim that is text, or None."""
        value = self.claims.get(claim)
        return value if isinstance(value, str) and value.strip() else None

    def texts(self, claim: str) -> list[str]:
        """A claim that is text or a list of texts; `a.b` is `b` inside `a`."""
        value: Any = self.claims
        for part in [claim] if claim in self.claims else claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        values = value if isinstance(value, list) else [value]
        return [one for one in values if isinstance(one, str)]


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the provider is, and how this server is known to it."""

    issuer: str
    client_id: str
    client_secret: str | None
    scope: str


class FlowCookies:
    """Reads and writes the cookie of a sign-in that is under way."""

    def __init__(self, key: str) -> None:
        self._signed = URLSafeSerializer(
            key,
            salt="zhiban.oidc",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def write(self, flow: Flow) -> str:
        """The cookie's value."""
        written: str = self._signed.dumps(asdict(flow))
        return written

    def read(self, cookie: str | None, now: datetime) -> Flow | None:
        """The sign-in under way; None without one, or if it took too long."""
        try:
            flow = Flow(**self._signed.loads(cookie or ""))
        except BadSignature:
            return None
        return flow if flow.until > now.timestamp() else None


class OidcClient:
    """Talks to one provider. Raises `OidcFailed`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def leave(self, redirect: str, now: datetime) -> tuple[str, Flow]:
        """The provider's address to send the browser to, and what to keep until it is back."""
        until = int((now + FLOW_LASTS).timestamp())
        state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        flow = Flow(state, nonce, verifier, redirect, until)
        async with self._client(redirect) as client:
            about = await self._metadata(client)
            url, _ = client.create_authorization_url(
                about["authorization_endpoint"],
                state=flow.state,
                code_verifier=flow.verifier,
                nonce=flow.nonce,
            )
        return str(url), flow

    async def arrive(self, flow: Flow, code: str, now: datetime) -> Person:
        """Who has come back with this code.

        Raises `OidcFailed`.
        """
        async with self._client(flow.redirect) as client:
            about = await self._metadata(client)
            try:
                token = await client.fetch_token(
                    about["token_endpoint"], code=code, code_verifier=flow.verifier
                )
                keys = cast(KeySetSerialization, await _json(client, about["jwks_uri"]))
            except AuthlibBaseError as refused:
                raise OidcFailed("oidc_refused", str(refused)) from refused
            except httpx2.HTTPError as lost:
                raise OidcFailed("oidc_unreachable", str(lost)) from lost
            claims = self._checked(token, keys, flow, about["issuer"], now)
            extra = await self._userinfo(client, about)
        if extra.get("sub") == claims["sub"]:
            claims = {**extra, **claims}
        return Person(str(claims["sub"]), claims)

    def _client(self, redirect: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self._provider.client_id,
            client_secret=self._provider.client_secret,
            scope=self._provider.scope,
            redirect_uri=redirect,
            code_challenge_method="S256",
            timeout=SECONDS_TO_ANSWER,
        )

    async def _metadata(self, client: AsyncOAuth2Client) -> dict[str, Any]:
        """What the provider says about itself (OpenID Connect Discovery 1.0)."""
        try:
            about = await _json(client, get_well_known_url(self._provider.issuer, external=True))
        except httpx2.HTTPError as lost:
            raise OidcFailed("oidc_unreachable", str(lost)) from lost
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(about.get(name), str) for name in needed):
            raise OidcFailed("oidc_unreachable", "its configuration lacks an endpoint")
        if about["issuer"].rstrip("/") != self._provider.issuer.rstrip("/"):
            raise OidcFailed("oidc_unreachable", f"it calls itself {about['issuer']}")
        return about

    def _checked(
        self,
        token: Mapping[str, Any],
        keys: KeySetSerialization,
        flow: Flow,
        issuer: str,
        now: datetime,
    ) -> dict[str, Any]:
        """The claims of the identity token, after checking its signature and all it must say."""
        client = self._provider.client_id
        options = {
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "values": [client]},
        }
        params = {
            "nonce": flow.nonce,
            "client_id": client,
            "access_token": token.get("access_token"),
        }
        try:
            read = jwt.decode(
                str(token.get("id_token")), KeySet.import_key_set(keys), algorithms=[*ALGORITHMS]
            )
            found = CodeIDToken(read.claims, read.header, options, params)
            found.validate(now=int(now.timestamp()), leeway=LEEWAY_S)
        except (AuthlibBaseError, JoseError, ValueError) as wrong:
            raise OidcFailed("oidc_refused", f"its identity token: {wrong}") from wrong
        return dict(read.claims)

    async def _userinfo(
        self, client: AsyncOAuth2Client, about: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What it says of a person beside the token; many providers put roles only there."""
        place = about.get("userinfo_endpoint")
        if not isinstance(place, str):
            return {}
        try:
            return await _json(client, place, withhold_token=False)
        except (httpx2.HTTPError, AuthlibBaseError) as lost:
            raise OidcFailed("oidc_unreachable", str(lost)) from lost


async def _json(client: AsyncOAuth2Client, url: str, withhold_token: bool = True) -> dict[str, Any]:
    """A JSON object of the provider's. Raises `httpx2.HTTPError`."""
    answer = await client.request("GET", url, withhold_token=withhold_token)
    answer.raise_for_status()
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise httpx2.DecodingError(f"{url} does not answer with JSON", request=answer.request)
    return found


def roles_of(values: Iterable[str], table: Mapping[str, Iterable[str]]) -> list[str]:
    """The roles here that the provider's stand for, by the settings' table."""
    return sorted({role for value in values for role in table.get(value, ())})
