import { z } from "zod";
import { type Command, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { runImportJob, undoImportJob } from "./imports.jobs.ts";
import { changeImport, forgetRows, noProgress, readImport, type StoredImport } from "./imports.sql.ts";
import { planStored } from "./running/plan-stored.ts";

const idInput = z.object({ id: z.uuid() });
type OfImport = Command<typeof idInput, { id: string }>;

/** An import that has not moved for this long has lost whoever ran it. */
export const stalledMs = 60_000;

/** Whether an import should be moving and is not. */
export function isStalled(stored: StoredImport, now: Temporal.Instant): boolean {
  const isMoving = ["checking", "running", "undoing"].includes(stored.status);
  return (
    isMoving && now.epochMilliseconds - Temporal.Instant.from(stored.touched_at).epochMilliseconds > stalledMs
  );
}

/** Puts an import, or its dry run, into the queue; one that stalled or failed goes on where it was. */
function begin(name: string, status: "checking" | "running"): OfImport {
  return command({
    name,
    permission: "imports.write",
    input: idInput,
    async run({ app, tx, ctx, input: { id } }) {
      const stored = await readImport(tx, id, "for update");
      const hasFailed = stored.status === "failed" && status === "running" && stored.next_line > 1;
      const goesOn = hasFailed || (stored.status === status && isStalled(stored, ctx.now));
      if (!goesOn) {
        await assertReady(stored, async () => (await planStored(app, tx, stored)).problems);
        await forgetRows(tx, id);
        await changeImport(tx, id, {
          ...noProgress,
          status,
          permissions: [...ctx.actor.permissions],
          started_at: ctx.now.toString(),
          finished_at: null,
          error: null,
          is_cancel_requested: false,
          ...(status === "checking" ? { dry_run: null } : {}),
        });
      }
      await changeImport(tx, id, { status, error: null, touched_at: ctx.now.toString() });
      await enqueue(tx, runImportJob, { importId: id }, { key: id });
      return { result: { id }, events: [importEvent(status === "running" ? "started" : "checked", id)] };
    },
  });
}

export const startImport = begin("imports.run", "running");
export const startDryRun = begin("imports.dry-run", "checking");

/** @throws Problem `conflict` or `invalid-input` unless the import can begin */
async function assertReady(
  stored: StoredImport,
  problemsOf: () => Promise<readonly { path: string; message: string }[]>,
): Promise<void> {
  if (stored.status !== "draft" && stored.status !== "failed") {
    throw problem(
      "conflict",
      `This import is ${stored.status} already. Upload the file again to import it again.`,
    );
  }
  const problems = await problemsOf();
  if (problems.length > 0) {
    throw problem("invalid-input", problems.map(({ message }) => message).join("; "), { fields: problems });
  }
}

export const importEvent = (what: string, id: string) => ({
  name: `import.${what}`,
  object: "import",
  objectId: id,
  accountId: null,
});

/** Asks an import to stop after the batch under way. */
export const cancelImport = command({
  name: "imports.cancel",
  permission: "imports.write",
  input: idInput,
  async run({ tx, ctx, input: { id } }) {
    const stored = await readImport(tx, id, "for update");
    if (stored.status !== "running" && stored.status !== "checking") {
      throw problem("conflict", `This import is ${stored.status}: there is nothing to stop.`);
    }
    if (isStalled(stored, ctx.now)) {
      const isDryRun = stored.status === "checking";
      if (isDryRun) await forgetRows(tx, id);
      await changeImport(tx, id, {
        status: isDryRun ? "draft" : "cancelled",
        finished_at: ctx.now.toString(),
      });
    } else await changeImport(tx, id, { is_cancel_requested: true });
    return { result: { id }, events: [importEvent("cancelled", id)] };
  },
});

/** Puts the undoing of an import into the queue. */
export const undoImport = command({
  name: "imports.undo",
  permission: "imports.write",
  input: idInput,
  async run({ tx, ctx, input: { id } }) {
    const stored = await readImport(tx, id, "for update");
    const goesOn = stored.status === "undoing" && isStalled(stored, ctx.now);
    if (!goesOn && !["done", "cancelled", "failed"].includes(stored.status)) {
      throw problem("conflict", `This import is ${stored.status}: there is nothing to undo.`);
    }
    await changeImport(tx, id, {
      status: "undoing",
      permissions: [...ctx.actor.permissions],
      touched_at: ctx.now.toString(),
      ...(goesOn ? {} : { undo_report: null }),
    });
    await enqueue(tx, undoImportJob, { importId: id }, { key: id });
    return { result: { id }, events: [importEvent("undone", id)] };
  },
});

/** Changes how a draft is understood. */
export const updateImport = command({
  name: "imports.update",
  permission: "imports.write",
  input: z.object({
    id: z.uuid(),
    object: z.string().optional(),
    source: z.string().optional(),
    map: z.custom<StoredImport["map"]>().optional(),
  }),
  async run({ app, tx, input: { id, object, source, map } }) {
    const stored = await readImport(tx, id, "for update");
    if (stored.status !== "draft" && stored.status !== "failed") {
      throw problem(
        "conflict",
        `This import is ${stored.status}: how it is understood cannot be changed any more.`,
      );
    }
    const wanted = {
      object: object ?? stored.object,
      source: source ?? stored.source,
      map: map ?? stored.map,
    };
    await planStored(app, tx, { ...wanted, inspection: stored.inspection });
    await changeImport(tx, id, { ...wanted, dry_run: null, status: "draft", error: null });
    return { result: { id } };
  },
});
