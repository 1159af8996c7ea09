"""What every server has: health, figures, pages, headers, plans, and its own description."""

import re
from pathlib import Path

import pytest

from api.settings import SHIPPED_PLANS
from tests.api.town import Town, eventually, found_town, opening, refused
from tests.support.plan_files import PLANS
from tests.support.server import start_zhiban


def test_it_is_alive_and_ready(town: Town) -> None:
    assert town.get("/api/health/live", None).json() == {"live": True}
    assert town.get("/api/health/ready", None).json()["ready"] is True


def test_its_figures_are_for_machines(town: Town) -> None:
    town.open()
    town.open(exercise=True)
    figures = town.get("/metrics", None)
    assert figures.headers["content-type"].startswith("text/plain")
    for exercise in ("false", "true"):
        said = f'zhiban_events_total{{exercise="{exercise}",type="incident_opened"}}'
        assert said in figures.text
    assert "zhiban_exercises_only 0.0" in figures.text
    assert re.search(r'zhiban_http_requests_total\{.*route="/api/incidents".*\}', figures.text)


def test_every_answer_guards_the_browser(town: Town) -> None:
    for path in ("/", "/api/plans", "/api/nothing", "/metrics"):
        headers = town.get(path).headers
        sources = "'none'" if path.startswith("/api") else "'self'"
        policy = headers["content-security-policy"]
        assert policy.startswith(f"default-src {sources};")
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-request-id"]
        assert "server" not in headers
    assert town.get("/api/plans").headers["cache-control"] == "no-store"


def test_a_page_has_the_headers_that_mean_nothing_for_data(town: Town) -> None:
    headers = town.get("/").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_unknown_paths_and_methods_are_problems(town: Town) -> None:
    refused(town.get("/api/nothing"), 404, "path_not_found")
    with town.client("duty") as client:
        problem = refused(client.put("/api/plans"), 405, "method_not_allowed")
        assert problem["accepted"] == "GET, HEAD"
        refused(client.post("/nothing", json={}), 404, "path_not_found")


def test_pages_are_served_for_every_page_path(town: Town) -> None:
    page = town.get("/", None)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    for path in ("/incidents", "/incidents/abc", "/incidents/abc/"):
        assert town.get(path, None, follow_redirects=True).text == page.text
    asset = re.search(r"\./(assets/[^\"]+\.js)", page.text)
    assert asset
    assert "immutable" in town.get(f"/{asset[1]}", None).headers["cache-control"]
    refused(town.get("/assets/missing.js", None), 404, "path_not_found")
    refused(town.get("/..%2f..%2fpyproject.toml", None), 404, "path_not_found")


def test_plans_are_told_with_their_clauses(town: Town) -> None:
    listed = town.get("/api/plans").json()["plans"]
    assert {plan["id"] for plan in listed} == {"production_safety", "coal_mine", "grain"}
    for plan in listed:
        whole = town.get(f"/api/plans/{plan['id']}").json()
        assert whole["version"] == plan["version"]
        assert whole["criteria"]
        assert all(criterion["clause"] for criterion in whole["criteria"])
        assert whole["roles"] and whole["groups"] and whole["cadences"] and whole["assumptions"]
    refused(town.get("/api/plans/flood"), 404, "plan_not_found")
    divisions = town.get("/api/divisions").json()["divisions"]
    assert {"code": "141000", "under": None}.items() <= divisions[0].items()


def test_the_list_of_plans_holds_what_the_contract_names(town: Town) -> None:
    for plan in town.get("/api/plans").json()["plans"]:
        assert plan["version"]
        for part in ("roles", "levels", "criteria", "groups", "cadences", "assumptions"):
            assert plan[part], part
            assert all(one["clause"] for one in plan[part]), part


def test_a_plans_lifecycle_is_drawn(town: Town) -> None:
    drawn = town.get("/api/plans/coal_mine/diagram.svg")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.text.startswith("<svg")
    assert "5.3.2" in drawn.text


