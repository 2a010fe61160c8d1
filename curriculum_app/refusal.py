"""A rule said no: the one exception that rules raise and that pages and commands put into words."""


class Refused(Exception):
    """A rule refused, by code and parameters; `web.errors` (409) or the command line says it in the reader's language."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters
