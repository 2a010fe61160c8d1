"""Groups of an institution: joining by link, dates, roster, who is stuck, CSV."""
