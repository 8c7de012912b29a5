import type { MetricRole } from "@perennial/contract";
import { executeIn } from "../../kernel/command.ts";
import { recordMetricValues } from "../../metrics/index.ts";
import { metricValueImportFields } from "../fields/usage.ts";
import { headerSlug } from "../mapping/header-words.ts";
import type { Batch, ImportObjectDefinition, RowOutcome, SoundRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText } from "./record-import.ts";
import { findAccounts } from "./references.ts";

const longestSlug = 40;

export const metricValueImport: ImportObjectDefinition = {
  fields: metricValueImportFields,
  cannotUndo: "values of metrics stay: import the earlier values to go back",
  batchRows: 1000,
  keyOf: (row) => JSON.stringify([accountText(row), textOf(row.fields.on) ?? textOf(row.fields.month)]),
  async write(batch, rows) {
    const accounts = await findAccounts(batch, rows);
    const items: {
      account: { id: string };
      on?: string;
      month?: string;
      values: Record<string, string | null>;
    }[] = [];
    const outcomes = rows.map((row, index): RowOutcome | number => {
      const account = accounts[index];
      const day = dayOf(row);
      const problems = [
        ...(account && "problem" in account ? [account.problem] : []),
        ...(account ? [] : [{ path: "account", message: "the row names no account" }]),
        ...(day ? [] : [{ path: "on", message: "a day or a month is required" }]),
      ];
      if (problems.length > 0 || !account || !("id" in account)) return { status: "rejected", problems };
      return items.push({ account: { id: account.id }, ...day, values: valuesOf(row) }) - 1;
    });
    const { app, tx, ctx, source, map } = batch;
    const create = (map.create ?? []).includes("metrics");
    const input = { items, source, create, roles: rolesOf(batch) };
    const results = items.length === 0 ? [] : await executeIn(app, tx, ctx, recordMetricValues, input);
    return outcomes.map((outcome, index): RowOutcome => {
      if (typeof outcome !== "number") return outcome;
      const result = results[outcome];
      if (!result) return { status: "unchanged" };
      if (result.status === "rejected")
        return { status: "rejected", problems: result.problems.map(ofColumn) };
      const account = accounts[index];
      return { status: result.status, accountId: account && "id" in account ? account.id : null };
    });
  },
};

function dayOf({ fields }: SoundRow): { on: string } | { month: string } | undefined {
  const on = textOf(fields.on);
  const month = textOf(fields.month);
  if (on) return { on };
  return month ? { month } : undefined;
}

function valuesOf({ others }: SoundRow): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(others).map(([slug, cell]) => [
      slug.slice(0, longestSlug),
      typeof cell === "string" ? cell : null,
    ]),
  );
}

/** The map names metrics by their columns or by their slugs. */
function rolesOf({ map }: Batch): Record<string, MetricRole> {
  return Object.fromEntries(
    Object.entries(map.roles ?? {}).map(([name, role]) => [headerSlug(name).slice(0, longestSlug), role]),
  );
}

const ofColumn = ({ path, message }: { path: string; message: string }) => ({
  path: path.replace(/^values\./, ""),
  message,
});
