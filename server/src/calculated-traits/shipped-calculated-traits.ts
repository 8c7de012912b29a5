import type { traitInput } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { createTrait } from "../traits/index.ts";

const shipped: readonly z.input<typeof traitInput>[] = [
  {
    object: "account",
    slug: "renewal_delta",
    name: "Renewal Delta",
    description:
      "What the open renewals are expected to add to ARR or take from it, in the company's currency",
    type: "currency",
    group: "Renewal",
    formula: 'sum(renewals.delta where status = "open")',
  },
  {
    object: "account",
    slug: "sponsor_active",
    name: "Sponsor active",
    description: "Whether the contact who is sponsor did anything in the product in the last 30 days",
    type: "boolean",
    group: "Usage",
    formula: "days_since_sponsor_seen <= 30",
  },
];

/** The calculated traits that exist from the first start. Those that are there, changed or archived, stay as they are. */
export async function ensureShippedCalculatedTraits(app: App, ctx: Context): Promise<void> {
  const { rows } = await sql<{ object: string; slug: string }>`
    select object, slug from trait_definitions
  `.execute(app.db);
  for (const trait of shipped) {
    const isThere = rows.some((row) => row.object === trait.object && row.slug === trait.slug);
    if (!isThere) await execute(app, ctx, createTrait, trait);
  }
}
