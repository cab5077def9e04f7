"""The forms a report is written in: each a pure view of the one document of report/document.py."""
