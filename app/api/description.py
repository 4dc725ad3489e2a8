"""The API's description as a page of our own: pages that others make of it load scripts from elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from typing import Any

Schema = Mapping[str, Any]
_CODE = re.compile(r"`([^`]+)`")


def page_html(described: Schema, address: str) -> str:
    """``described``: OpenAPI, as ``FastAPI.openapi`` gives it. ``address``: where this is served, for the examples."""
    style = files("app").joinpath("assets", "api.css").read_text(encoding="utf-8")
    schemas = described["components"]["schemas"]
    parts = "".join(
        _operation(path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    )
    example = f"curl '{address}/api/ask?q=Wat+is+DIANA%3F'"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Vindplaats for programs</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        f"<body><header><h1>Vindplaats for programs</h1><p>{_text(described['info']['description'])}</p>"
        f"<pre><code>{escape(example)}</code></pre>"
        '<p>As OpenAPI: <a href="/api/openapi.json">/api/openapi.json</a>. In an address an id is written with '
        '<code>%23</code> for <code>#</code>. <a href="/">To the page</a></p></header>'
        f"<main>{parts}<h2>What is sent and returned</h2>{''.join(_models(schemas))}</main></body></html>"
    )


def _operation(path: str, method: str, operation: Schema) -> str:
    rows = [
        (given["name"], _kind(given["schema"]), given.get("required", False), given.get("description", ""))
        for given in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    raw = operation.get("requestBody", {}).get("description", "")
    sent = f"<p>Sends {_kind(body)}.</p>" if body else f"<p>{_text(raw)}</p>" if raw else ""
    returned = "".join(
        f"<li><strong>{escape(status)}</strong> {_response(answer)}</li>"
        for status, answer in sorted(operation["responses"].items())
    )
    return (
        f'<section><h2><span class="method">{method.upper()}</span> <code>{escape(path)}</code></h2>'
        f"<p>{_text(operation.get('description') or operation['summary'])}</p>{_table(rows)}{sent}"
        f'<ul class="returned">{returned}</ul></section>'
    )


def _response(answer: Schema) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return f"{escape(answer['description'])}{f': {_kind(schema)}' if schema else ''}"


def _models(schemas: Schema) -> Iterator[str]:
    for name, schema in schemas.items():
        if not schema.get("properties"):
            continue
        required = schema.get("required", ())
        rows = [
            (field, _kind(each), field in required, each.get("description", ""))
            for field, each in schema["properties"].items()
        ]
        about = f"<p>{_text(schema['description'])}</p>" if "description" in schema else ""
        yield f'<section id="{escape(name)}"><h3>{escape(name)}</h3>{about}{_table(rows)}</section>'


def _table(rows: list[tuple[str, str, bool, str]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{kind}{"" if required else ", optional"}</td>'
        f"<td>{_text(about)}</td></tr>"
        for name, kind, required, about in rows
    )
    return f'<div class="table"><table><tbody>{lines}</tbody></table></div>'


def _kind(schema: Schema) -> str:
    """What a value is, as HTML: a model is a link to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{escape(name)}">{escape(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    match schema.get("type"):
        case "array" if "prefixItems" in schema:
            return "pair of integers"
        case "array":
            return f"list of {_kind(schema['items'])}"
        case "string":
            return "text"
        case "integer" | "number" as kind:
            low, high = schema.get("minimum"), schema.get("maximum")
            return kind if low is None or high is None else f"{kind} {json.dumps(low)} to {json.dumps(high)}"
        case "boolean":
            return "true or false"
        case kind:
            return escape(str(kind or "anything"))


def _text(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text, quote=False))
