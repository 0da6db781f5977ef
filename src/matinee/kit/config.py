"""Settings: every one is `MATINEE_<NAME>` in the environment, with a default that works.

A value that cannot be read is refused at start with its name, never silently ignored.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from matinee.kit.errors import Invalid

GIB = 1024**3
_LOCATION = re.compile(r"(/[A-Za-z0-9_-]+)+", re.ASCII)
PREFIX = "MATINEE_"
FORMATS: Final = ("text", "json")
_OTEL: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_TOKEN: Final = re.compile(r"[!-~]{16,200}", re.ASCII)
_BASE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~-]+)*/?", re.ASCII)
_HTTP: Final = re.compile(r"https?://[^\s/]+", re.ASCII)


def setting(default: Any, doc: str) -> Any:
    """Declare one setting with its default and the sentence shown by `--help`."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Sizes are bytes, times are seconds."""

    data: Path = setting(Path("data"), "Folder that holds the library, the database and the cache")
    host: str = setting("127.0.0.1", "Address to listen on (0.0.0.0 for the whole network)")
    port: int = setting(8420, "Port to listen on")
    database_url: str | None = setting(None, "Database; unset: SQLite in the data folder")
    database_read_url: str | None = setting(
        None, "A PostgreSQL replica of it, read for lists and search"
    )
    redis_url: str | None = setting(
        None, "Redis that workers are called through; unset: jobs run in this process"
    )
    processes: int = setting(
        1, "Server processes on this machine, behind one port (more want PostgreSQL and Redis)"
    )
    peer_host: str = setting(
        "127.0.0.1", "Address by which other servers of this library reach this one"
    )
    public_url: str | None = setting(None, "Address people use, when a proxy stands in front")
    trusted_proxies: str = setting(
        "", "Comma-separated addresses whose X-Forwarded-For is believed"
    )
    accel_redirect: str | None = setting(
        None,
        "Internal location of nginx that stands for /, such as /_files; nginx then sends files",
    )
    cors_origins: str = setting(
        "", "Comma-separated origins that may play streams from other pages"
    )
    allow_private_urls: bool = setting(
        False, "Let links reach private and loopback addresses (your own network)"
    )
    max_upload_bytes: int = setting(50 * GIB, "Largest single upload")
    free_space_floor_bytes: int = setting(
        GIB, "Bringing in stops when less than this would be free"
    )
    upload_expiry_s: int = setting(7 * 24 * 3600, "An unfinished upload is thrown away after this")
    trash_days: int = setting(30, "Deleted titles can be restored for this many days")
    missing_days: int = setting(
        30, "A title whose file is gone for this many days leaves the library"
    )
    scan_every_s: int = setting(
        300, "Folders are looked through this often where the system tells of no change"
    )
    session_days: int = setting(90, "A sign-in lasts this many days without a visit")
    fetch_concurrency: int = setting(3, "Downloads at the same time")
    probe_concurrency: int = setting(0, "Files examined at the same time (0: one a core)")
    light_concurrency: int = setting(1, "Background jobs (posters, sprites) at the same time")
    engine_workers: int = setting(0, "Media worker processes (0: one a core and one more)")
    encode_concurrency: int = setting(0, "Pictures encoded at the same time (0: by cores)")
    hardware_encoding: bool = setting(True, "Encode in hardware where it proves itself")
    cache_max_bytes: int = setting(20 * GIB, "Cap of the segment cache")
    backup_folder: Path | None = setting(
        None, "Folder that copies of the database are put into (unset: backups in the data folder)"
    )
    backup_url: str | None = setting(
        None,
        "Bucket that copies are sent to as well (s3://…), with the endpoint and keys of STORAGE",
    )
    backup_nightly: bool = setting(True, "Copy the database every night")
    backup_daily: int = setting(7, "Nightly copies that are kept, one a day")
    backup_weekly: int = setting(4, "Nightly copies that are kept, one a week")
    backup_key_file: Path | None = setting(
        None, "Key that copies are encrypted with (made with `matinee backup --new-key FILE`)"
    )
    scrub_percent: int = setting(
        10, "Share of the films' bytes that is read again every week to find rot (0: none)"
    )
    tmdb_key: str | None = setting(
        None, "Key of The Movie Database; with it, films and series are looked up there"
    )
    tmdb_url: str = setting("https://api.themoviedb.org/3", "Address of its API, or of a mirror")
    tmdb_images_url: str = setting("https://image.tmdb.org/t/p", "Address of its pictures")
    lookup_language: str = setting("en-US", "Language and country of what is looked up")
    storage_url: str | None = setting(
        None,
        "Bucket that keeps films, pictures, what is prepared (s3://bucket/prefix, gs://…, az://…)",
    )
    storage_endpoint: str | None = setting(
        None, "Address of a store that is not Amazon's (R2, Swift, MinIO and others)"
    )
    storage_region: str | None = setting(None, "Region of the bucket")
    storage_key_id: str | None = setting(None, "Key id for the bucket (S3)")
    storage_secret: str | None = setting(
        None, "Secret key (S3), account key (Azure) or path of a service account's file (Google)"
    )
    storage_cache_max_bytes: int = setting(
        20 * GIB, "Cap of what was read of the bucket and is kept on this machine"
    )
    storage_redirect: bool = setting(
        False, "Send players of whole files and prepared segments to the bucket by signed links"
    )
    storage_uploads: str = setting(
        "direct", "direct: browsers send films straight to the bucket where it lets them; server"
    )
    cdn_url: str | None = setting(
        None, "Address of a CDN in front of this server that players fetch prepared segments from"
    )
    ffmpeg: str | None = setting(None, "Another ffmpeg than the bundled one (path)")
    web_dist: Path | None = setting(None, "Built web app (unset: web/dist beside the source)")
    log_level: str = setting("info", "debug, info, warning or error")
    log_names: bool = setting(
        False, "Write names of titles, files and addresses into the log too, to find a mistake"
    )
    log_format: str = setting("text", "text, or json: one object a line")
    metrics_token: str | None = setting(
        None, "What Prometheus shows to be told the figures (16 characters or more)"
    )
    metrics_port: int | None = setting(None, "Port on which a worker tells its figures")
    otlp_url: str | None = setting(
        None, "OpenTelemetry collector that traces are sent to (http://host:4318)"
    )

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise Invalid(f"{PREFIX}PORT must be between 0 and 65535, not {self.port}.")
        if self.database_read_url and not self.database_url:
            raise Invalid(
                f"{PREFIX}DATABASE_READ_URL is for a replica of PostgreSQL, and the library is in "
                "SQLite.", fix=f"Set {PREFIX}DATABASE_URL too, or leave both unset.",
            )  # fmt: skip
        self._check_accel()
        if self.cdn_url is not None and not _BASE.fullmatch(self.cdn_url):
            raise Invalid(
                f"{PREFIX}CDN_URL must be the address of a CDN, without credentials or a question.",
                fix="Write it as https://cdn.example.net.",
            )
        if self.log_level not in {"debug", "info", "warning", "error"}:
            raise Invalid(f"{PREFIX}LOG_LEVEL must be debug, info, warning or error.")
        self._check_watching()
        if self.storage_uploads not in {"direct", "server"}:
            raise Invalid(f"{PREFIX}STORAGE_UPLOADS must be direct or server.")
        for name in (
            "max_upload_bytes",
            "free_space_floor_bytes",
            "cache_max_bytes",
            "storage_cache_max_bytes",
            "trash_days",
            "backup_weekly",
        ):
            if getattr(self, name) < 0:
                raise Invalid(f"{PREFIX}{name.upper()} must not be negative.")
        if not 0 <= self.scrub_percent <= 100:
            raise Invalid(f"{PREFIX}SCRUB_PERCENT must be between 0 and 100.")
        for name in (
            "backup_daily",
            "processes",
            "fetch_concurrency",
            "light_concurrency",
            "session_days",
            "upload_expiry_s",
            "missing_days",
            "scan_every_s",
        ):
            if getattr(self, name) < 1:
                raise Invalid(f"{PREFIX}{name.upper()} must be at least 1.")

    def _check_watching(self) -> None:
        if self.log_format not in FORMATS:
            raise Invalid(f"{PREFIX}LOG_FORMAT must be text or json.")
        if self.metrics_port is not None and not 1 <= self.metrics_port <= 65535:
            raise Invalid(f"{PREFIX}METRICS_PORT must be between 1 and 65535.")
        if self.metrics_token is not None and not _TOKEN.fullmatch(self.metrics_token):
            raise Invalid(
                f"{PREFIX}METRICS_TOKEN must be 16 to 200 letters, digits and signs, no spaces.",
                fix="Make one: head -c 24 /dev/urandom | base64",
            )
        if self.otlp_url is not None and not _HTTP.match(self.otlp_url):
            raise Invalid(
                f"{PREFIX}OTLP_URL must be an address of a collector, spoken to over HTTP.",
                fix="Write it as http://host:4318; unset it to send no traces.",
            )

    @property
    def traces_url(self) -> str | None:
        """Where spans are posted to (OTLP/HTTP: a collector's address and /v1/traces)."""
        if self.otlp_url is None or self.otlp_url.endswith("/v1/traces"):
            return self.otlp_url
        return f"{self.otlp_url.rstrip('/')}/v1/traces"

    def _check_accel(self) -> None:
        if not self.accel_redirect:
            return
        if not _LOCATION.fullmatch(self.accel_redirect):
            raise Invalid(
                f"{PREFIX}ACCEL_REDIRECT is the path of a location of nginx, such as /_files, not "
                f"{self.accel_redirect!r}.", fix="Give what stands in nginx's configuration.",
            )  # fmt: skip
        if not self.proxies:
            raise Invalid(
                f"With {PREFIX}ACCEL_REDIRECT it must be said which nginx may send files.",
                fix=f"Set {PREFIX}TRUSTED_PROXIES to its address, or leave both unset.",
            )

    @property
    def cdn_origin(self) -> str | None:
        """Scheme and host of the CDN."""
        return None if self.cdn_url is None else "/".join(self.cdn_url.split("/")[:3])

    @property
    def together(self) -> bool:
        """Whether several servers may stand over this library: what they share is elsewhere."""
        return self.database_url is not None and self.redis_url is not None

    @property
    def probes(self) -> int:
        """Files examined at the same time."""
        return self.probe_concurrency or max(1, os.cpu_count() or 1)

    @property
    def encodes(self) -> int:
        """Pictures encoded at the same time, for viewers."""
        return self.encode_concurrency or max(2, (os.cpu_count() or 1) // 2)

    @property
    def workers(self) -> int:
        """Media worker processes at most."""
        return self.engine_workers or (os.cpu_count() or 1) + 1

    @property
    def database(self) -> str:
        """URL of the database in use."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'matinee.db'}"

    @property
    def proxies(self) -> tuple[str, ...]:
        """Addresses of trusted proxies."""
        return tuple(part.strip() for part in self.trusted_proxies.split(",") if part.strip())

    @property
    def stream_origins(self) -> tuple[str, ...]:
        """Origins that may fetch streams across sites."""
        return tuple(part.strip() for part in self.cors_origins.split(",") if part.strip())


def load(
    overrides: Mapping[str, Any] | None = None, env: Mapping[str, str] | None = None
) -> Settings:
    """Read the settings: defaults, then the environment, then flags.

    Raises Invalid naming the setting whose value cannot be read.
    """
    env = os.environ if env is None else env
    values: dict[str, Any] = {}
    for item in fields(Settings):
        raw = env.get(PREFIX + item.name.upper())
        if raw is not None and raw != "":
            values[item.name] = _parse(item.name, item.type, raw)
    if "otlp_url" not in values and env.get("OTEL_TRACES_EXPORTER", "otlp") == "otlp":
        # As every program that knows OpenTelemetry is told of it.
        values["otlp_url"] = next((env[name] for name in _OTEL if env.get(name)), None)
    values.update({name: value for name, value in (overrides or {}).items() if value is not None})
    return Settings(**values)


def described() -> list[tuple[str, str, str]]:
    """Return (variable, default, sentence) for each setting, for help and the docs."""
    rows: list[tuple[str, str, str]] = []
    for item in fields(Settings):
        default = "" if item.default in {None, MISSING} else str(item.default)
        rows.append((PREFIX + item.name.upper(), default, item.metadata["doc"]))
    return rows


def _parse(name: str, kind: Any, raw: str) -> Any:
    text = str(kind)
    try:
        if "bool" in text:
            return _BOOLS[raw.strip().lower()]
        if "int" in text:
            return parse_size(raw) if name.endswith("_bytes") else int(raw)
        if "Path" in text:
            return Path(raw).expanduser()
    except (ValueError, KeyError) as cause:
        raise Invalid(
            f"{PREFIX}{name.upper()} cannot be read: {raw!r}.",
            fix=f"Give {_WANTED['bool' if 'bool' in text else 'int']} or leave it unset.",
        ) from cause
    return raw


_BOOLS = {"1": True, "true": True, "yes": True, "on": True,
          "0": False, "false": False, "no": False, "off": False}  # fmt: skip
_WANTED = {"bool": "1 or 0", "int": "a whole number"}
_UNITS = {"K": 1024, "M": 1024**2, "G": GIB, "T": 1024**4}


def parse_size(raw: str) -> int:
    """Read a size in bytes: `1048576`, `50G`, `500MB`, `2GiB`."""
    text = raw.strip().upper().removesuffix("IB").removesuffix("B")
    if text and text[-1] in _UNITS:
        return int(float(text[:-1]) * _UNITS[text[-1]])
    return int(text)
