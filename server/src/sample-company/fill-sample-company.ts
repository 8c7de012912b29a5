import { drainEngine } from "../engine/index.ts";
import { type App, systemContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { trainModel } from "../likelihood/index.ts";
import { refreshBaselines } from "../segments/index.ts";
import { forgetFilling } from "./forget-filling.ts";
import { loadAccounts } from "./load-accounts.ts";
import { loadContracts } from "./load-contracts.ts";
import { loadEngagement } from "./load-engagement.ts";
import { loadEvents } from "./load-events.ts";
import { loadFlaws } from "./load-flaws.ts";
import { loadForecast } from "./load-forecast.ts";
import { loadSignals } from "./load-signals.ts";
import { createLoading, sampleSource } from "./loading.ts";
import { setSampleCompany, statusInstant } from "./sample-company-status.ts";
import { loadFeatures } from "./sample-features.ts";
import { createWorld, shippedSize, type WorldSize } from "./world/accounts.ts";

/** Whether the sample company is there. */
export async function hasSampleCompany(app: App): Promise<boolean> {
  const row = await app.db
    .selectFrom("external_ids")
    .select("object_id")
    .where("object", "=", "account")
    .where("source", "=", sampleSource)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Fills the sample company, with dates relative to today, through the same commands as everybody uses.
 * @throws Problem `conflict` when it is there already
 */
export async function fillSampleCompany(
  app: App,
  print: (line: string) => void,
  size: WorldSize = shippedSize,
): Promise<void> {
  if (await hasSampleCompany(app)) {
    throw problem(
      "conflict",
      "The sample company is there already. Remove it first: npx perennial sample-company --remove",
    );
  }
  const { today, now } = await systemContext(app, "sample company");
  await setSampleCompany(app, {
    status: "filling",
    startedAt: now.toString(),
    finishedAt: null,
    error: null,
  });
  try {
    const tell = async (step: string, done: number) => {
      print(`  ${done} ${step}`);
      await setSampleCompany(app, { step, done });
    };
    const loading = createLoading(app, createWorld(today, size), tell);
    print("Filling the sample company …");
    const ids = await loadAccounts(loading);
    await loadContracts(loading, ids.accounts);
    await loadEngagement(loading, ids);
    await loadEvents(loading, ids.accounts, ids.contacts);
    await loadFeatures(loading);
    await drainEngine(app);
    await forgetFilling(app, now);
    await refreshBaselines(app);
    await loadSignals(loading);
    await loadForecast(loading, ids.teammates);
    await loadFlaws(loading, ids.accounts);
    await drainEngine(app);
    // The risks were told of with days of the past; that they moved scores today is of the filling, too.
    await forgetFilling(app, now, ["segment", "score"]);
    await execute(app, await systemContext(app, "sample company"), trainModel, {});
  } catch (error) {
    const finishedAt = await statusInstant(app);
    const message = error instanceof Error ? error.message : String(error);
    await setSampleCompany(app, { status: "failed", finishedAt, error: message });
    throw error;
  }
  await setSampleCompany(app, { status: "present", step: null, finishedAt: await statusInstant(app) });
  print("The sample company is there.");
}
