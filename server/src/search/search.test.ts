import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  for (const name of ["Corvus Media", "Alder & Finch", "100%_Real"]) {
    await t.inject({ method: "POST", url: "accounts", body: { name } });
  }
  await t.inject({
    method: "POST",
    url: "contacts",
    body: { name: "Elena Marsh", email: "elena@corvus.example" },
  });
});
afterAll(() => t.close());

async function titles(q: string): Promise<string[]> {
  const answer = await t.inject({ url: `search?q=${encodeURIComponent(q)}` });
  return answer.body.items.map((item: { title: string }) => item.title);
}

it("finds by a part of the name, in any case", async () => {
  expect(await titles("CORV")).toEqual(["Corvus Media", "Elena Marsh"]);
});

it("forgives a typo", async () => {
  expect(await titles("corvs media")).toContain("Corvus Media");
});

it("takes % and _ as what they are", async () => {
  expect(await titles("100%_")).toEqual(["100%_Real"]);
  expect(await titles("%%%")).toEqual([]);
});
