"""Traces: what a request led to and how long each part took, for an OpenTelemetry collector.

Off unless MATINEE_OTLP_URL is set (or OpenTelemetry's own OTEL_EXPORTER_OTLP_ENDPOINT): then no
part of its SDK is even loaded. Spans go out in batches as OTLP over HTTP from a thread of the SDK;
where the collector is away they are dropped and nobody waits. Sampling, headers and certificates
are told by OpenTelemetry's own variables (OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS, …).

The tracer is ours alone and never the global one of the process: libraries that would then trace
by themselves write whole addresses, in which grants stand (decision 0031). A span carries routes,
kinds, codes, numbers and ids, and nothing that names a person, a title or a file.
"""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, Literal, Protocol, Self

from matinee import __version__
from matinee.kit.errors import MatineeError

Value = str | int | float | bool
Kind = Literal["internal", "server", "consumer"]
_STOP_S: Final = 5.0


class Span(Protocol):
    """One part of what is done."""

    def set(self, name: str, value: Value) -> None:
        """Say something about it."""
        ...

    def rename(self, name: str) -> None:
        """Call it otherwise."""
        ...

    def fail(self, code: str) -> None:
        """Say that it went wrong, by a code."""
        ...

    def end(self) -> None:
        """Say that it is over."""
        ...


class _Nothing:
    """What stands for a span while nothing is traced."""

    def set(self, name: str, value: Value) -> None:
        """Do nothing."""

    def rename(self, name: str) -> None:
        """Do nothing."""

    def fail(self, code: str) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let whatever was raised go on."""


class _Real:
    def __init__(self, span: Any) -> None:
        self._span = span

    def set(self, name: str, value: Value) -> None:
        self._span.set_attribute(name, value)

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def fail(self, code: str) -> None:
        from opentelemetry.trace import StatusCode

        self._span.set_attribute("error.type", code)
        self._span.set_status(StatusCode.ERROR)

    def end(self) -> None:
        self._span.end()


NOTHING: Final = _Nothing()


class _Tracing:
    """The SDK, set up."""

    def __init__(self, url: str, role: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        logging.getLogger("opentelemetry").setLevel(logging.ERROR)  # a collector may be away
        facts = {
            "service.version": __version__,
            "service.instance.id": f"{socket.gethostname()}-{os.getpid()}",
            "matinee.role": role,
        }
        if "OTEL_SERVICE_NAME" not in os.environ:
            facts["service.name"] = "matinee"
        self._provider = TracerProvider(resource=Resource.create(facts), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
        self.tracer = self._provider.get_tracer("matinee", __version__)

    def stop(self) -> None:
        """Send what was not sent yet, for a few seconds at most."""
        last = threading.Thread(target=self._provider.shutdown, name="traces", daemon=True)
        last.start()
        last.join(_STOP_S)


_tracing: _Tracing | None = None


def start(url: str | None, role: str) -> None:
    """Trace from now on, where there is somebody to tell: `url` is where spans are sent to."""
    global _tracing  # noqa: PLW0603 - one a process, as logging is
    if url is not None and os.environ.get("OTEL_SDK_DISABLED", "").lower() != "true":
        _tracing = _Tracing(url, role)


def stop() -> None:
    """Trace no more; what was traced is sent."""
    global _tracing
    tracing, _tracing = _tracing, None
    if tracing is not None:
        tracing.stop()


def on() -> bool:
    """Say whether anything is traced: where even asking for a span would cost too much."""
    return _tracing is not None


def span(
    name: str,
    facts: Mapping[str, Value] | None = None,
    *,
    kind: Kind = "internal",
    parent: str | None = None,
) -> AbstractContextManager[Span]:
    """Trace a block. What is raised in it is noted by its code alone: words may name a title.

    `parent` is a traceparent from elsewhere (W3C Trace Context); without one it is part of the
    span that this is done in.
    """
    if _tracing is None:
        return NOTHING
    return _open(_tracing, name, facts or {}, kind, parent)


@contextmanager
def _open(
    tracing: _Tracing, name: str, facts: Mapping[str, Value], kind: Kind, parent: str | None
) -> Generator[Span]:
    from opentelemetry.trace import SpanKind

    with tracing.tracer.start_as_current_span(
        name, _context(parent), SpanKind[kind.upper()], dict(facts),
        record_exception=False, set_status_on_exception=False,
    ) as opened:  # fmt: skip
        real = _Real(opened)
        try:
            yield real
        except MatineeError as error:
            real.fail(error.code)
            raise
        except Exception as error:
            real.fail(str(getattr(error, "code", None) or type(error).__name__))
            raise


def begin(name: str, facts: Mapping[str, Value]) -> Span:
    """Begin a span that ends elsewhere, perhaps in another thread: call its `end`."""
    if _tracing is None:
        return NOTHING
    return _Real(_tracing.tracer.start_span(name, attributes=dict(facts)))


def _context(traceparent: str | None) -> Any:
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    if traceparent is None:
        return None  # what is current
    return TraceContextTextMapPropagator().extract({"traceparent": traceparent}, Context())


def traceparent() -> str | None:
    """Return what carries the present span to somewhere else; None outside of any."""
    if _tracing is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    with contextlib.suppress(Exception):
        TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent")


def trace_id() -> str | None:
    """Return the id of the present trace in hex, None outside of any."""
    told = traceparent()
    return told.split("-")[1] if told else None
