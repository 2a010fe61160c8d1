"""Exchange: other tools' files become drafted items, and items become other tools' files; what can't be carried is listed.

One module a format, each with `read(file, wanted) -> Imported` and, where both ways, `write(items) -> Exported`.
`docs/exchange.md` says what each carries and loses.
"""
