"""更正: the officer chooses in words which earlier report was wrong."""

import re

from playwright.async_api import BrowserContext, expect

from tests.browser.screen import Screen
from tests.support.server import ServerProcess


async def test_the_officer_corrects_a_report_chosen_in_words(
    office: BrowserContext, desk: ServerProcess
) -> None:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    await officer.take_the_call(exercise=True, trapped=2)
    await officer.at("reports")
    await officer("extra-report").click()
    await expect(officer("field-kind").locator("option[value=correction]")).to_have_count(0)
    await officer("field-content.报告内容").fill("井下被困 2 人")
    await officer("dialog-submit").click()
    entry = await officer.sees_entry("report_submitted", "紧急报告", "井下被困 2 人")
    wrong = re.sub(r"\D", "", await entry.locator(".entry-seq").inner_text())

    await officer("extra-report").click()
    await expect(officer("field-corrects")).to_be_hidden()
    await officer("field-kind").select_option("correction")
    await expect(officer("field-nil")).to_be_hidden()
    choices = officer("field-corrects").locator("option")
    await expect(choices.filter(has_text="紧急报告")).to_contain_text(f"第 {wrong} 条")
    await officer("field-corrects").select_option(wrong)
    await officer("field-content.报告内容").fill("井下被困 3 人")
    await officer("dialog-submit").click()
    await expect(officer("dialog")).to_be_hidden()

    entry = await officer.sees_entry("report_submitted", "更正报告", f"更正第 {wrong} 条报送")
    by = re.sub(r"\D", "", await entry.locator(".entry-seq").inner_text())
    earlier = officer(f"entry-{wrong}")
    await expect(earlier.get_by_test_id("corrected")).to_have_text(f"已由第 {by} 条更正")
