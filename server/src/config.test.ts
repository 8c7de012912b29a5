import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("has a default for everything", () => {
  expect(readConfig({ PORT: " ", SMTP_URL: "" })).toMatchObject({
    port: 4400,
    host: "127.0.0.1",
    dataDir: expect.stringMatching(/\.perennial$/),
    databaseUrl: undefined,
    publicUrl: "http://127.0.0.1:4400",
    smtpUrl: undefined,
    startsAt: undefined,
    logLevel: "info",
  });
});

test("reads what is set", () => {
  const config = readConfig({
    PORT: "4401",
    HOST: "0.0.0.0",
    PUBLIC_URL: "https://cs.example.com/",
    PERENNIAL_NOW: "2027-01-01T00:00:00+01:00",
  });
  expect(config).toMatchObject({ port: 4401, host: "0.0.0.0", publicUrl: "https://cs.example.com" });
  expect(config.startsAt?.toString()).toBe("2026-12-31T23:00:00Z");
  expect(readConfig({ HOST: "::", PORT: "80" }).publicUrl).toBe("http://127.0.0.1:80");
  expect(readConfig({ HOST: "::1", PORT: "80" }).publicUrl).toBe("http://[::1]:80");
});

test("names every wrong setting at once", () => {
  const env = {
    PORT: "many",
    DATABASE_URL: "mysql://me:hunter2@x",
    PERENNIAL_NOW: "soon",
    LOG_LEVEL: "loud",
    PERENNIAL_SECRET: "short",
  };
  const message = (() => {
    try {
      readConfig(env);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  })();
  expect(message).toContain("PORT=many: must be a port number");
  expect(message).toContain("DATABASE_URL: must be an address that begins with postgres:// or postgresql://");
  expect(message).toContain("PERENNIAL_NOW=soon: must be an instant such as");
  expect(message).toContain("LOG_LEVEL=loud");
  expect(message).not.toContain("hunter2");
  expect(message).toContain("PERENNIAL_SECRET: must have");
});
