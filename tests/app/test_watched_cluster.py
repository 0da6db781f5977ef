"""A whole Matinee, watched: two server processes behind one port and a worker, each telling of
itself; and the dashboard and the alert rules of deploy/ ask for nothing that is not told there."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import promql_parser
import pytest
import yaml
from tests import ground, servers
from tests.flows.conftest import OLD, SMALL, Server, free_port, paint
from tests.told import Labels, Told, read
from tests.waiting import until

from matinee.kit.ids import new_id

pytestmark = ground.alone

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
DASHBOARD = DEPLOY / "grafana" / "dashboard.json"
RULES = DEPLOY / "prometheus" / "alerts.yml"
SCRAPING = DEPLOY / "prometheus" / "prometheus.yml"
TOKEN = "the-token-of-prometheus-alone"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
GIVEN_BY_PROMETHEUS = {"instance", "job"}


@dataclass
class House:
    """Two server processes, a worker, and where the worker tells its figures."""

    server: Server
    worker_url: str
    folder: Path

    def scrape(self) -> Told:
        """Ask as Prometheus does, on a connection of its own."""
        answer = httpx.get(f"{self.server.url}/metrics", headers=SHOWN, timeout=30)
        assert answer.status_code == 200, answer.text
        return read(answer.text)

    def scrape_worker(self) -> Told:
        answer = httpx.get(f"{self.worker_url}/metrics", headers=SHOWN, timeout=30)
        assert answer.status_code == 200, answer.text
        return read(answer.text)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, postgres: servers.Postgres) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    port = free_port()
    with ExitStack() as stack:
        redis = stack.enter_context(servers.valkey())
        database = stack.enter_context(postgres.empty())
        settings = {
            "MATINEE_REDIS_URL": redis.url,
            "MATINEE_DATABASE_URL": database,
            "MATINEE_PROCESSES": "2",
            "MATINEE_METRICS_TOKEN": TOKEN,
            "MATINEE_LOG_LEVEL": "info",
        }
        server = Server(folder / "data", free_port(), settings=settings)
        stack.callback(server.stop)
        server.start()
        server.add_admin()
        stack.enter_context(
            servers.worker(server, folder / "worker.log", "--metrics-port", str(port))
        )
        one = House(server, f"http://127.0.0.1:{port}", folder)
        _lived_in(one)
        yield one


def _lived_in(house: House) -> None:
    """Have everything happen once that there are figures of."""
    client = house.server.client()
    until(
        lambda: client.get("/api/health").json()["checks"]["workers"]["status"] == "ok",
        what="worker",
    )
    films = house.folder / "films"
    films.mkdir()
    paint(films / "Whole.mp4", SMALL, "160x90", 4)
    paint(films / "Old.mkv", OLD, "320x180", 12)
    for path in (films, house.folder / "gone"):
        path.mkdir(exist_ok=True)
        assert client.post("/api/folders", json={"path": str(path)}).status_code < 300
    until(lambda: client.get("/api/media").json()["total"] == 2, what="two titles")
    for media in client.get("/api/media").json()["items"]:
        _watched(house, client, media)
    bad = client.post("/api/media/add", json={"url": "http://127.0.0.1:9/film.mp4"})
    assert bad.status_code == 202, bad.text
    done = ("completed", "failed")
    job = f"/api/jobs/{bad.json()['job']['id']}"
    until(lambda: client.get(job).json()["status"] in done, what="the link failed")
    old = next(one for one in client.get("/api/media").json()["items"] if one["title"] == "Old")
    asked = client.post(f"/api/media/{old['id']}/prepare", json={})
    assert asked.status_code == 202, asked.text
    paused = client.post(f"/api/jobs/{_job_of(asked)}/pause")
    assert paused.json()["status"] == "paused", paused.text


def _job_of(answer: httpx.Response) -> str:
    body = answer.json()
    return body["job"]["id"] if "job" in body else body["id"]


def _watched(house: House, client: httpx.Client, media: dict[str, Any]) -> None:
    played = client.get(f"/api/media/{media['id']}/playback").json()
    track = played["tracks"]["video"][0]["id"]
    part = f"{house.server.url}{played['manifest_url'].rpartition('/')[0]}/{track}/0.m4s"
    for _ in range(3):
        assert httpx.get(part, timeout=60).status_code == 200
    if played["direct_url"]:
        assert httpx.get(f"{house.server.url}{played['direct_url']}").status_code == 200
    report = {
        "media_id": media["id"], "seq": 1, "client": "Chrome on Linux", "way": "hls",
        "decision": played["decision"], "start_ms": 800, "seeks_near_ms": [90],
        "seeks_far_ms": [700], "watched_s": 20, "stalls": 1, "stalled_s": 0.5,
        "failures": {"network": 1},
    }  # fmt: skip
    kept = client.put(f"/api/playback-reports/{new_id()}", json=report)
    assert kept.status_code == 204, kept.text


@pytest.mark.timeout(300)
def test_whichever_process_is_asked_tells_of_all_behind_the_port(house: House) -> None:
    name = "matinee_http_requests_total"
    before, asked = house.scrape(), 0
    processes = {dict(one)["process"] for one in before.samples[name]}
    assert len(processes) == 2
    totals = [before.value(name)]
    for _ in range(8):
        for _ in range(3):
            httpx.get(f"{house.server.url}/api/health")
            asked += 1
        now = house.scrape()
        assert {dict(one)["process"] for one in now.samples[name]} == processes
        totals.append(now.value(name))
    assert totals == sorted(totals), "a figure that only rises fell"
    health = {"route": "/api/health", "status": "200"}
    assert now.value(name, **health) - before.value(name, **health) >= asked
    assert "process" not in now.labels("matinee_jobs_stuck"), "the queue is one for all"
    assert now.value("matinee_servers") == 2
    assert now.value("matinee_workers", lane="fetch") == 1
    assert now.value("matinee_redis_up") == 1
    assert len(now.samples["process_resident_memory_bytes"]) == 2


@pytest.mark.timeout(300)
def test_what_was_played_is_told(house: House) -> None:
    told = house.scrape()
    assert told.value("matinee_segment_cache_requests_total", result="miss") == 2
    assert told.value("matinee_segment_cache_requests_total", result="hit") == 4
    assert told.value("matinee_playback_start_seconds_count", kind="encoded") == 1
    assert told.value("matinee_playback_watched_seconds_total") == 40
    assert told.value("matinee_encode_speed_ratio_count", purpose="viewer") >= 1
    assert told.value("matinee_http_response_bytes_total") > 10_000


@pytest.mark.timeout(300)
def test_a_worker_tells_of_itself_alone(house: House) -> None:
    client = house.server.client()

    def every_scan_is_told() -> Told | None:
        """Return what is told once no scan is under way: whoever sees a change asks for one."""
        scans = client.get("/api/jobs", params={"kind": "scan"}).json()["items"]
        told = house.scrape_worker()
        counted = told.value("matinee_job_attempts_total", kind="scan", status="completed")
        over = [one for one in scans if one["status"] == "completed"]
        return told if len(over) == len(scans) == counted else None

    told = until(every_scan_is_told, what="every scan is over and counted once")
    assert told.value("matinee_job_attempts_total", status="failed") == 1
    assert told.value("matinee_errors_total", where="job") == 1
    assert told.value("matinee_engine_call_duration_seconds_count", task="examine") == 2
    assert not {"matinee_jobs_stuck", "matinee_workers"} & set(told.samples)
    assert house.scrape().value("matinee_job_attempts_total") == 0


@pytest.mark.security
@pytest.mark.timeout(300)
def test_a_worker_tells_a_stranger_nothing(house: House) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense-nonsense"}, {"Authorization": TOKEN}):
        answer = httpx.get(f"{house.worker_url}/metrics", headers=headers)
        assert answer.status_code == 401
        assert "matinee_" not in answer.text
    for path in ("/", "/api/media", "/metrics/x"):
        assert httpx.get(f"{house.worker_url}{path}", headers=SHOWN).status_code == 404
    assert httpx.post(f"{house.worker_url}/metrics", headers=SHOWN).status_code == 405


@pytest.mark.timeout(300)
def test_a_port_that_is_taken_or_open_to_anybody_stops_a_worker(house: House) -> None:
    taken = house.worker_url.rpartition(":")[2]
    ran = house.server.run("worker", "--metrics-port", taken)
    assert ran.returncode == 1
    assert "--metrics-port" in ran.stderr
    open_ = Server(house.server.data, house.server.port, settings={**house.server.settings})
    open_.settings.pop("MATINEE_METRICS_TOKEN")
    ran = open_.run("worker", "--metrics-port", str(free_port()))
    assert ran.returncode == 1
    assert "MATINEE_METRICS_TOKEN" in ran.stderr


# -- what stands in deploy/


def dashboard() -> dict[str, Any]:
    return json.loads(DASHBOARD.read_text())


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [one for one in dashboard()["panels"] if one["type"] != "row"]


def expressions() -> dict[str, str]:
    """Return every expression by where it stands, with Grafana's own words filled in."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in rules()}
    for panel in panels():
        for target in panel["targets"]:
            words = target["expr"].replace("$__rate_interval", "1m").replace("$instance", ".+")
            found[f"panel {panel['title']} {target['refId']}"] = words
    return found


