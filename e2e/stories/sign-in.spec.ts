import { expect, test } from "@playwright/test";
import { startIdentityProvider, type TestIdentityProvider } from "../../server/test/identity-provider.ts";
import { codeOf } from "../../server/test/totp.ts";
import { type Installation, startInstallation } from "../installation.ts";
import { expectAccessible, signIn, watchConsole } from "../session.ts";

let installation: Installation;
let provider: TestIdentityProvider;
test.beforeAll(async () => {
  installation = await startInstallation();
  provider = await startIdentityProvider(`${installation.url}/auth/sso/callback`);
});
test.afterAll(async () => {
  await installation?.stop();
  await provider?.close();
});

test("a second factor is set up and asked for, and the identity provider lets somebody in", async ({
  page,
}) => {
  const complaints = watchConsole(page);
  await signIn(page, installation);
  await page.goto(`${installation.url}/settings/single-sign-on`);
  await page.getByLabel("Issuer").fill(provider.issuer);
  await page.getByLabel("Client id").fill(provider.clientId);
  await page.getByLabel("Client secret").fill(provider.clientSecret);
  await page.getByLabel("Name on the button").fill("Company login");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("button", { name: "Turn off…" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${installation.url}/settings/me`);
  await page.getByRole("button", { name: "Set up…" }).click();
  await page.getByLabel("Your password").fill("correct horse battery staple 9");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessible(page);
  const secret = await page.getByLabel("Or type this secret into the app").inputValue();
  const uri = `otpauth://totp/x?secret=${secret}`;
  await page.getByLabel("Code the app shows").fill(codeOf(uri));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();

  await page.context().clearCookies();
  await page.goto(`${installation.url}/sign-in?to=/settings/me`);
  await page.getByLabel("E-mail").fill("ada.lovelace@perennial.example");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery staple 9");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel(/Code of your authenticator/).fill(codeOf(uri));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();
  expect(complaints).toEqual([]);

  await page.context().clearCookies();
  provider.claims.ada = { email: "ada.lovelace@perennial.example", email_verified: true };
  await page.goto(`${installation.url}/sign-in?to=/settings/me`);
  await page.getByRole("button", { name: "Sign in with Company login" }).click();
  await page.locator("input[name=login]").fill("ada");
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").click();
  await expect(page.getByText("10 recovery codes left")).toBeVisible();
});
