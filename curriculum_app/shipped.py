"""Where the curriculum lies: at the top of a checkout, or packed inside the installed wheel."""

from pathlib import Path


def root() -> Path:
    """The folder that holds courses/, exercises/, certificates/ and config.py."""
    packed = Path(__file__).parent / "_shipped"
    return packed if packed.is_dir() else Path(__file__).parent.parent
