"""The pages of administrators and of plan owners: accounts, tokens, clauses and their rules."""

from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import ADMIN, PASSWORD, Town, found_town
from tests.browser.screen import Screen


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(
        tmp_path_factory.mktemp("admin"), names=("duty", "admin", "auditor", "commander")
    )
    yield town
    town.server.stop()


async def signed_in(office: BrowserContext, town: Town, name: str, path: str) -> Screen:
    await office.clear_cookies()
    screen = await Screen.of(office, town.url, path)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


async def test_an_administrator_makes_changes_and_disables_an_account(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, ADMIN, "/#/admin")
    await screen("account-new").click()
    await screen("account-name").fill("孙值班")
    await screen("account-password").fill("qwertyuiop")
    await screen("account-again").fill("qwertyuiop")
    await screen("role-duty_officer").check()
    await screen("account-submit").click()
    await expect(screen("field-error")).to_contain_text("太常见")
    await screen("account-password").fill(PASSWORD)
    await screen("account-again").fill(PASSWORD)
    await screen("account-submit").click()
    row = screen("account-孙值班")
    await expect(row).to_contain_text("值班员")

    # A post that decides waits for the other administrator.
    await row.get_by_test_id("account-change").click()
    await screen("role-coal_mine:commander").check()
    await screen("account-submit").click()
    await expect(screen("proposal-孙值班")).to_contain_text("等另一位管理员确认")
    await expect(row).not_to_contain_text("指挥长")

    # What ends something names whom it ends.
    await row.get_by_test_id("account-switch").click()
    await expect(screen("account-window")).to_contain_text("停用“孙值班”")
    await screen("account-submit").click()
    await expect(row).to_have_attribute("data-disabled", "true")
    # Nobody changes his own account here.
    await expect(screen(f"account-{ADMIN}").get_by_test_id("account-switch")).to_have_count(0)

    await screen("admin-tokens").click()
    await screen("token-name").fill("大厅大屏")
    await screen("token-submit").click()
    town.tokens["wall"] = await screen("token-secret").inner_text()
    assert town.get("/api/session", "wall").json()["name"] == "大厅大屏"
    await screen("token-end").click()
    await expect(screen("token-大厅大屏")).to_contain_text("撤销“大厅大屏”的令牌")
    await screen("token-end-yes").click()
    await expect(screen("tokens-empty")).to_be_visible()
    assert town.get("/api/session", "wall").json()["name"] is None
    await screen("admin-alarms").click()
    await expect(screen("alarms-clock")).to_contain_text("正常")


async def test_an_administrator_ends_a_sign_in_and_finds_it_in_the_server_journal(
    office: BrowserContext, town: Town
) -> None:
    made = town.post("/api/session", {"name": "duty", "password": PASSWORD}, None)
    town.tokens["left open"] = made.json()["token"]
    screen = await signed_in(office, town, ADMIN, "/#/admin/sessions")
    theirs = screen("signed-in").and_(screen.page.locator("[data-account=duty]"))
    await expect(theirs.first).to_be_visible()
    before = await theirs.count()
    await theirs.first.get_by_test_id("signed-in-end").click()
    await screen("signed-in-end-yes").click()
    await expect(theirs).to_have_count(before - 1)
    assert town.get("/api/session", "left open").json()["name"] is None
    await screen("admin-journal").click()
    await screen("server-about").select_option("sign_ins")
    entries = screen.page.locator("[data-testid^=server-entry-]")
    await expect(entries.first).to_have_attribute("data-type", "signed_out")
    await screen("server-about").select_option("changes")
    await expect(entries.first).not_to_have_attribute("data-type", "signed_in")
    await expect(screen.page.locator("[data-type=signed_out]")).to_have_count(0)


async def test_who_is_no_overseer_has_no_such_page_and_an_auditor_only_reads(
    office: BrowserContext, town: Town
) -> None:
    auditor = await signed_in(office, town, "auditor", "/#/admin")
    await expect(auditor("account-duty")).to_be_visible()
    await expect(auditor("account-new")).to_have_count(0)
    await expect(auditor("account-switch")).to_have_count(0)
    duty = await signed_in(office, town, "duty", "/#/admin")
    await expect(duty("nav-admin")).to_have_count(0)
    await expect(duty("accounts")).to_have_count(0)


async def test_a_plan_leads_from_rule_to_clause_and_back(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, "duty", "/#/plans")
    await screen("plan-coal_mine").click()
    await expect(screen("part-levels")).to_contain_text("涉险、被困、失联1至2人")
    await expect(screen("part-questions")).to_be_visible()
    await screen("plan-find").fill("综合组")
    await expect(screen("part-levels")).to_have_count(0)
    rule = screen("rule-groups-general")
    await rule.get_by_test_id("rule-clause").first.click()
    hung = screen("clause-dialog").get_by_test_id("clause-rule")
    await expect(hung.filter(has_text="综合组")).to_be_visible()
    await hung.filter(has_text="综合组").click()
    await expect(rule).to_be_focused()
    await expect(screen("plan-find")).to_have_value("")


async def test_a_post_finds_its_own_card_by_one_press_and_another_s_by_two(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, "commander", "/#/plans/coal_mine")
    await screen("plan-tab-cards").click()
    paper = screen.page.frame_locator("[data-testid=paper-page]")
    await expect(paper.locator("h1")).to_have_text("市指挥部指挥长")
    await screen("card-city_police_bureau").click()
    await expect(paper.locator("h1")).to_have_text("市公安局")
    address = await screen("paper-pdf").get_attribute("href") or ""
    assert address.endswith("/cards.pdf?language=zh&post=city_police_bureau")
    await screen("plan-tab-sheet").click()
    await expect(paper.locator("h1")).to_contain_text("规则签认稿")
    await screen("plan-tab-rules").click()
    await expect(screen("plan-find")).to_be_visible()
