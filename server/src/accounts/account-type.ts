import { accountFields } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import { contributions } from "../kernel/slice.ts";
import {
  builtIns,
  type ObjectType,
  type RecordInput,
  type RowProblem,
  type WriteArguments,
} from "../objects/index.ts";
import { resolveOrganizations } from "./resolve-organizations.ts";

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** What other slices write when accounts are written (a contract implied by ARR and a renewal date). */
    accountWriters: readonly AccountWriter[];
  }
}

export type AccountWriter = (args: WriteArguments) => Promise<{ changes?: Change[]; events?: DomainEvent[] }>;

/** Accounts: companies that pay us. */
export const accountType: ObjectType = {
  slug: "account",
  plural: "accounts",
  label: "Account",
  labelPlural: "Accounts",
  table: "accounts",
  derivedTable: "account_derived",
  placement: "account",
  keepsPast: true,
  builtIns: builtIns("account", accountFields, {
    name: "name",
    domains: "domains",
    organizationId: "organization_id",
    industry: "industry",
    country: "country",
    region: "region",
    employeeCount: "employee_count",
    plan: "plan",
    tier: "tier",
    touchModel: "touch_model",
    currency: "currency",
    timeZone: "time_zone",
    seatsLicensed: "seats_licensed",
    customerSince: "customer_since",
    lifecycleOverride: "lifecycle_override",
    lifecycleOverrideReason: "lifecycle_override_reason",
  }),
  shown: [
    {
      slug: "healthChange30d",
      label: "Health in 30 days",
      group: "Health",
      type: "number",
      hasPast: false,
    },
  ],
  async prepare({ app, tx, ctx, inputs }) {
    const organizations = await resolveOrganizations(app, tx, ctx, inputs);
    const withOrganization = inputs.map((input, row): RecordInput => {
      const organizationId = organizations.get(row);
      if (organizationId === undefined) return input;
      const { organization, ...extras } = input.extras ?? {};
      return { ...input, values: { ...input.values, organizationId }, extras };
    });
    const problems = [...withOrganization.flatMap(zoneProblem), ...withOrganization.flatMap(revenueProblems)];
    return { inputs: withOrganization.map(withStatedRevenue), problems };
  },
  async afterWrite(args) {
    await addDerivedRows(args);
    return writeBeside(args.app, args);
  },
};

function zoneProblem(input: RecordInput, row: number): RowProblem[] {
  const zone = input.values.timeZone;
  if (typeof zone !== "string" || zone === "") return [];
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return [];
  } catch {
    return [{ row, path: "timeZone", message: `“${zone}” is not a time zone such as Europe/Berlin` }];
  }
}

const statedRevenue = ["arr", "mrr", "nextRenewalOn"] as const;

/**
 * Revenue that comes with an account is written by who keeps contracts ({@link AccountWriter}); the fields of these names
 * are worked out from there.
 */
function withStatedRevenue(input: RecordInput): RecordInput {
  const given = statedRevenue.filter((key) => input.values[key] !== undefined);
  if (given.length === 0) return input;
  const values = { ...input.values };
  const extras: Record<string, unknown> = { ...input.extras };
  for (const key of given) {
    extras[key] = values[key];
    delete values[key];
  }
  return { ...input, values, extras };
}

function revenueProblems({ values, extras }: RecordInput, row: number): RowProblem[] {
  const textOf = (key: string): string => String(values[key] ?? extras?.[key] ?? "").trim();
  const amounts = ["arr", "mrr"].filter((key) => textOf(key) !== "" && !/^-?\d+(\.\d+)?$/.test(textOf(key)));
  const date = textOf("nextRenewalOn");
  const problems = amounts.map((path) => ({ row, path, message: `“${textOf(path)}” is not a number` }));
  if (date === "" || isDate(date)) return problems;
  return [
    ...problems,
    { row, path: "nextRenewalOn", message: `“${date}” is not a date of the form YYYY-MM-DD` },
  ];
}

function isDate(text: string): boolean {
  try {
    return (
      /^\d{4}-\d{2}-\d{2}$/.test(text) && Temporal.PlainDate.from(text, { overflow: "reject" }) !== undefined
    );
  } catch {
    return false;
  }
}

async function addDerivedRows({ tx, writes }: WriteArguments): Promise<void> {
  const ids = writes.filter((write) => write.isNew).map((write) => write.id);
  if (ids.length === 0) return;
  await sql`
    insert into account_derived (account_id) select unnest(${ids}::uuid[]) on conflict do nothing
  `.execute(tx);
}

async function writeBeside(
  app: App,
  args: WriteArguments,
): Promise<{ changes: Change[]; events: DomainEvent[] }> {
  const changes: Change[] = [];
  const events: DomainEvent[] = [];
  for (const write of contributions(app, "accountWriters")) {
    const written = await write(args);
    changes.push(...(written.changes ?? []));
    events.push(...(written.events ?? []));
  }
  return { changes, events };
}
