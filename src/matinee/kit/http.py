"""What every route needs: the services, one way of answering errors, one way of paging."""

import inspect
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from matinee.kit import context
from matinee.kit.errors import (
    ERRORS,
    Invalid,
    MatineeError,
    RateLimited,
    TooLarge,
    Unavailable,
    from_system,
)
from matinee.kit.log import Private
from matinee.kit.services import Services

log = logging.getLogger(__name__)
T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
MAX_LIMIT = 200
SMALL_BYTES = 8192


class Error(BaseModel):
    """Every error answer."""

    error: str
    detail: str
    fix: str


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    total: int
    page: int
    limit: int
    pages: int


def page_of(items: Sequence[T], *, total: int, page: int, limit: int) -> dict[str, Any]:
    """Return the fields of a page; `pages` is at least 1 so that page 1 always exists."""
    pages = max(1, math.ceil(total / limit))
    return {"items": list(items), "total": total, "page": page, "limit": limit, "pages": pages}


PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PageLimit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]


def get_services(request: Request) -> Services:
    """Return the services of the application that answers this request."""
    return request.app.state.services


async def _services(request: Request) -> Services:
    return get_services(request)  # here and now: what is not async goes by a thread


ServicesDep = Annotated[Services, Depends(_services)]


def at_once(make: Callable[..., T]) -> Callable[..., Awaitable[T]]:
    """Return what `Depends` can ask for the same values as `make`, and which waits for nothing:
    FastAPI has a thread make what is not async, and a class is not."""

    async def made(**values: Any) -> T:
        return make(**values)

    made.__signature__ = inspect.signature(make)  # pyright: ignore[reportFunctionMemberAccess]
    return made


async def read_bytes(request: Request, most_bytes: int, too_large: MatineeError) -> bytes:
    """Read a body. Raises `too_large` before the whole of a large one is read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise too_large
    return bytes(body)


async def read_small(request: Request, model: type[M], most_bytes: int = SMALL_BYTES) -> M:
    """Read a JSON body that is never large, whatever its type says it is.

    `sendBeacon` sends JSON as plain text. Raises TooLarge before the whole of a large one is read.
    """
    too_large = TooLarge("This call takes a few words and numbers.")
    body = await read_bytes(request, most_bytes, too_large)
    try:
        return model.model_validate_json(body)
    except ValidationError as cause:
        raise RequestValidationError(cause.errors(include_context=False)) from cause


def install_errors(app: FastAPI) -> None:
    """Turn every error into `{error, detail, fix}`: the one place where HTTP learns of them."""
    app.add_exception_handler(MatineeError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(OSError, _answer_system)
    app.add_exception_handler(Exception, _answer_unknown)


def answer(error: MatineeError) -> JSONResponse:
    """Return the HTTP answer of an error."""
    ERRORS.add("http", error.code)
    headers: dict[str, str] = {}
    if isinstance(error, RateLimited):
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    elif isinstance(error, Unavailable):
        headers["Retry-After"] = "2"
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(error.as_wire(), status_code=error.status, headers=headers)


async def _answer_ours(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MatineeError)
    if error.status >= 500:
        log.warning("%s: %s", error.code, Private(error.detail))
    return answer(error)


async def _answer_system(request: Request, error: Exception) -> JSONResponse:
    """What a disk did not do is told as such; all else of the system is a fault of ours."""
    assert isinstance(error, OSError)
    told = from_system(error)
    if told is None:
        raise error
    return await _answer_ours(request, told)


async def _answer_nobody(_request: Request, _error: Exception) -> JSONResponse:
    """Whoever asked left in the middle of the body, as pages do that are closed: no fault."""
    return answer(Invalid("The request was cut off."))


async def _answer_validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0] if error.errors() else {"loc": (), "msg": "cannot be read"}
    where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
    body = {
        "error": _counted("invalid"),
        "detail": f"{where or 'The request'}: {first['msg']}.",
        "fix": "See /api/openapi.json for what this call takes.",
    }
    return JSONResponse(body, status_code=422)


_HTTP_WORDS = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
}


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, words = _HTTP_WORDS.get(error.status_code, ("http_error", str(error.detail)))
    body = {"error": _counted(code), "detail": words, "fix": ""}
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)


async def _answer_unknown(request: Request, error: Exception) -> JSONResponse:
    route = getattr(request.scope.get("route"), "path", "a request")
    log.error("%s %s failed: %s", request.method, route, Private(request.url.path), exc_info=error)
    body = {
        "error": _counted("internal"),
        "detail": "Something went wrong inside Matinee.",
        "fix": "Try again; if it stays, the server's log says more.",
    }
    # Sent past everything that stands before the rooms, which would have named it.
    named = {"X-Request-ID": context.request_id.get() or ""}
    return JSONResponse(body, status_code=500, headers=named)


def _counted(code: str) -> str:
    ERRORS.add("http", code)
    return code
