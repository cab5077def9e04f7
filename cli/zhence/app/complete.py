"""Words for the shell to complete; a catalogue that cannot be read completes nothing."""

from zhence.model.catalogue import Catalogue
from zhence.model.fault import FaultyError


def _book() -> Catalogue | None:
    from zhence.catalogue.files import bundled
    from zhence.catalogue.load import load

    try:
        return load(bundled())
    except FaultyError:
        return None


def measure_ids(incomplete: str) -> list[tuple[str, str]]:
    """Return the measures whose id begins so, with their titles."""
    book = _book()
    return [(m.id, m.title.zh) for m in book.measures.values() if m.id.startswith(incomplete)] if book else []


def themes(incomplete: str) -> list[tuple[str, str]]:
    """Return the themes that begin so, with their titles."""
    book = _book()
    return [(word, title.zh) for word, title in book.themes.items() if word.startswith(incomplete)] if book else []


def facts(incomplete: str) -> list[tuple[str, str]]:
    """Return the facts whose id begins so, each ready for a value."""
    book = _book()
    return [(f"{f.id}=", f.title.zh) for f in book.facts.values() if f.id.startswith(incomplete)] if book else []


def subjects(incomplete: str) -> list[tuple[str, str]]:
    """Return the kinds of subject that begin so, with their titles."""
    book = _book()
    return [(s.id, s.title.zh) for s in book.subjects.values() if s.id.startswith(incomplete)] if book else []


def profiles(incomplete: str) -> list[tuple[str, str]]:
    """Return the kinds of subject that have profiles of their own and begin so, with their titles."""
    book = _book()
    kinds = [s for s in book.subjects.values() if s.items or s.members] if book else []
    return [(s.id, s.title.zh) for s in kinds if s.id.startswith(incomplete)]


def schemas(incomplete: str) -> list[str]:
    """Return the kinds of file of a catalogue that begin so."""
    from zhence.catalogue.jsonschema import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]
