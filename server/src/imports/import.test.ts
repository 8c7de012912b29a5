import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { changeImport, readImport } from "./imports.sql.ts";
import { isRejectsFile, rejectsCsv } from "./rejects-file.ts";
import { runImport } from "./running/run-import.ts";
import { countsOf, importText } from "./test/import-text.ts";
import { undoRows } from "./undo-rows.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const rejectsOf = async (id: string) => {
  const { rows } = await sql<{ line: number; problems: { column: string; value: string; reason: string }[] }>`
    select line, problems from import_rejects where import_id = ${id} order by line
  `.execute(t.db);
  return rows;
};
const accountNames = async () =>
  (
    await t.db
      .selectFrom("accounts")
      .select("name")
      .where("archived_at", "is", null)
      .orderBy("name")
      .execute()
  ).map(({ name }) => name);

describe("an import of accounts", () => {
  it("takes every good row, and says line, column, value and reason of every bad one", async () => {
    const text = [
      "account_id,account_name,employees,tier,csm",
      "A-1,Alder & Finch,120,A,",
      "A-2,Quill Robotics,many,B,",
      'A-3,"Vantage',
      "A-4,Tessellate,7,Z,",
      "A-5,Corvus Media,9,B,Nobody Known",
      "A-6,Orrery,,D,",
      "",
    ].join("\n");
    const stored = await importText(t, "accounts", text, { source: "crm" });
    expect(countsOf(stored)).toEqual([2, 0, 0, 4]);
    expect([stored.lines_accepted, stored.lines_rejected]).toEqual([3, 4]);
    expect(stored.inspection.lines.total).toBe(7);
    expect(await rejectsOf(stored.id)).toMatchObject([
      { line: 3, problems: [{ column: "employees", value: "many" }] },
      { line: 4, problems: [{ reason: "has a quote that is not closed" }] },
      { line: 5, problems: [{ column: "tier", value: "Z" }] },
      {
        line: 6,
        problems: [{ column: "csm", value: "Nobody Known", reason: expect.stringContaining("to review") }],
      },
    ]);
    expect(await accountNames()).toEqual(["Alder & Finch", "Orrery"]);
  });

  it("changes nothing when it comes again, and only what differs when it comes changed", async () => {
    const first = "id,name,plan\nB-1,Bramble,Basic\nB-2,Birch,Pro\n";
    await importText(t, "accounts", first, { source: "again" });
    expect(countsOf(await importText(t, "accounts", first, { source: "again" }))).toEqual([0, 0, 2, 0]);
    const changed = await importText(t, "accounts", first.replace("Pro", "Enterprise"), { source: "again" });
    expect(countsOf(changed)).toEqual([0, 1, 1, 0]);
  });

  it("finds rows without an id by domain or name, and sends an ambiguous name to review", async () => {
    await importText(
      t,
      "accounts",
      "name,domain\nDune,dune.example\nTwin,twin-1.example\nTwin,twin-2.example\n",
    );
    const again = await importText(t, "accounts", "name,domain,plan\nDune Inc,dune.example,Pro\nTwin,,Pro\n");
    expect(countsOf(again)).toEqual([0, 1, 0, 1]);
    expect(await rejectsOf(again.id)).toMatchObject([
      { line: 3, problems: [{ reason: expect.stringContaining("to review") }] },
    ]);
  });

  it("takes one id that stands for two things once, and says so", async () => {
    const stored = await importText(
      t,
      "accounts",
      "id,name\nC-1,Cedar\nC-1,Cedar\nC-1,Clover\nC-2,Cypress\n",
      { source: "twice" },
    );
    expect(countsOf(stored)).toEqual([2, 0, 1, 1]);
    expect(stored.finding_counts).toEqual({ "colliding-ids": 1 });
    expect(await rejectsOf(stored.id)).toMatchObject([
      { line: 4, problems: [{ reason: expect.stringContaining("line 2") }] },
    ]);
  });

  it("makes traits and teammates where the map allows it, and refuses a trait where it does not", async () => {
    const text =
      "id,name,csm,referral source,is trial\nD-1,Dahlia,dana.osei@us.example,partner,yes\nD-2,Daisy,Sam Ito,partner,no\n";
    const columns = {
      id: "externalId",
      name: "name",
      csm: "keyRole.csm",
      "referral source": "referral_source",
      "is trial": "is_trial",
    };
    const refused = await importText(t, "accounts", text, { map: { columns } });
    expect(refused).toMatchObject({
      status: "failed",
      error: expect.stringContaining('"create": ["traits"]'),
    });
    const made = await importText(t, "accounts", text, { map: { columns, create: ["traits", "teammates"] } });
    expect(countsOf(made)).toEqual([2, 0, 0, 0]);
    const { body } = await t.inject({ url: "accounts/by-external-id/app/D-1" });
    expect(body.traits).toMatchObject({ referral_source: "partner", is_trial: true });
    const csm = await t.inject({ url: `teammates/${body.keyRoles.csm}` });
    expect(csm.body).toMatchObject({
      name: "Dana Osei",
      email: "dana.osei@us.example",
      status: "not-invited",
    });
  });

  it("gives an account with ARR and a renewal date a contract and its ARR", async () => {
    const text = 'name,arr,next renewal date\nElm,"120,000",2027-03-31\n';
    expect(countsOf(await importText(t, "accounts", text))).toEqual([1, 0, 0, 0]);
    const { rows } = await sql<{ arr: string; ends_on: string }>`
      select s.arr, s.ends_on from subscriptions s join accounts a on a.id = s.account_id where a.name = 'Elm'
    `.execute(t.db);
    expect(rows).toEqual([{ arr: "120000.0000", ends_on: "2027-03-31" }]);
  });
});

