"""Search: words in titles, numbers, places and entries, as far as an account may see them."""

from typing import Any

import pytest

from tests.api.town import Town, opening, refused


def search(town: Town, words: str, name: str = "duty", **more: Any) -> dict[str, Any]:
    answer = town.get("/api/search", name, params={"q": words, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(page: dict[str, Any]) -> list[str]:
    return [one["id"] for one in page["incidents"]]


@pytest.fixture(scope="module")
def flood(town: Town) -> dict[str, Any]:
    """An incident with words that no other has, and a line in its log."""
    body = opening(
        "coal_mine",
        title="鹿鸣矿透水",
        division="141021",
        place="鹿鸣矿三采区，电话 13987654321",
        caller={"name": "欧阳某", "phone": "13987654321"},
    )
    view: dict[str, Any] = town.post("/api/incidents", body).json()
    town.command(view, "add_log_entry", text='已请鹿鸣矿核对井下人数，含 100% 的"夜班"')
    return view


def test_titles_numbers_and_places_are_found_by_any_part(town: Town, flood: dict[str, Any]) -> None:
    for words in ("鹿鸣", "矿透", "三采区", flood["number"], flood["number"].lower()):
        found = search(town, words)
        assert flood["id"] in ids(found), words
    (one,) = search(town, "鹿鸣", **{"in": "incidents"})["incidents"]
    assert (one["title"], one["stage"], one["voided"]) == ("鹿鸣矿透水", "assessing", False)
    assert search(town, "没有这样的词") == {
        "incidents": [],
        "contacts": [],
        "archived": [],
        "shift_log": [],
        "entries": [],
        "next": None,
    }


def test_two_characters_inside_an_entry_are_found_with_what_stands_around(
    town: Town, flood: dict[str, Any]
) -> None:
    found = search(town, "井下", **{"in": "journal"})
    assert found["incidents"] == []
    (entry,) = (one for one in found["entries"] if one["incident"] == flood["id"])
    assert entry["type"] == "log_entry_added"
    assert "核对井下人数" in entry["words"]
    assert (entry["number"], entry["title"]) == (flood["number"], "鹿鸣矿透水")
    for words in ('的"夜班', "100% 的"):
        assert search(town, words)["entries"], words
    assert search(town, "100_ 的")["entries"] == []


def test_what_an_account_does_not_see_it_does_not_find(town: Town, flood: dict[str, Any]) -> None:
    assert flood["id"] in ids(search(town, "13987654321"))
    assert search(town, "欧阳")["entries"]
    for name in ("viewer", "reporter"):
        assert search(town, "13987654321", name) == {
            "incidents": [],
            "contacts": [],
            "archived": [],
            "shift_log": [],
            "entries": [],
            "next": None,
        }
        assert search(town, "欧阳", name)["entries"] == []
        seen = search(town, "鹿鸣", name)
        assert ids(seen) == [flood["id"]]
        assert "139" not in seen["incidents"][0]["place"]
    assert search(town, "井下", "reporter")["entries"] == []
    elsewhere = town.open("coal_mine", title="白鹭矿冒顶", division="141033")
    assert ids(search(town, "白鹭")) == [elsewhere["id"]]
    assert ids(search(town, "白鹭", "reporter")) == []


def test_pages_hold_each_entry_once_newest_first(town: Town) -> None:
    incident = town.open("grain")
    for number in range(7):
        town.command(incident, "add_log_entry", text=f"翡翠湾第{number}次")
    seqs: list[int] = []
    cursor: int | None = 0
    while cursor is not None:
        page = search(town, "翡翠湾", limit=3, **({"cursor": cursor} if cursor else {}))
        seqs += [one["seq"] for one in page["entries"]]
        cursor = page["next"]
    assert seqs == sorted(set(seqs), reverse=True)
    assert len(seqs) == 7


def test_exercises_and_real_ones_are_told_apart_and_voided_ones_are_marked(town: Town) -> None:
    real = town.open("grain", title="玛瑙街抢购")
    drill = town.open("grain", title="玛瑙街抢购", exercise=True)
    assert set(ids(search(town, "玛瑙街"))) == {real["id"], drill["id"]}
    assert ids(search(town, "玛瑙街", exercise=True)) == [drill["id"]]
    town.command(real, "void_incident", reason="误开")
    (one,) = search(town, "玛瑙街", exercise=False)["incidents"]
    assert one["voided"] is True


def test_what_cannot_be_searched_is_refused_in_words(town: Town) -> None:
    refused(town.get("/api/search", params={"q": "张", "in": "people"}), 422, "bad_value")
    assert town.get("/api/search", params={"q": " "}).status_code == 422
    assert town.get("/api/search").status_code == 422
    refused(town.get("/api/search", params={"q": "x", "where": "y"}), 422, "unknown_parameter")
