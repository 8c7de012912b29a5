import { beforeAll, describe, expect, it } from "vitest";
import { deviceName } from "./device-name.ts";
import { safePath } from "./enter.ts";

describe("where signing in leads", () => {
  beforeAll(() => {
    Object.assign(globalThis, { location: { origin: "https://cs.example.com" } });
  });

  it.each([
    ["/renewals?due=90#top", "/renewals?due=90#top"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
  ])("%s leads to %s", (to, path) => {
    expect(safePath(to)).toBe(path);
  });
});

describe("a session's device", () => {
  it.each([
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
      "Chrome on macOS",
    ],
    ["Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
      "Safari on iOS",
    ],
    ["curl/8.0", "curl/8.0"],
    [null, "Unknown device"],
  ])("%s is %s", (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });
});