describe("an import of metric values", () => {
  it("makes the metrics it may make, with their roles, and replaces a day's value", async () => {
    await importText(t, "accounts", "id,name\nM-1,Maple\n", { source: "metered" });
    const text =
      "account_id,date,API calls,seats\nM-1,2026-11-20,120,8\nM-1,2026-11-21,90,\nM-2,2026-11-21,1,1\n";
    const map = { create: ["metrics" as const], roles: { "API calls": "usage" as const } };
    const first = await importText(t, "metric-values", text, { source: "metered", map });
    expect(countsOf(first)).toEqual([2, 0, 0, 1]);
    const again = await importText(t, "metric-values", text.replace(",90,", ",95,"), {
      source: "metered",
      map,
    });
    expect(countsOf(again)).toEqual([0, 1, 1, 1]);
    const { rows } = await sql`
      select m.slug, m.role, v.value::float8 as value from metric_values v join metrics m on m.id = v.metric_id
       order by m.slug, v."on"
    `.execute(t.db);
    expect(rows).toEqual([
      { slug: "api_calls", role: "usage", value: 120 },
      { slug: "api_calls", role: "usage", value: 95 },
      { slug: "seats", role: null, value: 8 },
    ]);
  });
});

describe("a dry run", () => {
  it("says what would happen and writes nothing, not even a trait", async () => {
    await importText(t, "accounts", "id,name,plan\nE-1,Ember,Basic\n", { source: "dry" });
    const before = await accountNames();
    const text = "id,name,plan,colour\nE-1,Ember,Pro,red\nE-2,Echo,Pro,blue\nE-2,Other,Pro,blue\nE-3,,Pro,\n";
    const stored = await importText(t, "accounts", text, {
      source: "dry",
      isDryRun: true,
      map: { create: ["traits"] },
    });
    expect(stored.status).toBe("draft");
    expect(stored.dry_run).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 0,
      rejected: 2,
      changes: [{ line: 2, record: "Ember", field: "plan", old: "Basic", new: "Pro" }],
      findings: { "colliding-ids": 1 },
    });
    expect(stored.dry_run?.rejects.map(({ line }) => line)).toEqual([4, 5]);
    expect(await accountNames()).toEqual(before);
    const traits = await t.inject({ url: "traits?object=account" });
    expect(traits.body.items.map((trait: { slug: string }) => trait.slug)).not.toContain("colour");
    expect(countsOf(await readImport(t.db, stored.id))).toEqual([0, 0, 0, 0]);
  });
});

