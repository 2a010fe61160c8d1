"""The page that checks certificates without this site: one HTML file, with what there is to trust on the day it is downloaded.

Its rules come from here, so that it judges as `curriculum verify` does: the closed shapes as JSON Schema, the contexts, the
limits and every sentence. The script itself is frontend/src/offline/.
"""

import json
from base64 import b64encode
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from curriculum_app.credentials import certification, documents, keys, proofs, sealing, transparency
from curriculum_app.credentials.models import StatusList as StoredList
from curriculum_app.database import db
from curriculum_app.verification import examining, offline_words
from curriculum_app.verification.shape import Certificate, StatusList
from curriculum_app.web.language import LANGUAGES

BUILT = Path(__file__).parent / "material" / "offline.html"
ENTRIES = 50_000  # of the public log, 43 characters each


def page(language: str, now: datetime) -> bytes:
    """The page as somebody downloads it now. Raises FileNotFoundError where `script/setup` has not built it."""
    title = offline_words.page(language)["title"]
    filled = _built().replace("__LANGUAGE__", language, 1).replace("__TITLE__", title, 1)
    return filled.replace("__KEPT__", _inside_markup(kept(language, now)), 1).encode()


@cache
def _built() -> str:
    return BUILT.read_text("utf-8")


def _inside_markup(data: dict[str, Any]) -> str:
    """JSON that no reader of HTML takes for markup."""
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def kept(language: str, now: datetime) -> dict[str, Any]:
    """What the page is given: whom to trust, what is revoked, what is logged, by which rules, in which words."""
    config = current_app.config
    return {
        "made_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "language": language,
        "school": {"ko": config["ISSUER_NAME_KO"], "en": config["ISSUER_NAME_EN"]},
        "issuer": keys.did(),
        "keys": keys.public_keys(),
        "distrusted": getattr(keys, "distrusted", dict)(),
        "authorities": [one.decode("ascii") for one in certification.authorities()],
        "contexts": proofs.contexts(),
        "certificate_contexts": [proofs.V2, *proofs.BADGES],
        "list_contexts": [proofs.V2],
        "shapes": {"certificate": Certificate.model_json_schema(), "status_list": StatusList.model_json_schema()},
        "limits": {
            "certificate": examining.LIMIT, "list": examining.LIST_LIMIT, "pdf": sealing.LARGEST,
            "attachment": sealing.LARGEST_ATTACHMENT, "seal": sealing.LARGEST_SEAL, "entries": ENTRIES,
        },
        "demonstration": documents.DEMONSTRATION,
        "status_lists": [one.decode() for one in db.session.scalars(select(StoredList.document).order_by(StoredList.number))],
        "log": _log(now),
        "words": {one: _words(one) for one in LANGUAGES},
    }  # fmt: skip


def _log(now: datetime) -> dict[str, Any] | None:
    """The newest checkpoint and the hashes of all its entries; without these where they are too many for a page."""
    newest = transparency.newest()
    if newest is None:
        return None
    leaves = None
    if newest.size <= ENTRIES:
        leaves = b64encode(b"".join(leaf for _, leaf in transparency.entries(0, newest.size))).decode()
    return {"note": newest.note, "leaves": leaves, "read_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"}


def _words(language: str) -> dict[str, Any]:
    with force_locale(language):
        return offline_words.spoken()
