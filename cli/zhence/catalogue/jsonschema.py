"""JSON Schemas of the catalogue's files, for editors and linters."""

from __future__ import annotations

import json

from pydantic import BaseModel, RootModel

from zhence.catalogue import schema as raw

KINDS: dict[str, type[BaseModel]] = {
    "catalogue": raw.RawCatalogue,
    "measure": raw.RawMeasure,
    "definition": raw.RawDefinition,
    "zone": raw.RawZone,
    "places": raw.RawPlaces,
    "towns": raw.RawRegister,
    "facts": RootModel[dict[raw.FactWord, raw.RawFact]],
    "sources": RootModel[dict[raw.Word, raw.RawSource]],
}


def schema_text(kind: str) -> str:
    """Return the schema of one kind of file."""
    return json.dumps(KINDS[kind].model_json_schema(by_alias=True), ensure_ascii=False, indent=2)
