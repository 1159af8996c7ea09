"""The address book over HTTP: found, kept, and whose numbers who sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.town import ADMIN, Town, found_town, refused

WANG = {
    "unit": "市应急管理局",
    "post": "局长",
    "person": "王建国",
    "roles": ["coal_mine:commander"],
    "channels": [
        {"kind": "mobile", "address": "１３８ 3570 0001"},
        {"kind": "landline", "address": "(0357)2091110转8"},
    ],
    "note": "夜间先打手机",
}
COUNTY = {
    "unit": "曲沃县应急管理局",
    "post": "值班室",
    "division": "141021",
    "channels": [{"kind": "landline", "address": "0357-4522110"}],
}
CLERK = COUNTY | {"person": "李娜", "channels": [{"kind": "mobile", "address": "13935700002"}]}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    names = ("duty", "viewer", "auditor", "reporter", "commander", "county")
    town = found_town(tmp_path_factory.mktemp("contacts"), names=names)
    for id_, body in {"wang": WANG, "quwo": COUNTY, "li": CLERK}.items():
        assert put(town, id_, body).status_code == 200
    yield town
    town.server.stop()


def put(town: Town, id_: str, body: Any, name: str = "duty", **headers: str) -> httpx.Response:
    with town.client(name) as client:
        return client.put(f"/api/contacts/{id_}", json=body, headers=headers)


def found(town: Town, name: str = "duty", **params: str) -> list[dict[str, Any]]:
    answer = town.get("/api/contacts", name, params=params)
    assert answer.status_code == 200, answer.text
    contacts: list[dict[str, Any]] = answer.json()["contacts"]
    return contacts


def ids(contacts: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in contacts]


def test_a_post_a_unit_a_division_and_words_find(town: Town) -> None:
    (wang,) = found(town, post="coal_mine:commander")
    assert wang["person"] == "王建国"
    assert [one["tel"] for one in wang["channels"]] == ["tel:13835700001", "tel:03572091110;ext=8"]
    assert wang["role_names"] == ["煤矿生产安全事故：市指挥部指挥长"]
    assert ids(found(town, unit="coal_mine:city_emergency_bureau")) == ["wang"]
    assert ids(found(town, division="141021")) == ["quwo", "li"]
    assert ids(found(town, q="wjg")) == ["wang"]
    assert ids(found(town, q="4522")) == ["quwo"]
    assert ids(found(town, q="qwx", division="141021")) == ["quwo", "li"]
    assert found(town, post="duty_officer") == []
    assert found(town)[-1]["division_name"] == "曲沃县"
    nobody = refused(town.get("/api/contacts?post=coal_mine:comander"), 422, "bad_value")
    assert "coal_mine:commander" in nobody["accepted"]
    refused(town.get("/api/contacts?unit=nosuch:bureau"), 422, "bad_value")
    refused(town.get("/api/contacts?person=x"), 422, "unknown_parameter")


def test_numbers_are_whole_for_those_who_ring_and_hidden_from_walls(town: Town) -> None:
    for name in ("duty", ADMIN, "commander"):
        assert not any(one["masked"] for one in found(town, name))
    for name in ("viewer", "auditor"):
        seen = found(town, name)
        assert all(one["masked"] and one["note"] is None for one in seen)
        assert "13835700001" not in str(seen)
        assert seen[0]["channels"][0] == {"kind": "mobile", "address": "138*****001", "tel": None}
        assert found(town, name, q="13835700001") == []
        assert found(town, name, q="夜间") == []
        assert ids(found(town, name, q="王建国")) == ["wang"]
    for name in ("reporter", "county"):
        hidden = {one["id"]: one["masked"] for one in found(town, name)}
        assert hidden == {"wang": True, "quwo": False, "li": False}


def test_search_finds_contacts_as_the_account_sees_them(town: Town) -> None:
    asked = {"q": "李娜", "in": "contacts"}
    answer = town.get("/api/search", params=asked).json()
    assert ids(answer["contacts"]) == ["li"]
    assert answer["incidents"] == answer["entries"] == []
    hidden = town.get("/api/search", "viewer", params={"q": "13935700002"}).json()
    assert hidden["contacts"] == []


def test_changes_stand_in_the_server_journal_without_numbers(town: Town) -> None:
    changed = WANG | {"channels": [{"kind": "mobile", "address": "13835700009"}], "reason": "换号"}
    assert put(town, "wang", changed).status_code == 200
    told = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"][0]
    entry = told["entry"]
    assert told["sentence"] == "通讯录：改了（号码） 市应急管理局 局长 王建国。"
    assert (entry["reason"], entry["actor"]) == ("换号", "duty")
    assert "13835700009" not in str(entry)
    assert put(town, "gone", COUNTY | {"post": "调度"}).status_code == 200
    with town.client("duty") as client:
        assert client.delete("/api/contacts/gone").status_code == 204
        refused(client.delete("/api/contacts/gone"), 404, "contact_not_found")
    entries = town.get("/api/server-journal?limit=2", ADMIN).json()["entries"]
    assert [one["entry"]["type"] for one in entries] == ["contact_removed", "contact_saved"]
    assert "值班电话" in entries[0]["sentence"]
    assert put(town, "wang", WANG).status_code == 200


def test_two_who_change_the_same_contact_do_not_undo_each_other(town: Town) -> None:
    version = found(town, post="coal_mine:commander")[0]["version"]
    first = put(town, "wang", WANG | {"note": "一"}, **{"If-Match": f'"{version}"'})
    assert first.status_code == 200
    assert first.headers["etag"] == f'"{first.json()["version"]}"'
    second = put(town, "wang", WANG | {"note": "二"}, ADMIN, **{"If-Match": f'"{version}"'})
    refused(second, 412, "contact_changed")
    refused(put(town, "new", WANG, **{"If-Match": "x"}), 422, "bad_value")
    assert found(town, post="coal_mine:commander")[0]["note"] == "一"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"unit": " "}, "bad_value", "unit"),
        ({"rank": 0}, "out_of_range", "rank"),
        ({"roles": ["coal_mine:comander"]}, "unknown_choice", "roles"),
        ({"division": "999999"}, "unknown_choice", "division"),
        ({"channels": [{"kind": "mobile", "address": "1383570"}]}, "bad_value", None),
        ({"channels": [{"kind": "pigeon", "address": "a"}]}, "unknown_choice", None),
        ({"telephone": "119"}, "unknown_field", "telephone"),
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(
    town: Town, change: dict[str, Any], code: str, field: str | None
) -> None:
    before = found(town)
    answer = put(town, "wang", WANG | change)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert field is None or problem["field"] == field
    assert problem["code"] == code
    assert "channels.0" not in problem["detail"]
    assert found(town) == before


def test_who_only_reads_changes_nothing(town: Town) -> None:
    for name in ("viewer", "reporter", "auditor", "commander", "county"):
        refused(put(town, "wang", WANG, name), 403, "contacts_not_yours")
        with town.client(name) as client:
            refused(client.delete("/api/contacts/wang"), 403, "contacts_not_yours")


def test_whom_nobody_can_ring_is_told(town: Town) -> None:
    gaps = town.get("/api/contacts/gaps").json()
    coal = next(one for one in gaps["plans"] if one["plan"] == "coal_mine")
    missing = {(one["kind"], one["id"]) for one in coal["missing"]}
    assert ("role", "commander") not in missing
    assert ("division", "141021") not in missing
    assert ("division", "141029") in missing
    assert coal["total"] > len(coal["missing"])
    english = town.get("/api/contacts/gaps", headers={"Accept-Language": "en"}).json()
    assert all(one["name"].isascii() for plan in english["plans"] for one in plan["missing"])
