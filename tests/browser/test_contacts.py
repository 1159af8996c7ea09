"""The address book on the page: kept, found, and one press away from where a post is named."""

import io
from collections.abc import Iterator

import pytest
from openpyxl import Workbook
from playwright.async_api import BrowserContext, FilePayload, expect

from tests.api.town import ADMIN, PASSWORD, Town, found_town
from tests.browser.screen import Screen


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("contacts"), names=("duty", "viewer"))
    yield town
    town.server.stop()


async def signed_in(office: BrowserContext, town: Town, name: str) -> Screen:
    screen = await Screen.of(office, town.url, "/#/contacts")
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


async def test_a_post_is_kept_found_by_initials_and_rung_from_the_next_step(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, "duty")
    await expect(screen("contacts-empty")).to_contain_text("zhiban contacts import")
    await screen("contact-new").click()
    await screen("contact-unit").fill("市应急管理局")
    await screen("contact-post").fill("局长")
    await screen("contact-person").fill("王建国")
    await screen("channel-0").fill("1383570")
    await screen("contact-window").locator("summary").click()
    await screen("role-coal_mine:commander").check()
    await screen("contact-submit").click()
    # What is wrong stands at the number, and nothing that was typed is gone.
    await expect(screen("contact-window")).to_contain_text("11 位手机号")
    await expect(screen("contact-unit")).to_have_value("市应急管理局")
    await screen("channel-0").fill("138 3570 0001")
    await screen("contact-submit").click()
    await expect(screen("contact-window")).to_have_count(0)
    await screen("contacts-find").fill("wjg")
    await expect(screen("number")).to_have_text("手机 13835700001")
    await expect(screen("number")).to_have_attribute("href", "tel:13835700001")
    await screen("contacts-find").fill("nosuchname")
    await expect(screen("contacts-empty")).to_contain_text("没有找到")

    incident = town.open("coal_mine", facts={"trapped": 12}, division="141029")
    await screen.page.goto(f"{town.url}/#/incident/{incident['id']}")
    await expect(screen("whom-first")).to_have_attribute("href", "tel:13835700001")

    # Who carries a measure out, in the incident's own county.
    desk = {"unit": "乡宁县应急管理局", "post": "值班室", "division": "141029"}
    answers = {"roles": ["coal_mine:county_government"]}
    landline = {"channels": [{"kind": "landline", "address": "0357-6822110"}]}
    with town.client(ADMIN) as client:
        answer = client.put("/api/contacts/xn-duty", json=desk | answers | landline)
        assert answer.status_code == 200
    await screen.page.goto(f"{town.url}/#/incident/{incident['id']}/measures")
    county = screen.page.get_by_role("button", name="打给谁：事发地县（市、区）政府").first
    await county.click()
    await expect(screen("whom-list")).to_contain_text("0357-6822110")
    nobody = screen.page.get_by_role("button", name="打给谁：事发地县（市、区）有关部门").first
    await nobody.click()
    await expect(screen("whom-nobody")).to_contain_text("去补上")


async def test_a_change_that_somebody_else_has_overtaken_is_said_in_the_window(
    office: BrowserContext, town: Town
) -> None:
    body = {"unit": "乡宁县应急管理局", "post": "值班室", "division": "141029"}
    with town.client(ADMIN) as client:
        assert client.put("/api/contacts/xn", json=body).status_code == 200
    screen = await signed_in(office, town, "duty")
    await screen("contact-xn").get_by_test_id("contact-change").click()
    await screen("contact-note").fill("二楼东侧")
    with town.client(ADMIN) as client:
        assert client.put("/api/contacts/xn", json=body | {"note": "三楼"}).status_code == 200
    await screen("contact-submit").click()
    await expect(screen("problem")).to_contain_text("别人刚改过")
    await expect(screen("contact-note")).to_have_value("二楼东侧")
    await screen("contact-cancel").click()
    await expect(screen("contact-window")).to_contain_text("放弃")
    await screen("contact-cancel").click()

    await screen.page.reload()
    await screen("contact-xn").get_by_test_id("contact-change").click()
    await expect(screen("contact-note")).to_have_value("三楼")
    await screen("contact-remove").click()
    await screen("contact-remove-yes").click()
    await expect(screen("contact-xn")).to_have_count(0)


