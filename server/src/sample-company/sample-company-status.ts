import type { SampleCompany } from "@perennial/contract";
import { type App, systemContext } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { announce } from "../kernel/live.ts";

/** Where the sample company stands now. */
export async function readSampleCompany(db: Db | Tx): Promise<SampleCompany> {
  const row = await db.selectFrom("sample_company").selectAll().executeTakeFirstOrThrow();
  return {
    status: row.status as SampleCompany["status"],
    step: row.step,
    done: row.done,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    error: row.error,
  };
}

/** Writes where it stands and tells the pages. */
export async function setSampleCompany(app: App, patch: Partial<SampleCompany>): Promise<void> {
  await app.db.transaction().execute((tx) => setSampleCompanyIn(tx, patch));
}

/** The same inside a transaction. */
export async function setSampleCompanyIn(tx: Tx, patch: Partial<SampleCompany>): Promise<void> {
  const { startedAt, finishedAt, ...rest } = patch;
  await tx
    .updateTable("sample_company")
    .set({
      ...rest,
      ...(startedAt === undefined ? {} : { started_at: startedAt }),
      ...(finishedAt === undefined ? {} : { finished_at: finishedAt }),
    })
    .where("id", "=", 1)
    .execute();
  await announce(tx, [
    { name: "sample-company.updated", object: "sample-company", objectId: null, accountId: null },
  ]);
}

/** The moment it is, for the status. */
export async function statusInstant(app: App): Promise<string> {
  return (await systemContext(app, "sample company")).now.toString();
}
