import pytest
from starlette.testclient import TestClient

from matinee import accounts
from matinee.accounts import actions, passwords, rules
from matinee.kit.errors import Invalid
from matinee.kit.services import Services

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    from matinee.accounts.throttle import Throttle

    monkeypatch.setattr(actions, "throttle", Throttle())


def setup(client: TestClient, token: str, **changes: str):
    body = {"setup_token": token, "username": "Ana", "password": PASSWORD, **changes}
    return client.post("/api/auth/setup", json=body)


def test_the_first_account_needs_the_console_token(
    anonymous: TestClient, services: Services
) -> None:
    assert anonymous.get("/api/auth/status").json()["setup_needed"] is True
    assert setup(anonymous, "guessed").status_code == 403
    token = actions.setup_token(services)
    assert setup(anonymous, token, password="short").json()["error"] == "password_short"
    made = setup(anonymous, token)
    assert made.status_code == 201
    assert made.json()["user"]["is_admin"] is True
    assert anonymous.get("/api/auth/me").json()["name"] == "Ana"
    assert setup(anonymous, token).status_code == 409
    assert accounts.setup_link(services, "http://here") is None


def test_guessing_the_setup_token_is_slowed(anonymous: TestClient) -> None:
    codes = [setup(anonymous, f"guess {n}").status_code for n in range(7)]
    assert codes[0] == 403
    assert codes[-1] == 429


def test_sign_in_by_any_case_and_by_cookie_or_token(anonymous: TestClient, services) -> None:
    accounts.create_user(services, "Ana", PASSWORD, is_admin=False)
    answer = anonymous.post("/api/auth/login", json={"username": "aNA ", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert anonymous.get("/api/auth/me").status_code == 200
    anonymous.cookies.clear()
    assert anonymous.get("/api/auth/me").status_code == 401
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert anonymous.get("/api/auth/me", headers=bearer).status_code == 200


def test_failures_slow_the_guesser_and_not_the_house(anonymous: TestClient, services) -> None:
    accounts.create_user(services, "Ana", PASSWORD, is_admin=False)
    accounts.create_user(services, "Ben", PASSWORD, is_admin=False)

    def attempt(name: str, password: str):
        body = {"username": name, "password": password}
        return anonymous.post("/api/auth/login", json=body)

    wrong = [attempt("Ana", f"guess {n}") for n in range(6)]
    assert [answer.status_code for answer in wrong] == [401] * 5 + [429]
    assert int(wrong[-1].headers["retry-after"]) > 0
    assert attempt("Ana", PASSWORD).status_code == 429
    assert attempt("Ben", PASSWORD).status_code == 200


def test_unknown_and_known_names_answer_alike(anonymous: TestClient, services: Services) -> None:
    accounts.create_user(services, "Ana", PASSWORD, is_admin=False)
    bodies = [
        anonymous.post("/api/auth/login", json={"username": name, "password": "wrong wrong"}).json()
        for name in ("Ana", "Nobody")
    ]
    assert bodies[0] == bodies[1]


def test_signing_out_ends_the_session_everywhere(client: TestClient, services: Services) -> None:
    session_id = client.get("/api/auth/sessions").json()["items"][0]["id"]
    assert accounts.session_is_live(session_id)
    assert client.post("/api/auth/logout").status_code == 204
    assert client.get("/api/auth/me").status_code == 401
    assert not accounts.session_is_live(session_id)


def test_a_new_password_signs_the_other_devices_out(client: TestClient, app, services) -> None:
    other = TestClient(app, base_url="http://matinee.test")
    body = {"username": "Ana", "password": PASSWORD}
    assert other.post("/api/auth/login", json=body).status_code == 200
    change = {"current": "not this one", "new": "another long password"}
    assert client.post("/api/auth/password", json=change).status_code == 403
    change["current"] = PASSWORD
    assert client.post("/api/auth/password", json=change).status_code == 204
    assert client.get("/api/auth/me").status_code == 200
    assert other.get("/api/auth/me").status_code == 401


def test_nobody_ends_anothers_session(client: TestClient, member: TestClient) -> None:
    theirs = client.get("/api/auth/sessions").json()["items"][0]["id"]
    assert member.delete(f"/api/auth/sessions/{theirs}").status_code == 404
    assert client.get("/api/auth/me").status_code == 200


@pytest.mark.security
def test_another_sites_page_cannot_write_with_our_cookie(anonymous: TestClient, services) -> None:
    accounts.create_user(services, "Ana", PASSWORD, is_admin=False)
    login = {"username": "Ana", "password": PASSWORD}
    evil = {"Origin": "http://evil.example"}
    assert anonymous.post("/api/auth/login", json=login, headers=evil).status_code == 403
    assert anonymous.post("/api/auth/login", json=login).status_code == 200
    assert anonymous.post("/api/auth/logout", headers=evil).status_code == 403
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert anonymous.post("/api/auth/logout", headers=cross).status_code == 403
    assert anonymous.get("/api/auth/me", headers=evil).status_code == 200
    own = {"Origin": "http://matinee.test"}
    assert anonymous.post("/api/auth/logout", headers=own).status_code == 204


@pytest.mark.parametrize("name", ["", " ", "a\nb", "../x", "<b>", "x" * 65, "-rf", "a\x00b"])
def test_names_that_are_no_names_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        rules.clean_name(name)


@pytest.mark.parametrize("name", ["Ana", "José Luis", "x", "ana.b@home", "名前", "Müller-2"])
def test_names_of_people_are_taken(name: str) -> None:
    assert rules.clean_name(name) == name


def test_tokens_and_passwords_are_not_in_the_database(services: Services, anonymous) -> None:
    accounts.create_user(services, "Ana", PASSWORD, is_admin=False)
    body = {"username": "Ana", "password": PASSWORD}
    token = anonymous.post("/api/auth/login", json=body).json()["token"]
    services.db.close()
    raw = b"".join(path.read_bytes() for path in services.store.data.glob("matinee.db*"))
    assert PASSWORD.encode() not in raw
    assert token.encode() not in raw
    assert passwords.hash_password("one") != passwords.hash_password("one")
