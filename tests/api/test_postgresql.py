"""The same server on PostgreSQL, and what it says while the database is away."""

from pathlib import Path

from tests.api.town import Town, eventually, found_town, opening, refused
from tests.support.postgres import running_postgres
from tests.support.server import start_zhiban


def whole_story(town: Town) -> None:
    """Open, activate, listen, report: what an office does in the first minutes."""
    incident = town.open(facts={"deaths": 1})
    with town.live() as live:
        live.subscribe("incidents")
        snapshot = live.wait_for("snapshot")
        assert incident["id"] in {view["id"] for view in snapshot["incidents"]}
        order = {"on_behalf_of": "office_director", "by_means": "phone"}
        answer = town.command(incident, "activate_response", level="IV", **order)
        assert answer.status_code == 200, answer.text
        seqs = [live.wait_for("event")["event"]["seq"] for _ in answer.json()["events"]]
        assert seqs == [event["seq"] for event in answer.json()["events"]]
    key = {"Idempotency-Key": "一".encode().hex()}
    path = f"/api/incidents/{incident['id']}/commands"
    body = {"command": "add_log_entry", "text": "值班员已核实"}
    assert town.post(path, body, **key).json() == town.post(path, body, **key).json()
    assert town.get("/api/report-slots", params={"incident": incident["id"]}).json()["slots"]


def test_the_whole_story_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    town = found_town(tmp_path, "--database-url", postgres_url)
    try:
        whole_story(town)
        before = town.get("/api/incidents").json()
        town.server.kill()
        town.server = start_zhiban(tmp_path, "--database-url", postgres_url)
        assert town.get("/api/incidents").json() == before
        whole_story(town)
    finally:
        assert town.server.stop() == 0


def test_while_the_database_is_away_nothing_is_pretended(tmp_path: Path) -> None:
    with running_postgres() as postgres:
        url = postgres.url(postgres.clone())
        town = found_town(tmp_path, "--database-url", url)
        try:
            incident = town.open()
            postgres.stop()
            assert town.get("/api/health/live", None).status_code == 200
            assert town.get("/api/health/ready", None).status_code == 503
            for answer in (town.get("/api/incidents"), town.post("/api/incidents", opening())):
                assert refused(answer, 503, answer.json()["code"])["title"] == "暂不可用"
            postgres.start()
            eventually(lambda: town.get("/api/health/ready", None).status_code == 200)
            assert town.view(incident) == incident
            assert town.command(incident, "add_log_entry", text="恢复").status_code == 200
        finally:
            assert town.server.stop() == 0
