"""Following a log from outside: fetching what it shows, and keeping what was seen when all was well."""

import json
import os
import time
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from curriculum_app.credentials import checkpoints, merkle
from curriculum_app.credentials.auditing import Finding, Kept, Seen, judge

PAGE = 1000  # the most a log gives at once
LARGEST = 4 * 1024 * 1024
PATIENCE = 20  # seconds for an answer, and between two tries where the log asks to be asked less often
TRIES = 5

Fetch = Callable[[str], bytes]


class Unreachable(Exception):
    """The log does not answer, or not as a log does."""


class Declined(Unreachable):
    """The site answers, but has no such thing."""


def audit(address: str, state: Path, fetch: Fetch) -> Finding | tuple[int, int]:
    """What is wrong with the log at a site's address; or, all being well, how many entries it has and how many are new.

    What was seen replaces the state only when all is well. Raises Unreachable, ValueError for a damaged state file.
    """
    kept = load(state)
    found = judge(checkpoints.origin(address), kept, look(address.rstrip("/"), kept, fetch))
    if isinstance(found, Kept):
        save(state, found)
        return len(found.leaves), len(found.leaves) - (len(kept.leaves) if kept else 0)
    return found


def look(site: str, kept: Kept | None, fetch: Fetch) -> Seen:
    """Everything the log shows. All entries are fetched, not only the new ones: a changed old one must be seen too."""
    keys = _keys(_json(fetch(f"{site}/.well-known/did.json")))
    try:
        note = fetch(f"{site}/log/checkpoint").decode(errors="replace")
    except Declined:
        if not (kept and kept.leaves):
            raise Unreachable(f"There is no log at {site}, or nothing in it yet.") from None
        return Seen(None, keys, {}, ())
    size = _signed_size(note, keys)
    before = len(kept.leaves) if kept else 0
    proof = _proof(site, before, size, fetch) if 0 < before < size else []
    return Seen(note, keys, _entries(site, size, fetch), proof)


def over_http(address: str) -> bytes:
    """The body of an address. Raises Unreachable, Declined."""
    request = Request(
        address, headers={"Accept": "application/json, text/plain", "User-Agent": "curriculum-log-auditor"}
    )
    for left in reversed(range(TRIES)):
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                body: bytes = answer.read(LARGEST)
                return body
        except HTTPError as error:
            error.close()
            if error.code == 429 and left:
                time.sleep(PATIENCE)
            elif error.code in {404, 422}:
                raise Declined(f"{address} answers {error.code}.") from None
            else:
                raise Unreachable(f"{address} answers {error.code}.") from None
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(f"{address} can't be reached: {error}.") from None
    raise AssertionError("the last try returns or raises")


def load(state: Path) -> Kept | None:
    """What was kept; None before the first visit. Raises ValueError for a file that is damaged."""
    try:
        found = json.loads(state.read_text("utf-8"))
        kept = Kept(found["origin"], tuple(bytes.fromhex(leaf) for leaf in found["leaves"]))
        if (len(kept.leaves), merkle.root(kept.leaves).hex()) != (found["size"], found["root"]):
            raise ValueError("size, root and leaves disagree")
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{state} is damaged: {error}.") from None
    return kept


def save(state: Path, kept: Kept) -> None:
    """Replace the state at once or not at all."""
    leaves = [leaf.hex() for leaf in kept.leaves]
    text = json.dumps(
        {"origin": kept.origin, "size": len(leaves), "root": merkle.root(kept.leaves).hex(), "leaves": leaves}
    )
    written = state.with_name(f"{state.name}.{os.getpid()}")
    with written.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    written.replace(state)


def _keys(document: Any) -> dict[str, str]:
    """The keys a DID document lets assert."""
    try:
        allowed = set(document["assertionMethod"])
        return {key["id"]: key["publicKeyMultibase"] for key in document["verificationMethod"] if key["id"] in allowed}
    except (KeyError, TypeError):
        raise Unreachable("The site's DID document can't be read.") from None


def _signed_size(note: str, keys: dict[str, str]) -> int:
    """How many entries a checkpoint counts; of what is none, or is not signed, nothing need be fetched to judge it."""
    try:
        return checkpoints.read(note).size if checkpoints.signed_by(note, keys) else 0
    except ValueError:
        return 0


def _entries(site: str, size: int, fetch: Fetch) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for start in range(0, size, PAGE):
        page = _json(fetch(f"{site}/log/entries?start={start}&count={PAGE}"))
        try:
            entries = {int(entry["index"]): bytes.fromhex(entry["leaf_hash"]) for entry in page["entries"]}
        except (KeyError, TypeError, ValueError):
            raise Unreachable("The log's entries can't be read.") from None
        if not entries:
            break  # what its checkpoint counts is not there, however much that is
        found |= entries
    return found


def _proof(site: str, first: int, second: int, fetch: Fetch) -> list[bytes]:
    try:
        return [
            bytes.fromhex(hash)
            for hash in _json(fetch(f"{site}/log/consistency?first={first}&second={second}"))["proof"]
        ]
    except (Declined, KeyError, TypeError, ValueError):
        return []  # which proves nothing


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Unreachable("The site answers, but not as a log does.") from None
