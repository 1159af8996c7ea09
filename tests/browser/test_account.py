"""One's own account in a browser: the password, the devices, signing out everywhere."""

import pyotp
from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.screen import OFFICER, PASSWORD, WIDE, Screen, zhiban
from tests.support.server import ServerProcess

NEW = "大江东去浪淘尽千古风流人物"
NAME = "赵值班"


async def test_an_officer_changes_his_password_and_signs_out_everywhere(
    browser: Browser, office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    account = ("user", "add", NAME, "--role", "duty_officer", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    here = await Screen.of(office, desk.url)
    await here.sign_in(NAME)
    elsewhere = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    there = await Screen.of(elsewhere, desk.url)
    await there.sign_in(NAME)

    await here("account").click()
    await expect(here("own-session")).to_have_count(2)
    await here("password-current").fill(PASSWORD)
    await here("password-new").fill("qwertyuiop")
    await here("password-again").fill("qwertyuiop")
    await here("password-submit").click()
    await expect(here("field-error")).to_contain_text("太常见")
    await here("password-new").fill(NEW)
    await here("password-again").fill(NEW)
    await here("password-submit").click()
    await expect(here("own-session")).to_have_count(1)
    await expect(there("signin-name")).to_be_visible()

    await there("signin-name").fill(NAME)
    await there("signin-password").fill(NEW)
    await there("signin-submit").click()
    await expect(there("account")).to_have_text(NAME)
    await there("account").click()
    await there("everywhere").click()
    await there("everywhere-yes").click()
    await expect(there("signin-name")).to_be_visible()
    await expect(here("signin-name")).to_be_visible()
    await elsewhere.close()


async def test_another_officer_stays_signed_in(office: BrowserContext, desk: ServerProcess) -> None:
    screen = await Screen.of(office, desk.url)
    await screen.sign_in(OFFICER)
    await screen("account").click()
    await expect(screen("own-session").first).to_contain_text("本机")


async def test_a_code_of_the_telephone_is_set_up_and_asked_for(
    office: BrowserContext, desk: ServerProcess, database: str
) -> None:
    account = ("user", "add", "钱值班", "--role", "duty_officer", "--password-stdin")
    zhiban(database, *account, words=PASSWORD)
    screen = await Screen.of(office, desk.url)
    await screen.sign_in("钱值班")
    await screen("account").click()
    await screen("totp-password").fill(PASSWORD)
    await screen("totp-submit").click()
    telephone = pyotp.TOTP(s=await screen("totp-secret").inner_text())
    await screen("totp-code").fill("000000")
    await screen("totp-confirm").click()
    await expect(screen("field-error")).to_contain_text("动态码不正确")
    await screen("totp-code").fill(telephone.now())
    await screen("totp-confirm").click()
    codes = screen("recovery-codes").locator("code")
    await expect(codes).to_have_count(10)
    recovery = await codes.first.inner_text()

    await screen("sign-out").click()
    for code, let_in in (("000000", False), (recovery, True)):
        await screen("signin-name").fill("钱值班")
        await screen("signin-password").fill(PASSWORD)
        if not let_in:
            await screen("signin-submit").click()
        await screen("signin-code").fill(code)
        await screen("signin-submit").click()
        if not let_in:
            await expect(screen("problem")).to_contain_text("动态码不正确")
    await expect(screen("account")).to_have_text("钱值班")
