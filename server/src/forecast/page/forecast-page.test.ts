import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";

let t: TestApp;
const send = async (method: "POST" | "PUT" | "PATCH", url: string, body: object) => {
  const answer = await t.inject({ method, url, body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
};

/** Due in a quarter: one won't close surely, one is won, the others fill the table; names in many scripts. */
const accounts = [
  "Škoda Łódź",
  "Ελλάδα ΑΕ",
  "ລາວ",
  "株式会社さくら",
  "भारत",
  "한국전력",
  "东风汽车",
  "臺灣電力",
  "אל על",
  "شركة النيل",
  "ห้างไทย",
];

beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T09:00:00Z" });
  await t.app.live.start();
  await send("PATCH", "company", { name: "Bäckerei “Süß” & Co. 日本" });
  await vi.waitFor(async () => expect((await t.app.company()).name).toContain("Bäckerei"));
  const owner = await send("POST", "teammates", { name: "Ada Łuczak", email: "ada@x.io", role: "csm" });
  for (const [at, name] of accounts.entries()) {
    const account = await send("POST", "accounts", { name });
    const renewal = await send("POST", "renewals", {
      account: account.id,
      dueOn: "2027-02-28",
      targetArr: 100_000 + at,
      ownerId: owner.id,
    });
    await send("PATCH", `renewals/${renewal.id}`, {
      rating: at === 0 ? "churn_expected" : "commit",
      forecastArr: at === 0 ? "0" : "100000",
    });
  }
  await send("PUT", "forecast/targets", { period: "2027-Q1", level: "company", targetArr: "1200000" });
  await send("POST", "forecast/adjustments", {
    period: "2027-Q1",
    level: "company",
    amountArr: "-20000",
    reason: "Two deals wobble",
  });
});
afterAll(() => t.close());

async function pageOf(query: string) {
  const answer = await t.inject({ url: `forecast/page?${query}` });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return readPdf(answer.raw);
}

async function readPdf(bytes: Buffer) {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document, { mergePages: true });
  const [, , width, height] = (await document.getPage(1)).view;
  return { pages: document.numPages, size: [Math.round(width ?? 0), Math.round(height ?? 0)], text };
}

it("is one page that names company, instant, totals, rates, range, movements and what is at risk", async () => {
  const { pages, size, text } = await pageOf("period=2027-Q1");
  expect([pages, size]).toEqual([1, [595, 842]]);
  for (const words of [
    "Forecast, Q1 2027 · 01 Jan 2027 – 31 Mar 2027",
    "As of 23 Nov 2026, 09:00",
    "$1.10M",
    "$980K", // ten times 100,000, less the adjustment
    "−$20K adjusted",
    "$1.20M",
    "−$220K to it",
    "Range P10–P90",
    "What moved the forecast in 30 days",
    "How ARR moved",
    "Ada Łuczak",
  ])
    expect(text).toContain(words);
  // 10 % likely by its rating: nine tenths of 100,000 are at risk, more than of any other.
  expect(text).toMatch(/Škoda Łódź\s+28 Feb 2027\s+\$100K\s+\$0\s+10\s%\s+\$90K\s+Churn Expected/);
});

it("writes names in every script it has a font for, and shows what it has none for", async () => {
  const { text } = await pageOf("period=2027-Q1&paper=a4");
  for (const name of accounts.slice(3, 8)) expect(text).toContain(name);
  // A reader of the file finds words in the order in which they stand.
  for (const word of ["אל", "על", "النيل"]) expect(text).toContain(word);
  expect(text).toContain("Bäckerei “Süß” & Co. 日本");
  expect(text).toContain("ห้างไทย");
  expect(text).toContain("??? 28 Feb 2027");
});

it("takes other paper, and another day without the range that nobody kept", async () => {
  const { pages, size, text } = await pageOf("period=2027-Q1&paper=letter&asOf=2026-11-20");
  expect([pages, size]).toEqual([1, [612, 792]]);
  expect(text).toContain("not kept for a past day");
  expect(text).toContain("No open renewal of the period is in doubt.");
});
