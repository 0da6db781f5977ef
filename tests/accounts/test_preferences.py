"""What a viewer likes: theirs alone, whole at any moment, and nothing odd gets in."""

import threading
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from matinee import accounts
from matinee.accounts import preferences as rules
from matinee.accounts.tables import PreferencesRow
from matinee.kit import clock
from matinee.kit.services import Services

AT = "/api/account/preferences"


def change(client: TestClient, **parts: Any) -> dict[str, Any]:
    answer = client.patch(AT, json=parts)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_change_is_kept_and_the_rest_stays(client: TestClient) -> None:
    usual = client.get(AT).json()
    assert usual == rules.Preferences().model_dump()
    change(client, text_look={"colour": "#FFEE00"}, skip={"intro": "auto"})
    kept = change(client, text_languages=["pt-BR", "en", "pt-br"], text_look={"size_percent": 150})
    assert client.get(AT).json() == kept
    assert kept == {
        **usual,
        "text_languages": ["pt-BR", "en"],
        "text_look": {**usual["text_look"], "colour": "#ffee00", "size_percent": 150},
        "skip": {**usual["skip"], "intro": "auto"},
    }


def test_each_to_their_own(client: TestClient, member: TestClient) -> None:
    change(client, night=True)
    assert member.get(AT).json()["night"] is False
    change(member, levelling=True)
    assert client.get(AT).json()["levelling"] is False


WRONG: list[Any] = [
    [], "night", 1, None, {"unknown": 1}, {"text_look": {"unknown": 1}}, {"text_look": None},
    {"text_look": "sans"}, {"text_look": {"colour": "red"}}, {"text_look": {"colour": "#fff"}},
    {"text_look": {"colour": "#ffffff;}"}}, {"text_look": {"colour": "#ffffff\n"}},
    {"text_look": {"size_percent": 201}}, {"text_look": {"size_percent": 49}},
    {"text_look": {"font": "url(x)"}}, {"text_look": {"offset_percent": 41}},
    {"text_look": {"background_percent": -1}}, {"night": "yes"}, {"night": 1}, {"night": None},
    {"skip": {"intro": "never"}}, {"skip": []}, {"text_mode": "sometimes"},
    {"text_languages": "en"}, {"text_languages": ["english language"]}, {"text_languages": [""]},
    {"text_languages": ["en\n"]}, {"audio_languages": ["en"] * 21}, {"audio_languages": [1]},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG, ids=repr)
def test_what_is_not_understood_is_refused_and_changes_nothing(
    client: TestClient, body: Any
) -> None:
    before = change(client, night=True)
    answer = client.patch(AT, json=body)
    assert answer.status_code == 422, answer.text
    assert set(answer.json()) == {"error", "detail", "fix"}
    assert client.get(AT).json() == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"night": tru}'])
def test_what_is_no_json_is_refused(client: TestClient, body: bytes) -> None:
    assert client.patch(AT, content=body).status_code == 422


@pytest.mark.security
def test_a_body_of_ten_megabytes_is_refused(client: TestClient) -> None:
    body = b'{"text_languages": ["' + b"x" * 10_000_000 + b'"]}'
    answer = client.patch(AT, content=body)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


def test_two_devices_that_change_two_things_at_once_both_get_their_way(
    app: FastAPI, client: TestClient
) -> None:
    names = ["night", "levelling", "autoplay_next", "previews"]
    start = threading.Barrier(len(names) * 2)

    def send(part: dict[str, Any]) -> None:
        with TestClient(app, base_url="http://matinee.test") as mine:
            mine.headers.update(client.headers)
            start.wait(30)
            change(mine, **part)

    parts: list[dict[str, Any]] = [{name: name not in {"previews"}} for name in names]
    looks = [{"bold": True}, {"size_percent": 80}, {"font": "mono"}, {"edge": "outline"}]
    parts += [{"text_look": look} for look in looks]
    threads = [threading.Thread(target=send, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    kept = client.get(AT).json()
    assert [kept[name] for name in names] == [True, True, True, False]
    look = kept["text_look"]
    assert (look["bold"], look["size_percent"], look["font"], look["edge"]) == (
        True, 80, "mono", "outline",
    )  # fmt: skip


def test_what_another_version_kept_is_read_as_far_as_it_can_be(
    client: TestClient, services: Services
) -> None:
    mine = client.get("/api/auth/me").json()["id"]
    kept = {
        "night": True, "levelling": "loud", "from_tomorrow": 1, "text_languages": ["??"],
        "text_look": {"colour": "blue", "bold": True, "glow": 3}, "skip": 7,
    }  # fmt: skip
    with services.db.write() as session:
        session.add(PreferencesRow(profile_id=mine, liked=kept, updated_at=clock.now()))
    usual = rules.Preferences().model_dump()
    look = {**usual["text_look"], "bold": True}
    assert client.get(AT).json() == {**usual, "night": True, "text_look": look}


def test_the_other_pages_of_the_viewer_hear_of_it(client: TestClient, services: Services) -> None:
    heard: list[str] = []
    services.bus.subscribe(accounts.PreferencesChanged, lambda event: heard.append(event.user_id))
    change(client, night=True)
    assert client.patch(AT, json={"night": 3}).status_code == 422
    assert heard == [client.get("/api/auth/me").json()["id"]]
