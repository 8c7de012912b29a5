import { Buffer } from "node:buffer";
import type { ImportMap, ImportObject } from "@perennial/contract/imports";
import { describe, expect, test } from "vitest";
import { importFields } from "../fields/import-fields.ts";
import { inspectFile } from "../reading/inspect-file.ts";
import { convertRow } from "./convert-row.ts";
import { planImport, targetName } from "./import-plan.ts";

async function plan(object: ImportObject, lines: readonly string[], map?: ImportMap) {
  const inspection = await inspectFile(async function* () {
    yield Buffer.from(lines.join("\n"));
  });
  const planned = planImport(importFields[object], inspection, map);
  const columns = Object.fromEntries(
    planned.plan.columns.map(({ column, target }) => [column, targetName(target)]),
  );
  const rows = inspection.firstRows.map((values) => convertRow(planned.plan, values, "UTC"));
  return { ...planned, columns, rows };
}

describe("guessing from headers", () => {
  test("names of other systems, an object's own noun, and what becomes nothing", async () => {
    const { columns, plan: planned } = await plan("accounts", [
      "Account ID,Customer_Name,Website,Number of Employees,MRR (EUR),Renewal Date,CSM,Shoe size",
      "A1,Acme,acme.example,12,100,2025-01-31,eva@us.example,44",
    ]);
    expect(columns).toEqual({
      "Account ID": "externalId",
      Customer_Name: "name",
      Website: "domains",
      "Number of Employees": "employeeCount",
      "MRR (EUR)": "mrr",
      "Renewal Date": "nextRenewalOn",
      CSM: "keyRole.csm",
    });
    expect(planned.leftOut).toEqual(["Shoe size"]);
    expect(planned.constants).toMatchObject([{ field: { field: "currency" }, value: "EUR" }]);
  });

  test("a header that is a field of a family, as people write it for maps", async () => {
    const events = await plan("events", [
      "id,account_id,event,at,properties.page",
      "1,A1,seen,2026-01-02,/home",
    ]);
    expect(events.columns["properties.page"]).toBe("properties.page");
    const accounts = await plan("accounts", ["id,name,keyRole.onboarding", "1,Acme,Eva"]);
    expect(accounts.columns["keyRole.onboarding"]).toBe("keyRole.onboarding");
  });

  test("a header is not believed against its values", async () => {
    const { columns } = await plan("tickets", [
      "id,account_id,opened_at,created",
      "1,A,2024-01-01,Eva",
      "2,A,2024-01-02,Max",
    ]);
    expect(columns).toEqual({ id: "externalId", account_id: "account.externalId", opened_at: "openedAt" });
  });

  test("but a few spoilt values do not hide what a column is", async () => {
    const lines = ["id,account_id,start_date,arr", "1,A,2024-01-01,10", "2,A,soon,20", "3,A,2024-01-02,many"];
    const { columns } = await plan("subscriptions", lines);
    expect(columns).toMatchObject({ start_date: "startsOn", arr: "arr" });
  });

  test("the first column names what the rows are", async () => {
    const { columns } = await plan("accounts", ["school_id,school_name", "S1,Lincoln", "S2,Adams"]);
    expect(columns).toEqual({ school_id: "externalId", school_name: "name" });
  });

  test("other columns of events are properties; of metric sheets, metrics where the map lets make them", async () => {
    const events = ["event_id,account_id,event_name,timestamp,Error Count", "1,A,login,2024-01-01T10:00Z,3"];
    expect((await plan("events", events)).columns).toMatchObject({ "Error Count": "error_count" });
    const sheet = ["account_id,month,API Calls,comment", "A,2024-01,12,fine"];
    expect((await plan("metric-values", sheet)).plan.leftOut).toEqual(["API Calls", "comment"]);
    const made = await plan("metric-values", sheet, { create: ["metrics"] });
    expect(made.columns).toMatchObject({ "API Calls": "api_calls" });
    expect(made.plan.leftOut).toEqual(["comment"]);
  });

  test("says what is missing", async () => {
    const { problems } = await plan("subscriptions", ["id,colour", "1,red"]);
    expect(problems.map(({ path }) => path)).toEqual(["account", "startsOn", "mrr"]);
  });
});

