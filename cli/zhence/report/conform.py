"""Whether a stored document has the published shape: the part of JSON Schema that the shipped schema is written in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any

from zhence.model.text import Text

SCHEMA_FILE = "report.schema.json"
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def schema_text() -> str:
    """Return the published schema of the document."""
    return files("zhence").joinpath("report", SCHEMA_FILE).read_text("utf-8")


def misfit(document: object) -> Text | None:
    """Return where a document first departs from the published shape, None where it nowhere does."""
    schema = json.loads(schema_text())
    where = next(_Checker(schema["$defs"]).faults(document, schema, ""), None)
    if where is None:
        return None
    place = where.removeprefix(".") or "."
    return Text(f"{place} 不符合报告的格式", f"{place} is not what a report has there")


class _Checker:
    """Walk a document along the schema; every keyword that the schema uses is known here, and no other."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions

    def faults(self, found: object, schema: dict[str, Any], where: str) -> Iterator[str]:
        """Yield the places that depart from the schema."""
        if "$ref" in schema:
            yield from self.faults(found, self.definitions[schema["$ref"].rpartition("/")[2]], where)
            return
        if "anyOf" in schema:
            if not any(next(self.faults(found, each, where), None) is None for each in schema["anyOf"]):
                yield where
            return
        if not _fits(found, schema):
            yield where
        elif isinstance(found, dict):
            yield from self._of_table(found, schema, where)
        elif isinstance(found, list):
            for at, each in enumerate(found):
                yield from self.faults(each, schema["items"], f"{where}[{at}]")

    def _of_table(self, found: dict[str, object], schema: dict[str, Any], where: str) -> Iterator[str]:
        known = schema["properties"]
        yield from (f"{where}.{key}" for key in schema["required"] if key not in found)
        for key, each in found.items():
            if key in known:
                yield from self.faults(each, known[key], f"{where}.{key}")
            else:
                yield f"{where}.{key[:40]}"


def _fits(found: object, schema: dict[str, Any]) -> bool:
    """Tell whether a value alone is what the schema wants, without what is inside it."""
    if "const" in schema:
        return type(found) is type(schema["const"]) and bool(found == schema["const"])
    if "enum" in schema:
        return isinstance(found, str) and bool(found in schema["enum"])
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(found) not in [each for name in names for each in TYPES[name]]:
        return False
    if isinstance(found, str):
        return _reads(found, schema)
    if isinstance(found, list):
        return bool(schema.get("minItems", 0) <= len(found) <= schema.get("maxItems", len(found)))
    return True


def _reads(found: str, schema: dict[str, Any]) -> bool:
    """Tell whether words have the pattern, and are a day where one is wanted."""
    if "pattern" in schema and (found.endswith("\n") or re.search(schema["pattern"], found) is None):
        return False
    if schema.get("format") != "date":
        return True
    try:
        date.fromisoformat(found)
    except ValueError:
        return False
    return True
