import type { HealthGaps, HealthMeasure } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { catalogOf } from "../objects/index.ts";
import { unmeasurable } from "./ensure-shipped-scores.ts";
import type { ScoreRow } from "./health.sql.ts";
import { pointsColumn } from "./health-columns.ts";
import { placedMeasures, segmentsOfModels } from "./model.ts";
import { columnsOf } from "./points.sql.ts";
import { byVariant } from "./score.sql.ts";
import { shippedScores } from "./shipped/index.ts";

/**
 * What data would improve a score: its measures with the accounts they know nothing of, the largest hole first, and wanted
 * measures for which there is nothing at all.
 */
export async function readGaps(app: App, score: ScoreRow): Promise<HealthGaps> {
  const placed = placedMeasures(score.model);
  const column = columnsOf(await catalogOf(app));
  const counts = placed.map((each, index) => {
    const points = sql`${sql.id("r_d", pointsColumn(score.slug, score.numbers[each.measure.slug] ?? 0))}`;
    const applies =
      segmentsOfModels(score.model).length === 0
        ? sql`true`
        : byVariant(score.model, column, ({ path }) => sql`${sql.lit(path === each.variant.path)}`);
    return sql`count(*) filter (where ${applies}) as ${sql.id(`of${index}`)},
               count(${points}) filter (where ${applies}) as ${sql.id(`with${index}`)}`;
  });
  const { rows } = await sql<Record<string, number | string>>`
    select ${sql.join(counts)} from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null
  `.execute(app.db);
  const counted = (name: string) => Number(rows[0]?.[name] ?? 0);
  const holes = placed
    .map(({ measure, place, share }, index) => ({
      place,
      weightPct: Math.round(share * 1000) / 10,
      accounts: counted(`of${index}`),
      accountsWithData: counted(`with${index}`),
      advice: adviceFor(measure),
    }))
    .filter((each) => each.accountsWithData < each.accounts);
  const lost = (each: (typeof holes)[number]) => (each.accounts - each.accountsWithData) * each.weightPct;
  holes.sort((a, b) => lost(b) - lost(a));
  const shipped = score.is_shipped ? shippedScores.find((each) => each.slug === score.slug) : undefined;
  const wanted = shipped ? await unmeasurable(app, shipped) : [];
  return {
    items: [
      ...holes,
      ...wanted.map((measure) => ({
        place: measure.name,
        weightPct: null,
        accounts: null,
        accountsWithData: 0,
        advice: adviceFor(measure),
      })),
    ],
    nextCursor: null,
  };
}

const advice: readonly (readonly [RegExp, string])[] = [
  [
    /^(metric:seat_utilisation|role:seats-used)/,
    "Give accounts their licensed seats, and send what contacts do in the product.",
  ],
  [
    /^(metric:feature_breadth|role:breadth)/,
    "Define your features (Settings › Metrics › Features), or give another metric the role Breadth.",
  ],
  [
    /^(metric:business_volume|role:business-volume)/,
    "Define a metric over what your customers do business with, or import its values, and give it the role Business volume.",
  ],
  [/^metric:(nps|csat)/, "Import survey answers, or send them through the API."],
  [/^metric:(meetings|health_checks)/, "Note meetings on the pages of accounts, or import them."],
  [
    /^metric:overdue_payment/,
    "Define a metric “overdue_payment_days” over your bills, or import its values.",
  ],
  [/^metric:ticket_csat/, "Import tickets with their satisfaction rating."],
  [/^metric:.*ticket/, "Import tickets, or send them through the API."],
  [
    /^metric:days_since_sponsor/,
    "Say which contact is the sponsor, and send what contacts do in the product.",
  ],
  [
    /^(metric|role):.*/,
    "Send what contacts do in the product (Settings › Event sources), or import the metric's values.",
  ],
  [/^pulse$/, "Give pulses on the pages of accounts."],
  [/^score:/, "Close the gaps of that score."],
  [/^trait:/, "Fill in the trait, by hand or by import."],
];

/** What to do so that a measure has data. */
function adviceFor({ source }: HealthMeasure): string {
  if (source.kind === "rule") return "Fill in what its rule asks about.";
  return advice.find(([pattern]) => pattern.test(source.field))?.[1] ?? "Fill in the field it looks at.";
}
