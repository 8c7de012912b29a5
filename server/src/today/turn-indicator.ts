import { type Indicator, turnIntoSchema } from "@perennial/contract";
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
type Became = NonNullable<Indicator["became"]>;
type Row = {
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
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (!indicator) throw problem("not-found", `There is no indicator with the id ${id}.`);
    const became = await make(app, tx, ctx, indicator, into);
    const whatWasDone = wordsFor[into.kind](became.title ?? "");
    await executeIn(app, tx, ctx, addressIndicator, { id, whatWasDone, became });
    return { result: { id } };
  },
});

const wordsFor: Record<Into["kind"], (title: string) => string> = {
  risk: (title) => `Made a risk of it: ${title}`,
  task: (title) => `Made a task of it: ${title}`,
  "playbook-run": (title) => `Started the playbook “${title}”`,
};

async function make(app: App, tx: Tx, ctx: Context, indicator: Row, into: Into): Promise<Became> {
  const { account_id: accountId, owner_id: ownerId } = indicator;
  const message = indicator.message.slice(0, 500);
  switch (into.kind) {
    case "risk": {
      const summary = into.summary ?? message;
      const { rootCause, tier } = into;
      const body = { summary, rootCause, tier, ownerId, indicatorId: indicator.id };
      const { id } = await executeIn(app, tx, ctx, riskCommands.create, { accountId, body });
      return { kind: "risk", id, title: summary, playbookId: null };
    }
    case "task": {
      const { title = message, assigneeId = ownerId, dueOn = indicator.due_on } = into;
      const body = { title, assigneeId, dueOn };
      const { id } = await executeIn(app, tx, ctx, taskCommands.create, { accountId, body });
      return { kind: "task", id, title, playbookId: null };
    }
    case "playbook-run": {
      const { playbookId } = into;
      const input = { id: playbookId, accountIds: [accountId] };
      const { enrolled, leftOut } = await executeIn(app, tx, ctx, enrolByHand, input);
      if (!enrolled[0])
        throw problem("conflict", leftOut[0]?.why ?? "The playbook does not take this account.");
      const { name } = await tx
        .selectFrom("playbooks")
        .select("name")
        .where("id", "=", playbookId)
        .executeTakeFirstOrThrow();
      return { kind: "playbook-run", id: enrolled[0].runId, title: name, playbookId };
    }
  }
}
