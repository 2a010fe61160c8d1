"""Answers and verdicts (the one table, also for exams), drafts, feedback."""
