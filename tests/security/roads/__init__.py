"""The roads through every form of the site, which are walked with and without what no form asks for."""

from importlib import import_module
from pathlib import Path

from tests.security.roads.walking import Road

_MODULES = [import_module(f"{__name__}.{file.stem}") for file in sorted(Path(__file__).parent.glob("[a-z]*.py"))]
ROADS = {name.replace("_", " "): found for module in _MODULES for name, found in vars(module).items() if isinstance(found, Road)}
