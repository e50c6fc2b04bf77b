"""The OpenAPI 3.1 document of a hub's service, made of the same table as the service."""

from typing import Any

import msgspec

from sync.messages import MEDIA_TYPE
from sync.serving import ALIVE, OPENAPI, PULL, ROUTES, STATUSES, Route

REF = "#/components/schemas/{name}"
_NAMES = (
    {
        "name": "Nutag-Device",
        "in": "header",
        "required": True,
        "description": "The asker's device, 16 bytes in hex.",
        "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    },
    {
        "name": "Nutag-Signature",
        "in": "header",
        "required": True,
        "description": (
            "Base64 of the Ed25519 signature over the msgpack array"
            ' ["rq1", realm, method, target, BLAKE2b-32 of the body].'
        ),
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9+/]{86}==$"},
    },
)
_PLACE = (
    {
        "name": "village",
        "in": "query",
        "required": True,
        "description": "A village's code, or a county's for its authority feed.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,12}$"},
    },
    {
        "name": "after",
        "in": "query",
        "required": True,
        "description": "The place to go on from, 0 at first.",
        "schema": {"type": "integer", "minimum": 0, "maximum": (1 << 53) - 1},
    },
    {
        "name": "own",
        "in": "query",
        "required": False,
        "description": "Include the asker's own feeds.",
        "schema": {"type": "integer", "enum": [1]},
    },
)


def document() -> dict[str, Any]:
    """Return the document."""
    kinds = [kind for route in ROUTES for kind in (route.asks, route.answers) if kind]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=REF)
    schemas["Refusal"] = {
        "type": "object",
        "properties": {"code": {"type": "string", "enum": sorted(STATUSES)}},
        "required": ["code"],
        "additionalProperties": False,
    }
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Nutag hub",
            "version": "1",
            "description": (
                "Bodies are msgpack. A string with contentEncoding base64 is a msgpack bin;"
                " every message is an array."
            ),
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.path.removeprefix("/v1/").partition(".")[0],
        "summary": route.summary,
        "responses": {"200": _answer(route), **_refusals(route)},
    }
    parameters = [*(_NAMES if route.signed else ()), *(_PLACE if route is PULL else ())]
    if parameters:
        operation["parameters"] = parameters
    if route.asks is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {MEDIA_TYPE: {"schema": _named(route.asks.__name__)}},
        }
    return operation


def _answer(route: Route) -> dict[str, Any]:
    if route is OPENAPI:
        return {
            "description": "This document.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    if route is ALIVE or route.answers is None:
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {"code": {"const": "alive"}},
            "required": ["code"],
        }
    else:
        schema = _named(route.answers.__name__)
    return {"description": "Done.", "content": {MEDIA_TYPE: {"schema": schema}}}


def _refusals(route: Route) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for code in route.every_code:
        by_status.setdefault(STATUSES[code], []).append(code)
    return {
        str(status): {
            "description": f"Refused: {', '.join(codes)}.",
            "content": {MEDIA_TYPE: {"schema": _named("Refusal")}},
            **({"headers": _RETRY} if status in (429, 503) else {}),
        }
        for status, codes in sorted(by_status.items())
    }


_RETRY = {
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}


def _named(name: str) -> dict[str, str]:
    return {"$ref": REF.format(name=name)}
