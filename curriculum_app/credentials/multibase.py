"""Multibase base58btc and the Multikey form of an Ed25519 public key (W3C Controlled Identifiers, section 2.2.2)."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"


def encode(data: bytes) -> str:
    """Bytes as "z" and base58btc."""
    number, digits = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def decode(text: str) -> bytes:
    """The bytes of "z" and base58btc. Raises ValueError."""
    if not text.startswith("z"):
        raise ValueError("not base58btc")
    number = 0
    for character in text[1:]:
        number = number * 58 + ALPHABET.index(character)
    digits = text[1:]
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(public_key: bytes) -> str:
    """An Ed25519 public key of 32 bytes as a Multikey."""
    return encode(ED25519 + public_key)


def ed25519(key: str) -> bytes:
    """The 32 bytes of an Ed25519 Multikey. Raises ValueError."""
    data = decode(key)
    if not data.startswith(ED25519) or len(data) != 34:
        raise ValueError("not an Ed25519 Multikey")
    return data[2:]
