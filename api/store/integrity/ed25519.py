"""Ed25519 by `cryptography`; loaded where something is signed or checked, for it loads slowly.

Keys in files are PEM (PKCS #8 and SubjectPublicKeyInfo), as OpenSSL reads them. Public keys and
signatures travel in hexadecimal.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PEM = serialization.Encoding.PEM


def make() -> tuple[bytes, bytes]:
    """A new key: the private and the public half as PEM."""
    secret = Ed25519PrivateKey.generate()
    plain = serialization.NoEncryption()
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    return (
        secret.private_bytes(PEM, serialization.PrivateFormat.PKCS8, plain),
        secret.public_key().public_bytes(PEM, info),
    )


def private(pem: bytes) -> Ed25519PrivateKey:
    """The private key. Raises `ValueError`, `TypeError`."""
    found = serialization.load_pem_private_key(pem, None)
    if not isinstance(found, Ed25519PrivateKey):
        raise TypeError(type(found).__name__)
    return found


def public(pem: bytes) -> str:
    """The public key of a PEM with it. Raises `ValueError`, `TypeError`."""
    found = serialization.load_pem_public_key(pem)
    if not isinstance(found, Ed25519PublicKey):
        raise TypeError(type(found).__name__)
    return found.public_bytes_raw().hex()


def public_of(secret: Ed25519PrivateKey) -> str:
    """The public half of a private key."""
    return secret.public_key().public_bytes_raw().hex()


def is_signed(content: bytes, public: str, signature: str) -> bool:
    """Whether the signature is that of the key over the content."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
