from pathlib import Path

import pytest

from matinee.kit import config
from matinee.kit.errors import Invalid


def test_flags_win_over_the_environment_and_that_over_defaults() -> None:
    env = {"MATINEE_PORT": "9000", "MATINEE_DATA": "/tmp/there", "MATINEE_MAX_UPLOAD_BYTES": "2G"}
    settings = config.load({"port": 9001, "host": None}, env)
    assert settings.port == 9001
    assert settings.data == Path("/tmp/there")
    assert settings.max_upload_bytes == 2 * 1024**3
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("ALLOW_PRIVATE_URLS", "perhaps"),
        ("MAX_UPLOAD_BYTES", "-1"),
        ("MAX_UPLOAD_BYTES", "50 parsecs"),
        ("LOG_LEVEL", "loud"),
        ("FETCH_CONCURRENCY", "0"),
        ("LOG_FORMAT", "xml"),
        ("METRICS_PORT", "0"),
        ("METRICS_PORT", "seventy"),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "long enough but with spaces"),
        ("OTLP_URL", "collector:4318"),
        ("OTLP_URL", "file:///etc/passwd"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        config.load({}, {f"MATINEE_{name}": value})
    assert f"MATINEE_{name}" in refused.value.detail


@pytest.mark.parametrize(
    ("text", "size"), [("1024", 1024), ("1K", 1024), ("1.5GB", 1610612736), ("2TiB", 2 * 1024**4)]
)
def test_sizes_are_read_in_their_usual_forms(text: str, size: int) -> None:
    assert config.parse_size(text) == size


@pytest.mark.parametrize(
    ("env", "url"),
    [
        ({}, None),
        ({"MATINEE_OTLP_URL": "http://one:4318"}, "http://one:4318/v1/traces"),
        ({"MATINEE_OTLP_URL": "http://one/v1/traces"}, "http://one/v1/traces"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "https://two:4318/"}, "https://two:4318/v1/traces"),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://two", "MATINEE_OTLP_URL": "http://one"},
            "http://one/v1/traces",
        ),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://two", "OTEL_TRACES_EXPORTER": "none"},
            None,
        ),
    ],
)
def test_traces_go_to_our_own_setting_or_to_that_of_opentelemetry(
    env: dict[str, str], url: str | None
) -> None:
    assert config.load({}, env).traces_url == url
