"""An OpenAPI 3.1 description, made of the server's own routes, pydantic's JSON Schemas, and a table that says what each answers.

The libraries that make one describe answers in application/json alone; ours are signed credentials, signed notes and problem
details too, and bodies may be PDFs. pydantic does the schemas; what is left to do stands here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import IntegerConverter, Rule, UUIDConverter

from curriculum_app.web.problems import MEDIA_TYPE as PROBLEM
from curriculum_app.web.problems import Problem

JSON = "application/json"
REF = "#/components/schemas/{model}"
WORDS = {
    400: "The request could not be read.", 401: "No key was sent, or it opens nothing (any more).", 403: "The key lacks the scope.",
    404: "There is nothing here, or nothing for you.", 409: "That is not possible now.", 413: "The body is too large.",
    415: "The body is of another media type.", 422: "The request can't be accepted.", 429: "Too many requests.", 500: "Our fault.",
    503: "The site is busy.",
}  # fmt: skip
HEADERS = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait."}},
}


@dataclass(frozen=True)
class Operation:
    """What a route does for a program. `media` of a body or an answer: media type → model, or None for bytes and text."""

    tag: str
    summary: str
    answer: Mapping[str, type[BaseModel] | None]
    errors: Iterable[int] = ()
    status: int = 200
    body: Mapping[str, type[BaseModel] | None] = field(default_factory=dict)
    query: type[BaseModel] | None = None
    scopes: tuple[str, ...] = ()  # one of them; none: no key is needed
    headers: Mapping[str, str] = field(default_factory=dict)  # of the answer: name → what it says
    key_widens: bool = False  # works without a key, and with one shows more


def describe(app: Flask, operations: Mapping[str, Operation], info: dict[str, Any], server: str) -> dict[str, Any]:
    """The description of these endpoints."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if (operation := operations.get(rule.endpoint)) is None:
            continue
        path, parameters = _path(rule)
        for method in sorted(rule.methods or ()):
            if method not in {"HEAD", "OPTIONS"}:
                paths.setdefault(path, {})[method.lower()] = _operation(rule.endpoint, operation, parameters)
    return {
        "openapi": "3.1.0", "info": info, "servers": [{"url": server}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations.values())],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations.values()),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A key made on the page of API keys."}},
        },
    }  # fmt: skip


def _path(rule: Rule) -> tuple[str, list[dict[str, Any]]]:
    """The address as OpenAPI writes it, and its parameters by their converters."""
    path, parameters = rule.rule, []
    for dynamic, content in rule._trace:
        if not dynamic:
            continue
        converter = rule._converters[content]
        schema: dict[str, Any] = {"type": "string"}
        if isinstance(converter, UUIDConverter):
            schema = {"type": "string", "format": "uuid"}
        elif isinstance(converter, IntegerConverter):
            schema = {"type": "integer", "minimum": converter.min or 0, "maximum": converter.max}
        parameters.append({"name": content, "in": "path", "required": True, "schema": schema})
    for parameter in parameters:
        before, _, after = path.partition(f"{parameter['name']}>")
        path = f"{before[: before.rindex('<')]}{{{parameter['name']}}}{after}"
    return path, parameters


def _operation(endpoint: str, operation: Operation, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": endpoint.replace(".", "_"), "tags": [operation.tag], "summary": operation.summary,
        "parameters": [*parameters, *_query(operation.query)],
        "responses": {str(operation.status): _answer(operation), **{str(status): _error(status) for status in _statuses(operation)}},
    }  # fmt: skip
    if operation.body:
        made["requestBody"] = {"required": True, "content": _content(operation.body)}
    if operation.scopes:
        made["security"] = [{"key": []}]
        made["description"] = f"Needs a key with the scope {' or '.join(operation.scopes)}."
    elif operation.key_widens:
        made["security"] = [{}, {"key": []}]
    return made


def _statuses(operation: Operation) -> list[int]:
    """Every status an error may have: what the operation says, what a key brings along, and what any site may answer."""
    return sorted({*operation.errors, *((401, 403, 429) if operation.scopes else ()), *((413,) if operation.body else ()), 500, 503})


def _answer(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {"description": "Done."}
    if operation.answer:
        told["content"] = _content(operation.answer)
    if operation.headers:
        told["headers"] = {name: {"description": says, "schema": {"type": "string"}} for name, says in operation.headers.items()}
    return told


def _error(status: int) -> dict[str, Any]:
    told = {"description": WORDS[status], "content": {PROBLEM: {"schema": {"$ref": REF.format(model="Problem")}}}}
    return {**told, "headers": HEADERS[status]} if status in HEADERS else told


def _content(media: Mapping[str, type[BaseModel] | None]) -> dict[str, Any]:
    return {name: {"schema": {"$ref": REF.format(model=model.__name__)}} if model else {} for name, model in media.items()}


def _query(model: type[BaseModel] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = model.model_json_schema(ref_template=REF)
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": wanted}
        for name, wanted in schema["properties"].items()
    ]  # fmt: skip


def _schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    bodies = {model for operation in operations for model in operation.body.values() if model}
    answers = {Problem} | {model for operation in operations for model in operation.answer.values() if model}
    wanted = [*((model, "validation") for model in bodies), *((model, "serialization") for model in answers - bodies)]
    wanted.sort(key=lambda pair: pair[0].__name__)
    found: dict[str, Any] = models_json_schema(wanted, ref_template=REF)[1].get("$defs", {})  # type: ignore[arg-type]
    return found
