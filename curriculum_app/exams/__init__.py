"""Exams: a form drawn from a bank, a clock kept by the server, one hand-in, a score with its error, a diagnosis."""