async def test_who_rings_nobody_sees_no_whole_number_and_changes_nothing(
    office: BrowserContext, town: Town
) -> None:
    body = {"unit": "市政府", "post": "秘书长", "person": "李明"}
    numbers = {"channels": [{"kind": "mobile", "address": "13935700002"}]}
    with town.client(ADMIN) as client:
        assert client.put("/api/contacts/li", json=body | numbers).status_code == 200
    screen = await signed_in(office, town, "viewer")
    await expect(screen("contact-li")).to_contain_text("139*****002")
    await expect(screen("contact-new")).to_have_count(0)
    await expect(screen("contact-change")).to_have_count(0)
    assert "13935700002" not in await screen.page.content()


async def test_a_spreadsheet_is_checked_shown_and_taken_over(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, "duty")
    wrong = ["市水利局", "值班员", "赵某", "1383570"]
    right = ["市水利局", "值班员", "赵某", "13835700007"]
    await screen("contacts-import").click()
    await choose(screen, right, wrong)
    await expect(screen("import-problems")).to_contain_text("D3")
    await expect(screen("import-take")).to_be_disabled()
    await choose(screen, right)
    await expect(screen("import-problems")).to_have_count(0)
    await expect(screen("import-changes")).to_contain_text("市水利局 值班员 赵某")
    await screen("import-take").click()
    await expect(screen("import-window")).to_have_count(0)
    await screen("contacts-find").fill("zm")
    await expect(screen("contact-xn-duty")).to_have_count(0)
    found = screen.page.locator("[data-testid^=contact-]", has_text="赵某")
    await expect(found.get_by_test_id("number").first).to_have_attribute("href", "tel:13835700007")
    await expect(screen("contacts-export")).to_have_attribute("href", "/api/contacts/sheet.xlsx")


async def choose(screen: Screen, *rows: list[str]) -> None:
    """Choose a workbook with these rows."""
    book = Workbook()
    page = book.worksheets[0]
    for row in (["单位", "岗位", "姓名", "手机"], *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file: FilePayload = {"name": "通讯录.xlsx", "mimeType": kind, "buffer": out.getvalue()}
    await screen("import-file").set_input_files(file)


async def test_from_a_clause_a_group_and_an_order_a_number_is_two_presses_away(
    office: BrowserContext, town: Town
) -> None:
    """One press asks whom to ring, the second dials."""
    contact = {
        "unit": "市应急管理局",
        "post": "值班室",
        "roles": ["coal_mine:city_emergency_bureau", "coal_mine:commander"],
        "channels": [{"kind": "landline", "address": "0357-2091110"}],
    }
    with town.client("duty") as client:
        assert client.put("/api/contacts/bureau", json=contact).status_code == 200
    incident = town.open("coal_mine", facts={"trapped": 12}, division="141029")
    screen = await signed_in(office, town, "duty")
    await screen.page.goto(f"{town.url}/#/incident/{incident['id']}/groups")
    dials = "tel:03572091110"
    group = screen("groups").locator("li").filter(has=screen("whom-open")).first
    await group.get_by_test_id("whom-open").first.click()
    await expect(group.get_by_test_id("whom-list")).to_be_visible()
    # The clause of a measure names who carries it out.
    await screen.page.goto(f"{town.url}/#/incident/{incident['id']}/measures")
    await screen("measures").get_by_test_id("cite").first.click()
    row = screen("clause-whom").locator("li").first
    await row.get_by_test_id("whom-open").click()
    await expect(row.get_by_test_id("whom-list")).to_be_visible()
    await screen.page.keyboard.press("Escape")
    # An order that is recorded: whose it is, and his number at once.
    await screen.page.goto(f"{town.url}/#/incident/{incident['id']}")
    await screen("acts-more").click()
    await screen("act-activate_response-III").click()
    order = screen("order")
    await expect(order.get_by_test_id("whom-first")).to_have_attribute("href", dials)
