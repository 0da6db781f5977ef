"""Answers put together from pieces of JSON that are written already.

A page of titles is some hundred values a title, nearly all of them the same for everybody and at
every time: written once, they are joined and not made, checked and written again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response
from pydantic import BaseModel
from pydantic_core import to_json


def answer(model: type[BaseModel], parts: Mapping[str, Any]) -> Response:
    """Return the answer that `model` describes; see `written`."""
    return Response(written(model, parts), media_type="application/json")


def written(model: type[BaseModel], parts: Mapping[str, Any]) -> bytes:
    """Return the JSON of a model by all its fields, of which bytes, alone or as a list of them, are
    JSON already. Raises TypeError where a field is missing or unknown."""
    if parts.keys() != model.model_fields.keys():
        wrong = ", ".join(sorted(parts.keys() ^ model.model_fields.keys()))
        raise TypeError(f"{model.__name__} is not told by these fields: {wrong}")
    fields = (b'"%s":%s' % (name.encode(), _json(part)) for name, part in parts.items())
    return b"{%s}" % b",".join(fields)


def _json(part: Any) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, Sequence) and part and isinstance(part[0], bytes):
        return b"[%s]" % b",".join(part)
    return to_json(part)
