"""Ten-minute re-checks: an employer on a call asks the holder for a short fresh form, and learns one of three words."""
