"""Content: the files authors write, read, checked and frozen; problems are named by file, line and field.

Pure: neither Flask nor SQLAlchemy, so that a check runs in an editor or a pipeline without the application.
"""
