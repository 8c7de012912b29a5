import { expect, type Page } from "@playwright/test";
import type { Installation } from "./installation.ts";

/** Writes through the API as who is signed in on the page, for what a story begins with. */
// biome-ignore lint/suspicious/noExplicitAny: stories read answers of any shape
export async function post(page: Page, { url }: Installation, path: string, data: object): Promise<any> {
  const headers = { "x-perennial-csrf": "1" };
  const answer = await page.request.post(`${url}/api/v1/${path}`, { headers, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** The server's clock, which may be set to another day than this machine's. */
export async function serverNow(page: Page, { url }: Installation): Promise<Temporal.Instant> {
  const me = await (await page.request.get(`${url}/api/v1/me`)).json();
  return Temporal.Instant.from(me.now);
}
