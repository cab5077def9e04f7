"""The answer as people and programs read it: every word in both languages, one module a form."""
