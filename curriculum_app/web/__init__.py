"""What every page shares: who may open it, errors, headers, language, layout and components."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from curriculum_app.web.language import spoken

__all__ = ["csrf", "init_app", "limiter", "spoken"]

limiter = Limiter(get_remote_address)
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Wire the shared parts."""
    from curriculum_app.web import assets, errors, headers, language
    from curriculum_app.web.views import web

    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    limiter.init_app(app)
    csrf.init_app(app)
    for part in (assets, errors, headers, language):
        part.init_app(app)
    app.register_blueprint(web)
