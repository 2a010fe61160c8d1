"""Health, demonstration data, the front page, administration."""