describe("rejects", () => {
  it("come back as a file that does no harm in a spreadsheet, and can be repaired and imported", async () => {
    const good = "F-5,Five,5\nF-6,Six,6\nF-7,Seven,7\nF-8,Eight,8\n";
    const bad = `id,name,employees\nF-1,"=cmd|calc",x\nF-2,"+49 Fir",y\n${good}F-4,Fern,z\n`;
    const stored = await importText(t, "accounts", bad, { source: "rejects" });
    const text = (await Array.fromAsync(rejectsCsv(t.db, stored))).join("");
    expect(text.split("\r\n").slice(0, 3)).toEqual([
      "rejected line,rejected column,rejected value,rejected because,id,name,employees",
      "2,employees,x,is not a number,F-1,'=cmd|calc,x",
      "3,employees,y,is not a number,F-2,'+49 Fir,y",
    ]);
    expect(isRejectsFile(text.split("\r\n")[0]?.split(",") ?? [])).toBe(true);
    const repaired = text.replaceAll(/,[xyz](?=\r\n)/g, ",5");
    const again = await importText(t, "accounts", repaired, {
      source: "rejects",
      map: { create: ["traits"] },
    });
    expect(countsOf(again)).toEqual([3, 0, 0, 0]);
    expect(await accountNames()).toContain("=cmd|calc");
  });
});

describe("undo", () => {
  it("archives what was created, puts back what was changed, and leaves what somebody changed since", async () => {
    await importText(t, "accounts", "id,name,plan,region\nG-1,Gale,Basic,East\nG-2,Glen,Basic,East\n", {
      source: "undo",
    });
    const stored = await importText(
      t,
      "accounts",
      "id,name,plan,region\nG-1,Gale,Pro,West\nG-2,Glen,Pro,West\nG-3,Grove,Pro,West\n",
      { source: "undo" },
    );
    const { body: glen } = await t.inject({ url: "accounts/by-external-id/undo/G-2" });
    await t.inject({ method: "PATCH", url: `accounts/${glen.id}`, body: { region: "North" } });
    await changeImport(t.db, stored.id, { status: "undoing" });
    await undoRows(t.app, stored.id);
    expect(await readImport(t.db, stored.id)).toMatchObject({
      status: "undone",
      undo_report: { archived: 1, restored: 2, kept: 1 },
    });
    const { body: gale } = await t.inject({ url: "accounts/by-external-id/undo/G-1" });
    expect(gale).toMatchObject({ plan: "Basic", region: "East" });
    expect((await t.inject({ url: `accounts/${glen.id}` })).body).toMatchObject({
      plan: "Basic",
      region: "North",
    });
    expect(await accountNames()).not.toContain("Grove");
    const again = await importText(t, "accounts", "id,name\nG-3,Grove\n", { source: "undo" });
    expect(countsOf(again)).toEqual([1, 0, 0, 0]);
  });
});

describe("an import that stops", () => {
  const text = `id,name\n${Array.from({ length: 1200 }, (_, at) => `H-${at},Heath ${at}`).join("\n")}\n`;

  it("goes on where it was, without a row twice or left out", async () => {
    const stopping = new AbortController();
    await expect(
      importText(t, "accounts", text, {
        source: "stop",
        signal: stopping.signal,
        onProgress: () => stopping.abort(),
      }),
    ).rejects.toThrow();
    const { id, next_line } = await t.db
      .selectFrom("imports")
      .select(["id", "next_line"])
      .where("source", "=", "stop")
      .executeTakeFirstOrThrow();
    expect(next_line).toBe(502);
    // Two at once share the rest.
    await Promise.all([runImport(t.app, id), runImport(t.app, id)]);
    const ended = await readImport(t.db, id);
    expect(ended).toMatchObject({ status: "done", rows_created: 1200, lines_accepted: 1201 });
    expect((await accountNames()).filter((name) => name?.startsWith("Heath"))).toHaveLength(1200);
  });

  it("stops when it is asked to", async () => {
    const stored = await importText(t, "accounts", text, {
      source: "cancelled",
      onProgress: ({ id, next_line }) => {
        if (next_line < 600)
          void sql`update imports set is_cancel_requested = true where id = ${id}`.execute(t.db);
      },
    });
    expect(stored.status).toBe("cancelled");
    expect(stored.rows_created).toBeLessThan(1200);
  });
});

describe("what cannot be imported", () => {
  it("is said with what can", async () => {
    await expect(importText(t, "horoscopes", "id\n1\n")).rejects.toThrow(
      /nothing called “horoscopes”.*meetings/,
    );
    await expect(importText(t, "spaceships", "id\n1\n")).rejects.toThrow(/nothing called “spaceships”/);
    await expect(importText(t, "accounts", "")).rejects.toThrow(/empty/);
  });
});
