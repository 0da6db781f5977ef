"""What was chosen for a title: kept for each viewer, passed on within a series, gone with the title."""

from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from matinee import library
from matinee.accounts import Viewer
from matinee.engine import Probe, Track
from matinee.kit.ids import new_id
from matinee.kit.services import Services
from matinee.watching import choices
from matinee.watching.choices import ChosenAudio, ChosenText
from matinee.watching.tables import ChoicesRow
from tests.watching.conftest import ANA, BEN

NOTHING = {"audio": None, "text": None, "text_delay_s": 0}
SPANISH = {"id": "t2", "language": "es", "label": "Castilian", "forced": False, "described": True}
ITALIAN = {"id": "a1", "language": "it", "label": None}


def kept(services: Services, viewer: Viewer, media_id: str) -> choices.Choices:
    with services.db.read() as session:
        return choices.choices_for(session, viewer, library.get_media(session, viewer, media_id))


def choose(client: TestClient, media_id: str, **change: Any) -> dict[str, Any]:
    answer = client.patch(f"/api/media/{media_id}/choices", json=change)
    assert answer.status_code == 200, answer.text
    return answer.json()


def episode(services: Services, number: int) -> str:
    path = services.store.staging(new_id()) / "episode.mp4"
    path.write_bytes(b"episode")
    probe = Probe("mp4", 100.0, 0.0, 4, 1000, (Track(0, "video", "h264"),))
    identity = library.Identity(
        title=f"Episode {number}", kind="episode", series_title="Brook", season_number=1,
        episode_number=number,
    )  # fmt: skip
    landing = library.Landing(path=path, probe=probe, fingerprint=new_id(), identity=identity)
    return library.publish(services, landing).media_id


def test_what_is_not_named_stays(client: TestClient, film: str) -> None:
    assert choose(client, film) == NOTHING
    assert choose(client, film, text=SPANISH) == {**NOTHING, "text": SPANISH}
    assert choose(client, film, text_delay_s=-1.5)["text"] == SPANISH
    whole = choose(client, film, audio=ITALIAN)
    assert whole == {"audio": ITALIAN, "text": SPANISH, "text_delay_s": -1.5}
    assert choose(client, film, text="off") == {**whole, "text": "off"}
    assert choose(client, film, text=None, audio=None, text_delay_s=0) == NOTHING


def test_each_to_their_own(services: Services, film: str) -> None:
    off = choices.Choices(text="off")
    choices.choose(services, ANA, film, off)
    assert kept(services, BEN, film) == choices.Choices()
    assert kept(services, ANA, film) == off


WRONG: list[Any] = [
    [], None, "off", {"unknown": 1}, {"text": "on"}, {"text": {"language": "x" * 201}},
    {"text": {"unknown": 1}}, {"text_delay_s": None}, {"text_delay_s": 601},
    {"text_delay_s": -601}, {"audio": "off"}, {"audio": {"index": 1}},
]  # fmt: skip


@pytest.mark.parametrize("body", WRONG, ids=repr)
def test_what_is_not_understood_is_refused(client: TestClient, film: str, body: Any) -> None:
    answer = client.patch(f"/api/media/{film}/choices", json=body)
    assert answer.status_code == 422, answer.text
    assert choose(client, film) == NOTHING


def test_no_delay_that_is_no_number(client: TestClient, film: str) -> None:
    for word in (b"NaN", b"Infinity", b"1e999"):
        answer = client.patch(
            f"/api/media/{film}/choices", content=b'{"text_delay_s": ' + word + b"}"
        )
        assert answer.status_code == 422, answer.text


@pytest.mark.security
def test_large_bodies_and_titles_that_are_not_there(client: TestClient, film: str) -> None:
    body = b'{"audio": {"label": "' + b"x" * 10_000_000 + b'"}}'
    assert client.patch(f"/api/media/{film}/choices", content=body).status_code == 413
    assert client.patch("/api/media/nowhere/choices", json={}).status_code == 404


def test_an_episode_begins_as_the_last_one_of_its_series(services: Services) -> None:
    one, two, three = (episode(services, number) for number in (1, 2, 3))
    first = choices.Choices(audio=ChosenAudio(id="a1", language="it"), text_delay_s=2.0)
    choices.choose(services, ANA, one, first)
    text = ChosenText(id="t4", language="en", label="Signs", forced=True)
    choices.choose(services, ANA, two, choices.Choices(text=text))
    # The newest of each, without the ids and the delay of another file.
    passed_on = choices.Choices(
        audio=ChosenAudio(language="it"), text=text.model_copy(update={"id": None})
    )
    assert kept(services, ANA, three) == passed_on
    assert kept(services, BEN, three) == choices.Choices()
    choices.choose(services, ANA, three, choices.Choices(text="off"))
    assert kept(services, ANA, three).text == "off"
    assert kept(services, ANA, one).text == "off"
    assert kept(services, ANA, two).text == text


def test_a_delay_alone_does_not_hide_the_choice_of_the_series(services: Services) -> None:
    one, two = episode(services, 1), episode(services, 2)
    choices.choose(services, ANA, one, choices.Choices(text="off"))
    choices.choose(services, ANA, two, choices.Choices(text_delay_s=0.5))
    assert kept(services, ANA, two) == choices.Choices(text="off", text_delay_s=0.5)


def test_they_go_with_the_title(services: Services, film: str) -> None:
    choices.choose(services, ANA, film, choices.Choices(text="off"))
    with services.db.write() as session:
        session.delete(session.get_one(library.MediaRow, film))
    with services.db.read() as session:
        left = session.scalar(select(func.count()).select_from(ChoicesRow))
    assert left == 0


def test_the_playback_answer_names_them(client: TestClient, film: str) -> None:
    whole = choose(client, film, text=SPANISH, text_delay_s=0.3)
    answer = client.get(f"/api/media/{film}/playback")
    assert answer.status_code == 200, answer.text
    assert answer.json()["choices"] == whole
