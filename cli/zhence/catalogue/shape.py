"""TOML text -> raw shapes; pydantic's errors become faults in both languages."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zhence.catalogue.faults import Faults
from zhence.model.text import Text
from zhence.written.faults import Findings
from zhence.written.syntax import parse as parse_toml

Shape = TypeVar("Shape", bound=BaseModel)

MEND = Text("改成目录格式要求的写法，见 CONTRIBUTING.md", "write it as the catalogue format asks, see CONTRIBUTING.md")


def parse(file: str, content: bytes, faults: Faults) -> dict[str, Any] | None:
    """Return the table of a TOML file, or None after noting why it cannot be read."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        faults.add(
            file, "", "not-utf-8", Text("不是 UTF-8 编码", "is not UTF-8"), Text("另存为 UTF-8", "save it as UTF-8")
        )
        return None
    findings = Findings(file, text)
    table = parse_toml(text, findings)
    faults.found.extend(findings.faults())
    return table


def shaped(shape: type[Shape], data: object, file: str, key: str, faults: Faults) -> Shape | None:
    """Return the data in its shape, or None after noting everything that does not fit."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        seen: set[str] = set()
        for detail in error.errors(include_url=False):
            if faults.is_full:
                break
            place = _place(data, key, detail["loc"])
            if place not in seen:
                seen.add(place)
                problem, remedy = _words(detail, shape, faults)
                faults.add(file, place, f"shape-{detail['type'].replace('_', '-')}", problem, remedy)
    return None


def _place(data: object, key: str, loc: tuple[int | str, ...]) -> str:
    """Return the key path of an error: what pydantic adds for unions and validators is not in the data."""
    parts = [key] if key else []
    here: object = data
    for step in loc:
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            parts.append(f"[{step + 1}]")
            continue
        elif (
            step is not loc[-1] or isinstance(here, (str, list)) or not isinstance(step, str) or not step.isidentifier()
        ):
            continue
        parts.append(str(step))
    return ".".join(parts).replace(".[", "[")


def _words(detail: ErrorDetails, shape: type[BaseModel], faults: Faults) -> tuple[Text, Text]:
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "extra_forbidden":
            near = faults.suggestion(name, _keys(shape))
            return Text(f"不认识的键 '{name}'", f"unknown key '{name}'"), near or Text(
                "删去或改正", "remove or correct it"
            )
        case "missing":
            return Text(f"缺少必填项 '{name}'", f"'{name}' is required"), Text("补上这一项", "add it")
        case "enum":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            return Text("不是允许的取值", "is not one of the allowed words"), Text(
                f"可用：{expected}", f"use one of: {expected}"
            )
        case "string_pattern_mismatch":
            return (
                Text(f"名称写法不对：{detail['input']!r}", f"is not a proper id: {detail['input']!r}"),
                Text("用小写英文单词，中间用 - （数据项用 _ ）", "use lower-case words joined by - (by _ for facts)"),
            )
        case "too_long":
            most = detail.get("ctx", {}).get("max_length")
            return Text(f"超过 {most} 项", f"has more than {most} items"), Text("少写几项", "leave some out")
        case _:
            return Text(f"写法不对：{detail['msg']}", f"has the wrong form: {detail['msg']}"), MEND


def _keys(shape: type[BaseModel]) -> list[str]:
    """List the keys of a shape and of the shapes in it."""
    found: list[str] = []
    todo, done = [shape], set[type[BaseModel]]()
    while todo:
        current = todo.pop()
        if current in done:
            continue
        done.add(current)
        for name, field in current.model_fields.items():
            found.append(field.alias or name)
            todo += _shapes(field.annotation)
    return found


def _shapes(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for part in getattr(annotation, "__args__", ()) for shape in _shapes(part)]
