"""Delegating a role over HTTP: only to accounts that can sign in and act."""

from datetime import UTC, datetime, timedelta

from tests.api.town import PASSWORD, Town, refused


def test_a_role_is_delegated_to_accounts_that_can_sign_in_only(town: Town) -> None:
    incident = town.open()
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    order = {"role": "office_director", "until": until, "reason": "出差"}
    gone = {"name": "gone", "password": PASSWORD, "roles": ["viewer"]}
    town.post("/api/accounts", gone, "admin")
    with town.client("admin") as admin:
        assert admin.patch("/api/accounts/gone", json={"disabled": True}).status_code == 200
    for name in ("nobody", "gone"):
        answer = town.command(incident, "delegate_role", "director", to=name, **order)
        assert refused(answer, 422, "delegate_unknown")["field"] == "to"
        assert name in answer.json()["detail"]
        answer = town.command(incident, "delegate_role", "viewer", to=name, **order)
        assert answer.status_code == 403, "who may not delegate learns nothing of accounts"
    answer = town.command(incident, "delegate_role", "director", to="admin", **order)
    assert refused(answer, 422, "delegate_commands_nothing")["field"] == "to"
    assert len(town.journal(incident)) == 1
    answer = town.command(incident, "delegate_role", "director", to="viewer", **order)
    assert answer.status_code == 200, answer.text
