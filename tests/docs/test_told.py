"""What the server tells is told in every language: by its codes, which the web app has words for."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from matinee.ingest.sources.link import failures
from matinee.kit import http

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "matinee"
LANGUAGES = ("en", "es")

# Codes that have no words on the pages, by the reason why none are needed.
QUIET = {
    "the command line and the start of the server say them": {
        "address_refused", "already_running", "backup_key_unwritable", "data_not_writable",
        "database_extension", "database_foreign", "database_missing", "database_newer",
        "database_unfinished", "no_server", "no_worker", "port_refused", "port_taken", "redis_unreachable",
        "secret_damaged", "secret_missing",
    },
    "programs that send by tus get them: pages send as the protocol says": {
        "bad_header", "checksum_algorithm", "checksum_mismatch", "content_type",
        "length_deferred", "tus_version",
    },
    "addresses that no page asks for": {"http_error", "method_not_allowed"},
    "caught where they are raised": {"engine", "stopped", "stopping"},
}  # fmt: skip

# These say no more than of what kind an error is.
GENERAL = {
    "invalid", "forbidden", "not_found", "conflict", "gone", "precondition_failed",
    "unprocessable", "locked", "source_error", "unavailable", "range_not_satisfiable",
}  # fmt: skip

# Where an error may be raised that names no more than its kind, and why nobody reads its words.
UNNAMED = {
    "admin/job_routes.py": "a filter that pages never send",
    "admin/scrape/actions.py": "Prometheus, which reads no words",
    "kit/config.py": "read at the start",
    "kit/http.py": "whoever asked has left",
    "kit/jobs/queue.py": "a mistake of ours",
    "kit/objects/address.py": "read at the start",
    "kit/redis.py": "read at the start",
    "kit/serve/files.py": "parts of files, which browsers fetch by themselves",
    "ingest/sources/upload/receiving.py": "tus: the page tries again by itself",
    "library/artwork.py": "a mistake of ours",
    "library/gate/publish.py": "mistakes of ours",
    "moving/reading.py": "a program that pages do not offer",
    "streaming/fonts.py": "fetched by the player, which goes on without it",
    "streaming/reports/actions.py": "reports, whose answers nobody reads",
    "streaming/routes.py": "fetched by the player, which goes on without it",
}


def page(name: str) -> str:
    return (ROOT / name).read_text()


def told(language: str, part: str) -> dict[str, str]:
    """Return what the web app says of the server's codes, by code."""
    block = page(f"web/src/locales/{language}/told.ts").partition(f"  {part}: {{\n")[2]
    lines = block.partition("\n  },")[0]
    if part == "error":
        lines += page(f"web/src/locales/{language}/refusals.ts")
    return dict(re.findall(r"^ +(\w+): \{ what: '([^']+)'", lines, re.MULTILINE))


@cache
def source() -> list[tuple[str, ast.Call | ast.ClassDef]]:
    """Return every call and every class of the source, with the file it stands in."""
    return [
        (path.relative_to(SOURCE).as_posix(), node)
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call | ast.ClassDef)
    ]


def calls() -> list[tuple[str, str, ast.Call]]:
    """Return every call of a name: the file it stands in, the name, the call."""
    return [
        (path, node.func.id, node)
        for path, node in source()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def given(call: ast.Call) -> ast.expr | None:
    """Return what a call gives as its code."""
    return next((word.value for word in call.keywords if word.arg == "code"), None)


def kinds() -> dict[str, str | None]:
    """Return the name of every kind of error, with the code it has where a raise names none."""
    found: dict[str, str | None] = {"MatineeError": "internal", "EngineError": "engine"}
    classes = [node for _, node in source() if isinstance(node, ast.ClassDef)]
    for one in classes * 2:  # a kind may be of a kind that stands in a later file
        if any(isinstance(base, ast.Name) and base.id in found for base in one.bases):
            found[one.name] = found.get(one.name) or _own_code(one)
    return found


def _own_code(kind: ast.ClassDef) -> str | None:
    for line in kind.body:
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "code":
            return literal(line.value)
        if isinstance(line, ast.Assign) and "code" in (names := ast.unparse(line.targets[0])):
            values = line.value.elts if isinstance(line.value, ast.Tuple) else [line.value]
            return literal(values[names.strip("()").split(", ").index("code")])
    return None


def codes() -> set[str]:
    """Return every code an error of the server can have."""
    of_kinds = kinds()
    found: set[str | None] = {*of_kinds.values(), "http_error"}
    found |= {code for code, _ in http._HTTP_WORDS.values()}
    for path, name, call in calls():
        if path.startswith("foreign/") and name == "Unreadable":
            found.add(literal(call.args[0]))
        elif name in of_kinds:
            found.add(literal(given(call)))
    return {code for code in found if code}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_told_in_every_language(language: str) -> None:
    quiet = set[str]().union(*QUIET.values())
    known = codes()
    assert len(known) > 150
    assert quiet - known == set(), "no error has these any more"
    assert sorted(known - quiet - set(told(language, "error"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_kept_for_an_error_that_is_none_any_more(language: str) -> None:
    of_pages = {"offline", "unknown"}  # made by the web app itself
    assert sorted(set(told(language, "error")) - codes() - of_pages) == []


def test_an_error_that_people_meet_names_what_it_is() -> None:
    general = {name for name, code in kinds().items() if code in GENERAL}
    assert len(general) == len(GENERAL)
    bare = {path for path, name, call in calls() if name in general and given(call) is None}
    rooms = {path for path in bare if not path.startswith(("app/", "capacity/", "engine/"))}
    assert rooms == set(UNNAMED)


def test_whatever_goes_wrong_with_a_link_is_told_in_every_language() -> None:
    links = {code: one.detail.replace("'", "\u2019") for code, one in failures.FAILURES.items()}
    assert told("en", "link") == links
    assert set(told("es", "link")) == set(links)


def test_whatever_a_title_plays_like_is_told_in_every_language() -> None:
    rules = page("src/matinee/streaming/rules.py")
    codes = set(re.findall(r'Reason\(\s*"(\w+)"', rules))
    assert len(codes) > 8
    for language in LANGUAGES:
        assert set(told(language, "play")) == codes


def test_whatever_is_doubted_is_told_in_every_language() -> None:
    listed = page("docs/library.md").partition("### Doubts")[2]
    codes = set(re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE))
    assert len(codes) > 5
    for language in LANGUAGES:
        words = page(f"web/src/locales/{language}/doubts.ts")
        assert [code for code in codes if f"    {code}: '" not in words] == []
    web = page("web/src/features/doubts/words.ts")
    assert [code for code in codes if f"'{code}'" not in web] == []
