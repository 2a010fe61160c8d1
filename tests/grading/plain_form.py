"""An answer as the form without JavaScript sends it: by the names that the kind itself reads."""

from werkzeug.datastructures import MultiDict

from curriculum_app.practice.marking import nth


class Asked(MultiDict):
    """An empty form that notes what it is asked for."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def get(self, name, default=None, type=None):
        self.names.add(name)
        return default

    def getlist(self, name, type=None):
        self.names.add(name)
        return []


def names_of(task):
    """The names that a kind reads from its form."""
    asked = Asked()
    task.read_form(asked)
    return sorted(asked.names)


def form_of(task, raw):
    """The form filled in with an answer: a list of values for every name that has any."""
    said = {name: _said(task, raw, name) for name in names_of(task)}
    return {name: [str(value) for value in values] for name, values in said.items() if values}


def _said(task, raw, name):
    if name == "preference":
        return [raw["better"] if raw["better"] == "tie" else f"{raw['better']}-{raw['strength']}"]
    field, _, number = name.rpartition("-")
    if "marks" in raw and number.isdecimal():
        mark = raw["marks"][int(number)] if int(number) < len(raw["marks"]) else {}
        value = nth(task.text, mark) if field == "nth" and mark else mark.get(field)
    else:
        value = _below(raw, name.split("-"))
    return value if isinstance(value, list) else [] if value is None else [value]


def _below(value, parts):
    """The value at a name like `claims-c1-verdict`; names may hold hyphens themselves."""
    if not parts:
        return value
    if isinstance(value, list):
        return _below(value[int(parts[0])], parts[1:]) if int(parts[0]) < len(value) else None
    splits = range(len(parts), 0, -1) if isinstance(value, dict) else ()
    at = next((n for n in splits if "-".join(parts[:n]) in value), None)
    return None if at is None else _below(value["-".join(parts[:at])], parts[at:])
