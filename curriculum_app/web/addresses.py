"""Addresses that come from outside, and addresses for the outside."""

from urllib.parse import urljoin, urlsplit

from flask import current_app, request


def safe_next(target: str | None, otherwise: str) -> str:
    """Where to go after signing in: `target` only where it is a path of this very site."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith("//")
        or not target.isprintable()
        or "\\" in target
    ):
        return otherwise
    here = urlsplit(request.host_url)
    there = urlsplit(urljoin(request.host_url, target))
    return target if (here.scheme, here.netloc) == (there.scheme, there.netloc) else otherwise


def public_url(endpoint: str, **values: object) -> str:
    """The address of a page as the world reaches it, by PUBLIC_URL; also outside a request."""
    path: str = current_app.url_map.bind("localhost").build(endpoint, values)
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path
