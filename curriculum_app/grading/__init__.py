"""Grading: what each kind of exercise asks, how an answer to it looks, and how it is scored against gold.

Pure: neither Flask nor SQLAlchemy. One module an exercise kind; `kinds` holds the union. Messages are codes with parameters.
"""
