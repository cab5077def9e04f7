"""镇策: which supports a town or an enterprise qualifies for, on which clause, and what is missing."""

__version__ = "0.1.0"