def selectors(expression: object) -> Iterator[Any]:
    """Yield every vector selector of a parsed expression."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    if isinstance(expression, promql_parser.MatrixSelector):
        yield expression.vector_selector
    for name in ("lhs", "rhs", "expr", "param"):
        inner = getattr(expression, name, None)
        if inner is not None and not isinstance(inner, (str, float)):
            yield from selectors(inner)
    for inner in getattr(expression, "args", ()) or ():
        yield from selectors(inner)


def grouped(expression: object) -> Iterator[tuple[set[str], list[str]]]:
    """Yield, for every `by (…)`, its labels and the names of the figures it is of."""
    if isinstance(expression, promql_parser.AggregateExpr) and expression.modifier is not None:
        names = [one.name for one in selectors(expression.expr)]
        yield set(expression.modifier.labels), names
    for name in ("lhs", "rhs", "expr", "param"):
        inner = getattr(expression, name, None)
        if inner is not None and not isinstance(inner, (str, float)):
            yield from grouped(inner)
    for inner in getattr(expression, "args", ()) or ():
        yield from grouped(inner)


@pytest.mark.timeout(300)
def test_dashboard_and_rules_ask_only_for_what_is_told(house: House) -> None:
    told = [house.scrape(), house.scrape_worker()]

    def samples(name: str) -> list[Labels]:
        return [labels for one in told for labels in one.samples.get(name, {})]

    problems: list[str] = []
    asked: set[str] = set()
    for where, words in expressions().items():
        parsed = promql_parser.parse(words)
        found = list(selectors(parsed))
        assert found, where
        for one in found:
            if one.name == "up":
                continue
            asked.add(one.name)
            have = samples(one.name)
            if not have:
                problems.append(f"{where}: {one.name} is told nowhere")
                continue
            labels = {key for each in have for key, _ in each} | GIVEN_BY_PROMETHEUS
            unknown = {matcher.name for matcher in one.matchers.matchers} - labels
            problems += [f"{where}: {one.name} has no label {label}" for label in unknown]
        for by, names in grouped(parsed):
            for name in names:
                labels = {key for each in samples(name) for key, _ in each}
                if name != "up" and by - labels - GIVEN_BY_PROMETHEUS:
                    problems.append(f"{where}: {name} has no {by - labels}")
    assert problems == []
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked}
    own = {
        name if kind != "counter" else f"{name}_total"
        for one in told
        for name, kind in one.types.items()
        if name.startswith("matinee_")
    }
    assert own - shown == set(), "a figure that nobody looks at"


@pytest.mark.timeout(300)
def test_words_that_a_rule_looks_for_are_words_that_are_told(house: House) -> None:
    """A rule over a value that nothing has never fires, and nobody would notice."""
    told = house.scrape()
    ours = {
        "purpose": {"viewer", "preparing"}, "where": {"http", "job", "engine"},
        "level": {"debug", "info", "warning", "error", "critical"}, "result": {"hit", "miss"},
        "status": {"failed", "unavailable"},
    }  # fmt: skip
    for where, words in expressions().items():
        for one in selectors(promql_parser.parse(words)):
            for matcher in one.matchers.matchers:
                if matcher.op != promql_parser.MatchOp.Equal or matcher.name == "job":
                    continue
                values = {
                    value
                    for labels in told.samples.get(one.name, {})
                    for key, value in labels
                    if key == matcher.name
                }
                assert matcher.value in values | ours.get(matcher.name, set()), where


def test_every_rule_says_how_long_how_bad_what_and_what_to_do() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) >= 15
    for rule in rules():
        assert re.fullmatch(r"\d+[smh]", rule["for"]), rule["alert"]
        assert rule["labels"]["severity"] in {"critical", "warning"}, rule["alert"]
        summary, todo = rule["annotations"]["summary"], rule["annotations"]["description"]
        assert 10 < len(summary) < 120, rule["alert"]
        assert len(todo) > 30, rule["alert"]
        for word in re.findall(r"\{\{ *\$labels\.(\w+)", summary + todo):
            keeps = [by for by, _ in grouped(promql_parser.parse(rule["expr"]))]
            assert any(word in by for by in keeps) or word == "instance", rule["alert"]


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    whole = dashboard()
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= set(whole)
    every = whole["panels"]
    assert len({one["id"] for one in every}) == len(every)
    taken: set[tuple[int, int]] = set()
    for one in every:
        at = one["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                 for y in range(at["y"], at["y"] + at["h"])}  # fmt: skip
        assert at["x"] + at["w"] <= 24
        assert not taken & cells, f"{one['title']} lies on another"
        taken |= cells
    variables = {one["name"] for one in whole["templating"]["list"]}
    assert variables == {"datasource", "instance"}
    for panel in panels():
        assert panel["datasource"]["uid"] == "${datasource}"
        assert panel["description"]
        refs = [target["refId"] for target in panel["targets"]]
        assert len(refs) == len(set(refs))


def test_prometheus_is_told_where_with_which_token_and_which_rules() -> None:
    read_ = yaml.safe_load(SCRAPING.read_text())
    assert read_["rule_files"] == [RULES.name]
    for job in read_["scrape_configs"]:
        assert job["metrics_path"] == "/metrics"
        assert job["authorization"]["type"] == "Bearer"
        assert "credentials" not in job["authorization"], "a token in a file of its own"
        assert job["authorization"]["credentials_file"]
    assert {job["job_name"] for job in read_["scrape_configs"]} == {"matinee", "matinee-workers"}
