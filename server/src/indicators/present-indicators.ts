import type { Indicator } from "@perennial/contract";
import { sql } from "kysely";
import { type Present, presentCommon, readBesideColumns } from "../objects/index.ts";
import { indicatorBeside, indicatorType } from "./indicator-type.ts";

/** Indicators as the API shows them: with the names of what they are about. */
export const presentIndicators: Present = async (app, ctx, records) => {
  const beside = await readBesideColumns(
    app.db,
    indicatorType,
    indicatorBeside,
    records.map(({ id }) => id),
    ctx,
  );
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from accounts where id = any(${records.map((record) => record.accountId)}::uuid[])
  `.execute(app.db);
  const { rows: definitions } = await sql<{ slug: string; name: string }>`
    select slug, name from indicator_definitions
  `.execute(app.db);
  const accountNames = new Map(rows.map((row) => [row.id, row.name]));
  const names = new Map(definitions.map((row) => [row.slug, row.name]));
  return records.map((record) => {
    const { id: _id, ...shown } = beside.get(record.id) ?? {};
    const { definition, snoozedUntil } = record.values as Pick<Indicator, "definition" | "snoozedUntil">;
    const isSnoozed =
      snoozedUntil !== null && Temporal.Instant.compare(Temporal.Instant.from(snoozedUntil), ctx.now) > 0;
    return {
      ...presentCommon(indicatorType, record),
      ...shown,
      // Those of before titles were kept are linked all the same.
      became: shown.became ? { title: null, playbookId: null, ...(shown.became as object) } : null,
      raisedCount: Number(shown.raisedCount ?? 1),
      name: names.get(definition ?? "") ?? definition ?? "",
      accountName: accountNames.get(record.accountId ?? "") ?? "",
      isSnoozed,
    };
  });
};
