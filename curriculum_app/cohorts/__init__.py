"""Cohorts: an institution's group in a course, joined by link, with its dates, its roster and its export."""
