import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { generateAll } from "./index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const day = (offset: number): string =>
  Temporal.PlainDate.from("2026-11-23").add({ days: offset }).toString();
const offsets = fc.integer({ min: -400, max: 400 });

/** Things people, sources and time do to one account, in any order. Refused ones are part of life. */
const actions = fc.oneof(
  fc.record({
    do: fc.constant("contract" as const),
    start: offsets,
    lasts: fc.option(fc.integer({ min: 20, max: 800 })),
    autoRenews: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("line" as const),
    start: offsets,
    lasts: fc.option(fc.integer({ min: 0, max: 500 })),
    inContract: fc.boolean(),
    arr: fc.nat(5000),
  }),
  fc.record({ do: fc.constant("end" as const), at: offsets }),
  fc.record({ do: fc.constant("amend" as const), at: offsets, arr: fc.nat(5000) }),
  fc.record({
    do: fc.constant("renew" as const),
    at: offsets,
    arr: fc.option(fc.integer({ min: 1, max: 5000 })),
  }),
  fc.record({ do: fc.constant("churn" as const), at: offsets }),
  fc.record({ do: fc.constant("undo" as const) }),
  fc.record({ do: fc.constant("sheet" as const), at: offsets, arr: fc.nat(5000) }),
  fc.record({ do: fc.constant("archive" as const) }),
  fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 200 }) }),
);

type Action = typeof actions extends fc.Arbitrary<infer A> ? A : never;

async function carryOut(accountId: string, externalId: string, action: Action): Promise<void> {
  const all = async (what: string) =>
    (await t.inject({ url: `${what}?limit=100` })).body.items.filter(
      (one: { accountId: string }) => one.accountId === accountId,
    );
  const [contract] = await all("contracts");
  const [line] = await all("subscriptions");
  const renewals = await all("renewals");
  const open = renewals.find((one: { outcome: unknown }) => one.outcome === null);
  const send = async (method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: unknown) => {
    const { status, body: answer } = await t.inject({ method, url, ...(body === undefined ? {} : { body }) });
    if (status >= 500) throw new Error(`${method} ${url} ${JSON.stringify(body)}: ${JSON.stringify(answer)}`);
  };
  switch (action.do) {
    case "contract":
      return send("POST", "contracts", {
        account: accountId,
        startsOn: day(action.start),
        endsOn: action.lasts === null ? null : day(action.start + action.lasts),
        autoRenews: action.autoRenews,
      });
    case "line":
      return send("POST", "subscriptions", {
        account: accountId,
        arr: action.arr,
        startsOn: day(action.start),
        endsOn: action.lasts === null ? null : day(action.start + action.lasts),
        ...(action.inContract && contract ? { contractId: contract.id } : {}),
      });
    case "end":
      return contract && send("PATCH", `contracts/${contract.id}`, { endsOn: day(action.at) });
    case "amend":
      return (
        line &&
        send("POST", `subscriptions/${line.id}/amendments`, { effectiveOn: day(action.at), arr: action.arr })
      );
    case "renew":
      return (
        open &&
        send("PUT", `renewals/${open.id}/outcome`, {
          outcome: "renewed",
          orderedOn: day(action.at),
          ...(action.arr ? { arr: action.arr } : {}),
        })
      );
    case "churn":
      return (
        open &&
        send("PUT", `renewals/${open.id}/outcome`, {
          outcome: "churned",
          orderedOn: day(action.at),
          lossReason: "x",
          rootCause: "y",
        })
      );
    case "undo":
      return renewals[0] && send("DELETE", `renewals/${renewals[0].id}/outcome`);
    case "sheet":
      return send("POST", "accounts/bulk-upsert", {
        items: [{ externalId, arr: action.arr, nextRenewalOn: day(action.at) }],
      });
    case "archive":
      return contract && send("DELETE", `contracts/${contract.id}`);
    case "wait":
      return t.advance({ days: action.days });
  }
}

let count = 0;
it("one renewal for each contract and term, one open, whatever happens in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 2, maxLength: 9 }), async (life) => {
      t.clock.set(Temporal.Instant.from("2026-11-23T09:00:00Z"));
      await sql`truncate accounts, account_derived, external_ids, contracts, subscriptions, renewals, history cascade`.execute(
        t.db,
      );
      count += 1;
      const account = await t.inject({
        method: "POST",
        url: "accounts",
        body: { name: "A", externalId: `P-${count}` },
      });
      for (const action of life) await carryOut(account.body.id, `P-${count}`, action);
      await Promise.all([generateAll(t.app), generateAll(t.app)]);
      expect(await generateAll(t.app)).toEqual({ created: 0, updated: 0, closed: 0, withdrawn: 0 });
      const { rows } = await sql<{ doubled: number; open: number; unlike: number; gone: number }>`
        select count(*) - count(distinct (r.contract_id, r.term_ends_on)) as doubled,
               count(*) filter (where outcome is null) - count(distinct contract_id) filter (where outcome is null) as open,
               count(*) filter (where outcome is null and due_on <> c.expires_on) as unlike,
               count(*) filter (where outcome is null and c.archived_at is not null) as gone
          from renewals r join contracts c on c.account_id = r.account_id and c.id = r.contract_id
         where r.archived_at is null
      `.execute(t.db);
      expect(rows[0]).toEqual({ doubled: 0, open: 0, unlike: 0, gone: 0 });
    }),
    { numRuns: 12 },
  );
}, 240_000);