describe("maps", () => {
  const lines = [
    "Ref,Cust,State,When",
    "1,A,Erledigt,03/04/2024",
    "2,B,Resolved,05/06/2024",
    "3,C,Nonsense,",
  ];
  const columns = {
    Ref: "externalId",
    cust: { field: "account.externalId" },
    State: "status",
    When: "openedAt",
  };

  test("columns, translations, date format, constants", async () => {
    const { rows, problems, questions } = await plan("tickets", lines, {
      columns,
      values: { status: { erledigt: "solved" } },
      dateFormat: "dd/MM/yyyy",
      constants: { priority: "P2", escalated: true },
    });
    expect(problems).toEqual([]);
    expect(questions).toEqual([]);
    expect(rows[0]?.fields).toEqual({
      externalId: "1",
      "account.externalId": "A",
      status: "solved",
      openedAt: "2024-04-03T00:00:00Z",
      priority: "high",
      escalated: true,
    });
    expect(rows[1]?.fields).toMatchObject({ status: "solved" });
    expect(rows[2]?.problems).toMatchObject([{ column: "State", field: "status", value: "Nonsense" }]);
  });

  test("asks for what nothing in the file decides", async () => {
    const { questions } = await plan("tickets", lines, { columns });
    expect(questions).toMatchObject([
      { column: "When", answer: "dateFormat", choices: ["dd/MM/yyyy", "MM/dd/yyyy"] },
    ]);
  });

  test("does not ask when one value decides the column, and refuses the value that contradicts it", async () => {
    const dates = Array.from({ length: 40 }, (_, at) => `${at},A,open,${String(13 + (at % 15))}/04/2024`);
    const { questions, rows } = await plan("tickets", [lines[0] ?? "", "x,A,open,04/30/2024", ...dates], {
      columns,
    });
    expect(questions).toEqual([]);
    expect(rows[0]?.problems).toMatchObject([
      { column: "When", reason: expect.stringContaining("dd/MM/yyyy") },
    ]);
    expect(rows[1]?.fields.openedAt).toBe("2024-04-13T00:00:00Z");
  });

  test("asks whether 1.234 is a thousand or a bit more than one, and takes 1,234 as a thousand", async () => {
    const header = "account_id,start_date,mrr";
    const pointed = [header, "A,2024-01-01,1.234", "B,2024-01-01,2.500"];
    const { questions } = await plan("subscriptions", pointed);
    expect(questions).toMatchObject([{ column: "mrr", answer: "numberFormat" }]);
    const answered = await plan("subscriptions", pointed, { numberFormat: "1.234,56" });
    expect(answered.questions).toEqual([]);
    expect(answered.rows[0]?.fields.mrr).toBe("1234");
    const { rows } = await plan("subscriptions", [header, 'A,2024-01-01,"1,234"']);
    expect(rows[0]?.fields.mrr).toBe("1234");
  });

  test("names mistakes in the map", async () => {
    const { problems } = await plan("teammates", ["Mail,Name", "a@b.example,Eva"], {
      columns: { Mail: "email", Nmae: "name", Name: "shoeSize" },
      constants: { planet: "Earth" },
      dateFormat: "DD.MM",
    });
    expect(problems.map(({ path }) => path)).toEqual([
      "dateFormat",
      "columns.Nmae",
      "columns.Name",
      "constants.planet",
    ]);
  });

  test("traits are made of what is left only when the map says so, and null leaves a column out", async () => {
    const rows = ["id,name,Plan Tier,Über Größe,secret", "1,Acme,Pro,3,x"];
    const map = { columns: { id: "externalId", name: "name", secret: null }, create: ["traits" as const] };
    const { columns: made, plan: planned } = await plan("accounts", rows, map);
    expect(made).toEqual({
      id: "externalId",
      name: "name",
      "Plan Tier": "plan_tier",
      "Über Größe": "uber_grosse",
    });
    expect(planned.leftOut).toEqual(["secret"]);
    expect((await plan("accounts", rows, { columns: { id: "externalId" } })).plan.leftOut).toHaveLength(4);
  });
});

test("empty cells are null, whatever stands for emptiness, and an amount keeps its exact digits", async () => {
  const { rows } = await plan("subscriptions", [
    "subscription_id,account_id,start_date,end_date,mrr,is_trial",
    "S1,A,2024-01-01,,1234567890123.10,FALSE",
    "S2,A,2024-01-01,N/A,-,",
  ]);
  expect(rows[0]?.fields).toMatchObject({ endsOn: null, mrr: "1234567890123.1", trial: false });
  expect(rows[1]).toMatchObject({ fields: { endsOn: null, mrr: null, trial: null }, problems: [] });
});
