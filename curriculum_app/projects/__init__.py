"""Mock projects: a gate, five days of work, a guideline that changes in the middle, send-backs, and the report on all of it."""
