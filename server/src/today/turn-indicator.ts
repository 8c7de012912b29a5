import { turnIntoSchema } from "@perennial/contract";
import { z } from "zod";
import { addressIndicator } from "../indicators/index.ts";
import type { App } from "../kernel/app.ts";
import { command, executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { enrolByHand } from "../playbooks/index.ts";
import { taskCommands } from "../projects/index.ts";
import { riskCommands } from "../risks/index.ts";

type Into = z.output<typeof turnIntoSchema>;
type Indicator = {
  id: string;
  account_id: string;
  message: string;
  owner_id: string | null;
  due_on: string | null;
};

/** Turns an indicator into a risk, a task or a playbook run; it is then addressed, and says what it became. */
export const turnIndicator = command({
  name: "indicators.turn-into",
  permission: "indicators.write",
  input: z.object({ id: z.uuid(), into: turnIntoSchema }),
  async run({ app, tx, ctx, input: { id, into } }) {
    const indicator = await tx
      .selectFrom("indicators")
      .select(["id", "account_id", "message", "owner_id", "due_on"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (!indicator) throw problem("not-found", `There is no indicator with the id ${id}.`);
    const made = await make(app, tx, ctx, indicator, into);
    const whatWasDone = {
      risk: "Made a risk of it",
      task: "Made a task of it",
      "playbook-run": "Started a playbook",
    }[into.kind];
    await executeIn(app, tx, ctx, addressIndicator, {
      id,
      whatWasDone,
      became: { kind: into.kind, id: made },
    });
    return { result: { id } };
  },
});

async function make(app: App, tx: Tx, ctx: Context, indicator: Indicator, into: Into): Promise<string> {
  const { account_id: accountId, message, owner_id: ownerId } = indicator;
  switch (into.kind) {
    case "risk": {
      const body = {
        summary: into.summary ?? message,
        rootCause: into.rootCause,
        tier: into.tier,
        ownerId,
        indicatorId: indicator.id,
      };
      return (await executeIn(app, tx, ctx, riskCommands.create, { accountId, body })).id;
    }
    case "task": {
      const body = { title: into.title ?? message, assigneeId: ownerId, dueOn: indicator.due_on };
      return (await executeIn(app, tx, ctx, taskCommands.create, { accountId, body })).id;
    }
    case "playbook-run": {
      const { enrolled, leftOut } = await executeIn(app, tx, ctx, enrolByHand, {
        id: into.playbookId,
        accountIds: [accountId],
      });
      if (enrolled[0]) return enrolled[0].runId;
      throw problem("conflict", leftOut[0]?.why ?? "The playbook does not take this account.");
    }
  }
}
