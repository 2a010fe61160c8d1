"""Kinds of tampering with a JWT, one a line: its name, what is done, and whether `jose` looks at it. (token, school) → token."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from curriculum_app.credentials import proofs


def _parts(token):
    return [json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4))) for part in token.split(b".")[:2]]


def _b64(data):
    return urlsafe_b64encode(data).rstrip(b"=")


def _with(token, header=None, payload=None):
    """The token with another header or payload and the signature it had."""
    first, second, third = token.split(b".")
    return b".".join([_b64(proofs.serialise(header)) if header else first, _b64(proofs.serialise(payload)) if payload else second, third])


def _said(token, **more):
    return _with(token, payload=_parts(token)[1] | more)


def _headed(token, **more):
    return _with(token, header=_parts(token)[0] | more)


def _signed(token, key, algorithm, **more):
    header, payload = _parts(token)
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    return jws.serialize_compact(header | {"alg": algorithm} | more, proofs.serialise(payload), key, registry=registry).encode()


def _resized(token, school):
    """With the bits behind the last byte of the signature set, which most readers ignore."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1:]) + 1 :][:1]


def _own_key(token, school):
    key = OKPKey.generate_key("Ed25519")
    return _signed(token, key, "Ed25519", jwk=key.as_dict(private=False))


def _rewritten(token):
    first, _, third = token.split(b".")
    return b".".join([first, _b64(json.dumps(_parts(token)[1]).encode()), third])


def _as_json(token):
    return json.dumps(dict(zip(("protected", "payload", "signature"), token.decode().split("."), strict=True))).encode()


TOKENS = {
    "no algorithm": (lambda t, s: _headed(t, alg="none").rsplit(b".", 1)[0] + b".", "jose"),
    "no algorithm, the signature kept": (lambda t, s: _headed(t, alg="none"), "jose"),
    "HS256 by the public key": (lambda t, s: _signed(t, OctKey.import_key(s.key.public_key().public_bytes_raw()), "HS256"), "jose"),
    "HS256 by the public key as text": (lambda t, s: _signed(t, OctKey.import_key(s.keys[s.method]), "HS256"), "jose"),
    "the algorithm by its old name": (lambda t, s: _headed(t, alg="EdDSA"), "jose"),
    "a foreign key": (lambda t, s: _headed(t, kid="did:web:elsewhere.example#key"), "jose"),
    "signed by another key under our name": (lambda t, s: _signed(t, OKPKey.generate_key("Ed25519"), "Ed25519"), "jose"),
    "signed by a key it brings along": (_own_key, "jose"),
    "no key named": (lambda t, s: _with(t, header={k: v for k, v in _parts(t)[0].items() if k != "kid"}), "jose"),
    "a critical extension": (lambda t, s: _headed(t, crit=["exp"], exp=1), "jose"),
    "an unencoded payload": (lambda t, s: _headed(t, b64=False, crit=["b64"]), "jose"),
    "a key set by address": (lambda t, s: _headed(t, jku="https://elsewhere.example/keys"), "jose"),
    "another type": (lambda t, s: _headed(t, typ="JWT"), "jose"),
    "an extra header": (lambda t, s: _headed(t, x="y"), "jose"),
    "another name in the payload": (lambda t, s: _said(t, name="Domain expert"), "jose"),
    "a later end in the payload": (lambda t, s: _said(t, exp=4070908800, validUntil="2099-01-01T00:00:00Z"), "jose"),
    "an end that says two things": (lambda t, s: _said(t, exp=4070908800), "jose"),
    "a foreign issuer": (lambda t, s: _said(t, iss="did:web:elsewhere.example"), "jose"),
    "an extra claim": (lambda t, s: _said(t, level="expert"), "jose"),
    "the claim vc of the old data model": (lambda t, s: _said(t, vc={"name": "Domain expert"}), "jose"),
    "the payload of another": (lambda t, s: b".".join([t.split(b".")[0], s.other.jwt.split(b".")[1], t.split(b".")[2]]), "jose"),
    "the signature of another": (lambda t, s: b".".join([*t.split(b".")[:2], s.other.jwt.split(b".")[2]]), "jose"),
    "the signature removed": (lambda t, s: t.rsplit(b".", 1)[0] + b".", "jose"),
    "a part removed": (lambda t, s: t.rsplit(b".", 1)[0], "jose"),
    "a part added": (lambda t, s: t + b".AAAA", "jose"),
    "one byte of the signature": (lambda t, s: t[:-10] + (b"A" if t[-10:-9] != b"A" else b"B") + t[-9:], "jose"),
    "bits behind the signature": (_resized, ""),
    "padding": (lambda t, s: t + b"==", ""),
    "the payload with white space": (lambda t, s: _rewritten(t), "jose"),
    "a line end": (lambda t, s: t + b"\n", ""),
    "a JSON serialisation": (lambda t, s: _as_json(t), "jose"),
}  # fmt: skip
