"""One's own password and sign-ins, on a real server."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.api.town import PASSWORD, Town, found_town, opening, refused
from tests.support.cli import zhiban

NEW = "another long pass phrase"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("office")
    town = found_town(folder, env={"ZHIBAN_SIGNIN_ATTEMPTS": "3"}, names=("viewer",))
    yield town
    assert town.server.stop() == 0, town.server.log_tail()


def officer(town: Town, name: str) -> str:
    """A new account; its name."""
    body = {"name": name, "password": PASSWORD, "roles": ["duty_officer"]}
    assert town.post("/api/accounts", body, "anna").status_code == 201
    return name


@contextmanager
def console(town: Town, name: str) -> Iterator[httpx.Client]:
    """A browser that has signed in."""
    with town.client() as client:
        answer = client.post("/api/session", json={"name": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        yield client


def signs_in(town: Town, name: str, password: str) -> bool:
    return town.post("/api/session", {"name": name, "password": password}, None).is_success


def test_a_password_changed_by_its_owner_ends_the_other_sign_ins(office: Town) -> None:
    name = officer(office, "chen")
    with console(office, name) as mine, console(office, name) as other:
        change = {"current": PASSWORD, "password": NEW}
        assert mine.patch("/api/session/password", json=change).status_code == 204
        assert mine.get("/api/plans").status_code == 200
        assert other.get("/api/plans").status_code == 401
    assert not signs_in(office, name, PASSWORD)
    assert signs_in(office, name, NEW)


def test_the_present_password_is_asked_for_and_cannot_be_tried_out(office: Town) -> None:
    name = officer(office, "deng")
    with console(office, name) as mine:
        wrong = {"current": "not this one", "password": NEW}
        for _ in range(3):
            refused(mine.patch("/api/session/password", json=wrong), 403, "wrong_password")
        right = {"current": PASSWORD, "password": NEW}
        refused(mine.patch("/api/session/password", json=right), 429, "too_many_attempts")
    assert signs_in(office, name, PASSWORD)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "bad_value"),
        ("qwertyuiop", "password_common"),
        ("fang-000001", "password_like_name"),
    ],
)
def test_a_poor_password_is_refused_and_nothing_changes(
    office: Town, password: str, code: str
) -> None:
    name = f"fang-{code}" if code != "password_like_name" else "fang-0000"
    officer(office, name)
    with console(office, name) as mine:
        change = {"current": PASSWORD, "password": password}
        problem = refused(mine.patch("/api/session/password", json=change), 422, code)
        assert problem["field"] == "password"
    assert signs_in(office, name, PASSWORD)
    body = {"name": "gu", "password": password, "roles": ["viewer"]}
    if code != "password_like_name":
        refused(office.post("/api/accounts", body, "anna"), 422, code)


def test_sign_ins_are_seen_and_ended_by_their_owner_alone(office: Town) -> None:
    name = officer(office, "huang")
    with console(office, name) as mine, console(office, name) as lost:
        found = mine.get("/api/sessions").json()["sessions"]
        assert [one["current"] for one in found].count(True) == 1
        assert {one["kind"] for one in found} == {"session"}
        assert {one["address"] for one in found} == {"127.0.0.1"}
        assert all(one["agent"].startswith("python-httpx") for one in found)
        other = next(one["id"] for one in found if not one["current"])
        with office.client("viewer") as stranger:
            refused(stranger.delete(f"/api/sessions/{other}"), 404, "session_not_found")
        assert lost.get("/api/plans").status_code == 200
        assert mine.delete(f"/api/sessions/{other}").status_code == 204
        assert lost.get("/api/plans").status_code == 401
        refused(mine.delete(f"/api/sessions/{other}"), 404, "session_not_found")
        assert len(mine.get("/api/sessions").json()["sessions"]) == 1


def test_signing_out_everywhere_leaves_no_sign_in_and_leaves_tokens(office: Town) -> None:
    name = officer(office, "jiang")
    folder = office.server.log.parent
    made = zhiban(folder, "token", "create", name, "--role", "duty_officer")
    assert made.returncode == 0, made.stderr
    with (
        office.live("viewer") as unmoved,
        console(office, name) as mine,
        console(office, name) as other,
    ):
        office.tokens[name] = mine.cookies["zhiban_session"]
        with office.live(name) as live:
            live.subscribe()
            live.wait_for("snapshot")
            assert mine.delete("/api/sessions").status_code == 204
            with pytest.raises(ConnectionClosed) as closed:
                live.wait_for("nothing else")
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4401
        assert mine.get("/api/plans").status_code == 401
        assert other.get("/api/plans").status_code == 401
        unmoved.subscribe()
        unmoved.wait_for("snapshot")
    bearer = f"Bearer {made.stdout.strip()}"
    with office.client(None, Authorization=bearer) as machine:
        assert machine.get("/api/plans").status_code == 200


def test_a_lost_password_has_a_way_back(office: Town) -> None:
    name = officer(office, "kong")
    folder = office.server.log.parent
    with console(office, name) as mine:
        typed = f"{NEW}\n"
        done = zhiban(folder, "user", "passwd", name, "--password-stdin", typed=typed)
        assert done.returncode == 0, done.stderr
        assert name in done.stdout
        assert mine.get("/api/plans").status_code == 401
    assert signs_in(office, name, NEW)
    poor = zhiban(folder, "user", "passwd", name, "--password-stdin", typed="qwertyuiop\n")
    assert poor.returncode == 2
    assert "太常见" in poor.stderr
    nobody = zhiban(folder, "user", "passwd", "nobody", "--password-stdin", typed=typed)
    assert nobody.returncode == 1
    assert "nobody" in nobody.stderr


def test_a_token_only_reads_unless_said(office: Town) -> None:
    folder = office.server.log.parent
    for more, status in (((), 403), (("--write",), 201)):
        made = zhiban(folder, "token", "create", "robot", "--role", "duty_officer", *more)
        with office.client(None, Authorization=f"Bearer {made.stdout.strip()}") as robot:
            assert robot.get("/api/incidents").status_code == 200
            mine = robot.get("/api/session").json()
            assert mine["read_only"] is (status == 403)
            assert mine["expires_at"] is not None
            answer = robot.post("/api/incidents", json=opening())
            assert answer.status_code == status, answer.text
            if status == 403:
                refused(answer, 403, "token_read_only")
                incident = office.post("/api/incidents", opening(), "anna").json()
                path = f"/api/incidents/{incident['id']}/commands"
                told = robot.post(path, json={"command": "add_log_entry", "text": "x"})
                refused(told, 403, "token_read_only")


def test_an_administrator_sees_and_ends_what_others_have_open(office: Town) -> None:
    name = officer(office, "hou")
    with console(office, name) as theirs, office.client("anna") as admin:
        refused(theirs.get("/api/sessions?everybody=true"), 403, "general_role_required")
        open_ones = admin.get("/api/sessions?everybody=true").json()["sessions"]
        (found,) = [one for one in open_ones if one["account"] == name]
        assert not found["current"]
        refused(theirs.delete(f"/api/sessions/{admins_own(admin)}"), 404, "session_not_found")
        assert admin.delete(f"/api/sessions/{found['id']}").status_code == 204
        assert theirs.get("/api/plans").status_code == 401
        page = admin.get("/api/server-journal?about=sign_ins&limit=1").json()["entries"]
        assert page[0]["entry"]["type"] == "signed_out"
        assert page[0]["entry"]["actor"] == "anna"
        refused(admin.get("/api/server-journal?about=nothing"), 422, "unknown_choice")


def admins_own(admin: httpx.Client) -> str:
    sessions = admin.get("/api/sessions").json()["sessions"]
    return str(next(one["id"] for one in sessions if one["current"]))
