from __future__ import annotations

import json as standard
from typing import Any

from zhence.model.text import Lang


def json(document: dict[str, Any], lang: Lang) -> bytes:
    """Return the document itself: it holds both languages."""
    del lang
    try:
        return f"{standard.dumps(document, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # half a character, from the name of a file
        return f"{standard.dumps(document)}\n".encode()
