import { upsertMrrSnapshots } from "../../contracts/index.ts";
import { executeIn } from "../../kernel/command.ts";
import { mrrSnapshotImportFields } from "../fields/revenue.ts";
import type { ImportObjectDefinition, RowOutcome } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText } from "./record-import.ts";
import { findAccounts } from "./references.ts";

export const mrrSnapshotImport: ImportObjectDefinition = {
  fields: mrrSnapshotImportFields,
  cannotUndo: "months of a revenue sheet stay: import the sheet as it was before to go back",
  // A new last month touches every account of the sheet, so few large batches.
  batchRows: 5000,
  keyOf: (row) => {
    const parts = [accountText(row), textOf(row.fields.month), textOf(row.fields.plan)];
    return JSON.stringify(parts);
  },
  async write(batch, rows) {
    const accounts = await findAccounts(batch, rows);
    const items: { account: { id: string }; month: string; mrr: string; plan?: string; currency?: string }[] =
      [];
    const outcomes = rows.map((row, index): RowOutcome | number => {
      const account = accounts[index];
      const month = textOf(row.fields.month);
      const mrr = textOf(row.fields.mrr);
      const problems = [
        ...(account && "problem" in account ? [account.problem] : []),
        ...(account ? [] : [{ path: "account", message: "the row names no account" }]),
        ...(month ? [] : [{ path: "month", message: "a month is required" }]),
        ...(mrr ? [] : [{ path: "mrr", message: "an amount is required; 0 where there is none" }]),
      ];
      if (problems.length > 0 || !account || !("id" in account) || !month || !mrr)
        return { status: "rejected", problems };
      const plan = textOf(row.fields.plan);
      const currency = textOf(row.fields.currency);
      return (
        items.push({
          account: { id: account.id },
          month,
          mrr,
          ...(plan ? { plan } : {}),
          ...(currency ? { currency } : {}),
        }) - 1
      );
    });
    const results =
      items.length === 0
        ? []
        : await executeIn(batch.app, batch.tx, batch.ctx, upsertMrrSnapshots, { items });
    return outcomes.map((outcome): RowOutcome => {
      if (typeof outcome !== "number") return outcome;
      const result = results[outcome];
      if (!result) return { status: "unchanged" };
      if (result.status === "rejected") return result;
      return { status: result.status, accountId: result.accountId };
    });
  },
};