@pytest.mark.parametrize("name", ["plan.schema.json", "clauses.schema.json"])
def test_an_editor_without_an_account_gets_the_schemas_of_plan_files(name: str, town: Town) -> None:
    published = town.get(f"/api/{name}", None)
    assert published.headers["content-type"] == "application/schema+json"
    assert published.text == (PLANS / name).read_text(encoding="utf-8")


def test_the_description_has_an_example_on_every_body(town: Town) -> None:
    document = town.get("/api/openapi.json", None).json()
    assert document["openapi"].startswith("3.")
    bodies = 0
    for operations in document["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                (content,) = operation["requestBody"]["content"].values()
                assert content.get("examples") or content.get("example"), operation["summary"]
                bodies += 1
    assert bodies >= 6
    text = town.get("/api/openapi.json", None).text
    assert "HTTPValidationError" not in text
    for path in ("/docs", "/redoc"):
        assert "cdn" not in town.get(path, None).text


def test_a_virtual_clock_takes_exercises_only_and_says_so(tmp_path: Path) -> None:
    start = "2021-07-19T08:00:00+08:00"
    town = found_town(tmp_path, "--clock-start", start, "--clock-speed", "3600")
    try:
        assert town.get("/api/session").json()["virtual_clock"] is True
        times = {"occurred_at": start, "received_at": start}
        refused(town.post("/api/incidents", opening(**times)), 422, "exercise_clock")
        incident = town.open(exercise=True, facts={"deaths": 1}, **times)
        assert incident["number"].startswith("PS-YL-2021-")
        order = {"on_behalf_of": "office_director", "by_means": "phone"}
        assert town.command(incident, "activate_response", level="IV", **order).is_success

        def reminded() -> bool:
            return any(e["type"] == "report_overdue" for e in town.journal(incident))

        eventually(reminded, 60)
    finally:
        assert town.server.stop() == 0


def test_what_fell_due_while_it_was_down_is_entered_before_it_is_ready(tmp_path: Path) -> None:
    start, later = "2021-07-19T08:00:00+08:00", "2021-07-21T08:00:00+08:00"
    town = found_town(tmp_path, "--clock-start", start, "--clock-speed", "0")
    incident = town.open(exercise=True, facts={"deaths": 1}, occurred_at=start, received_at=start)
    order = {"on_behalf_of": "office_director", "by_means": "phone"}
    assert town.command(incident, "activate_response", level="IV", **order).is_success
    before = town.journal(incident)
    assert not [event for event in before if event["type"] == "report_overdue"]
    town.server.kill()
    town.server = start_zhiban(tmp_path, "--clock-start", later, "--clock-speed", "0")
    try:
        after = town.journal(incident)
        assert after[: len(before)] == before
        overdue = [event for event in after if event["type"] == "report_overdue"]
        assert overdue
        assert all(event["recorded_at"] >= "2021-07-21" for event in overdue)
        assert all(event["occurred_at"] < "2021-07-21T00:00:01" for event in overdue)
        slots = [event["data"]["slot"] for event in overdue if event["data"]["minutes"] == 0]
        assert len(slots) == len(set(slots))
    finally:
        assert town.server.stop() == 0


def test_a_virtual_clock_is_refused_where_there_are_real_incidents(tmp_path: Path) -> None:
    town = found_town(tmp_path)
    town.open()
    assert town.server.stop() == 0
    with pytest.raises(Exception, match="真实事件"):
        start_zhiban(tmp_path, "--clock-speed", "60")


def test_a_plan_comes_with_what_its_editors_ask_the_owner(town: Town) -> None:
    questions = town.get("/api/plans/grain").json()["open_questions"]
    assert questions == (SHIPPED_PLANS / "grain" / "open_questions.md").read_text("utf-8")


def test_the_list_of_plans_names_levels_and_posts_in_english(town: Town) -> None:
    listed = town.get("/api/plans", headers={"Accept-Language": "en"}).json()["plans"]
    for plan in listed:
        for part in (*plan["levels"], *plan["roles"]):
            assert part["name"].isascii(), part
