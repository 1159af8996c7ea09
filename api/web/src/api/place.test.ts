import { expect, test } from "vitest";
import { place } from "./place";

test.each([
  ["https://host/#/account", "/api/session", "/api/session"],
  ["https://host/zhiban/#/incident/a%2Fb", "/api/session", "/zhiban/api/session"],
  ["https://host/zhiban/index.html", "/api/live", "/zhiban/api/live"],
  ["https://host/a/b/", "/api/incidents?state=closed&cursor=x%2By", "/a/b/api/incidents?state=closed&cursor=x%2By"],
])("on the page %s the call %s goes to %s", (page, path, found) => {
  expect(place(path, page)).toBe(found);
});
