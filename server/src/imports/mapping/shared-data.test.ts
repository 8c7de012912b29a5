import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImportObject } from "@perennial/contract/imports";
import { expect, test } from "vitest";
import { importFields } from "../fields/import-fields.ts";
import { inspectFile } from "../reading/inspect-file.ts";
import { readFile as readRows } from "../reading/read-file.ts";
import { sharedFolder } from "../test/shared-folder.ts";
import { convertRow } from "./convert-row.ts";
import { planImport, targetName } from "./import-plan.ts";

type Case = [
  folder: string,
  file: string,
  object: ImportObject,
  rows: number,
  guessed: Record<string, string>,
];

const cases: Case[] = [
  [
    "ravenstack",
    "ravenstack_accounts.csv",
    "accounts",
    500,
    {
      account_id: "externalId",
      account_name: "name",
      industry: "industry",
      country: "country",
      signup_date: "customerSince",
      plan_tier: "plan",
      seats: "seatsLicensed",
    },
  ],
  [
    "ravenstack",
    "ravenstack_subscriptions.csv",
    "subscriptions",
    5000,
    {
      subscription_id: "externalId",
      account_id: "account.externalId",
      start_date: "startsOn",
      end_date: "endsOn",
      plan_tier: "plan",
      seats: "quantity",
      mrr_amount: "mrr",
      arr_amount: "arr",
      is_trial: "trial",
      billing_frequency: "billingInterval",
    },
  ],
  [
    "ravenstack",
    "ravenstack_feature_usage.csv",
    "events",
    25_000,
    {
      usage_id: "messageId",
      subscription_id: "subscription.externalId",
      usage_date: "at",
      feature_name: "name",
      usage_count: "count",
      usage_duration_secs: "usage_duration_secs",
      error_count: "error_count",
      is_beta_feature: "is_beta_feature",
    },
  ],
  [
    "ravenstack",
    "ravenstack_support_tickets.csv",
    "tickets",
    2000,
    {
      ticket_id: "externalId",
      account_id: "account.externalId",
      submitted_at: "openedAt",
      closed_at: "solvedAt",
      resolution_time_hours: "resolutionHours",
      priority: "priority",
      first_response_time_minutes: "firstResponseMinutes",
      satisfaction_score: "csat",
      escalation_flag: "escalated",
    },
  ],
  ["edtech-renewals", "users.csv", "contacts", 138, { user_id: "externalId", name: "name", email: "email" }],
  [
    "edtech-renewals",
    "renewals.csv",
    "renewals",
    68,
    {
      renewal_id: "externalId",
      user_id: "contact.externalId",
      due_date: "dueOn",
      outcome: "outcome",
      churn_reason: "lossReason",
      arr_usd: "finalArr",
    },
  ],
  [
    "edtech-renewals",
    "school_adoption.csv",
    "accounts",
    15,
    { school_id: "externalId", school_name: "name", arr_usd: "arr" },
  ],
];

test.for(cases)(
  "%s/%s is understood as %s without a map",
  async ([folder, file, object, rows, guessed], { skip }) => {
    const path = sharedFolder(folder) ?? skip(`the folder ${folder} is not here`);
    const source = () => createReadStream(join(path, file));
    const inspection = await inspectFile(source);
    const { plan, questions } = planImport(importFields[object], inspection);
    expect(
      Object.fromEntries(plan.columns.map(({ column, target }) => [column, targetName(target)])),
    ).toEqual(guessed);
    expect(questions).toEqual([]);
    const text = await readFile(join(path, file), "utf8");
    const lines = text.split("\r\n").length - 1;
    expect(inspection.lines).toEqual({ total: lines, accepted: lines, rejected: 0, empty: 0 });
    let converted = 0;
    for await (const batch of readRows(source, inspection.dialect)) {
      for (const outcome of batch) {
        if (outcome.kind !== "row") continue;
        expect(convertRow(plan, outcome.values, "UTC").problems).toEqual([]);
        converted += 1;
      }
    }
    expect(converted).toBe(rows);
  },
);
