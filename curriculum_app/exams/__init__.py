"""Drawing a form, sitting it, scoring, rules for further tries."""
