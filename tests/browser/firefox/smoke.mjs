/**
 * The console in a real Firefox over WebDriver BiDi: sign in, open an incident, see it change.
 * Arguments: the page's address, a name, a password, Firefox's path. Prints what it saw, a JSON line a step.
 */
import { createRequire } from "node:module";

const [url, name, password, executablePath, modules] = process.argv.slice(2);
const { default: puppeteer } = await import(createRequire(`${modules}/`).resolve("puppeteer-core"));
const PATIENCE = 60_000;
const tell = (step, seen) => console.log(JSON.stringify({ step, seen }));

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, timeout: PATIENCE });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const at = (id) => `[data-testid="${id}"]`;
  const see = (id) => page.waitForSelector(at(id), { visible: true });
  const says = (id) => page.$eval(at(id), (one) => one.textContent.trim());
  const until = (id, text) =>
    page.waitForFunction((selector, wanted) => document.querySelector(selector)?.textContent.includes(wanted), {}, at(id), text);
  const write = async (id, text) => {
    await (await see(id)).click();
    await page.keyboard.type(text);
  };
  await page.setViewport({ width: 1366, height: 768 });
  await page.goto(url);
  await write("signin-name", name);
  await write("signin-password", password);
  await (await see("signin-submit")).click();
  await until("account", name);
  await page.waitForSelector(`${at("connection")}[data-state="live"]`);
  tell("signed in", await page.evaluate(() => navigator.userAgent));

  // The test opens an incident when it reads this, and gives an order when it reads the next.
  const incident = await see("list-count").then(() => (tell("ready", ""), page.waitForSelector('a[data-testid^="incident-"]')));
  await incident.click();
  await see("incident-title");
  tell("opened", await says("incident-title"));
  await page.waitForFunction(() => document.querySelector('[data-testid="incident-head"] [data-testid="level"]')?.textContent.includes("三级"));
  tell("heard", await page.$eval('[data-testid="incident-head"] [data-testid="level"]', (one) => one.textContent.trim()));
  tell("errors", errors);
} finally {
  await browser.close();
}
