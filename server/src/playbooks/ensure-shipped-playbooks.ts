import type { PlaybookDefinitionInput } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { renewalMotion } from "./shipped/renewal-motion.ts";
import { createPlaybook } from "./write-playbook.ts";

type Shipped = { slug: string; name: string; description: string; definition: PlaybookDefinitionInput };

const shipped: readonly Shipped[] = [
  {
    slug: "renewal_motion",
    name: "Renewal motion",
    description:
      "When the renewal window opens: adds the account to the Renewal segment, creates the renewal project, sends the reminder as the renewal's owner, follows up in the same thread when nobody answers for a week, and marks the renewal as Notice Sent.",
    definition: renewalMotion,
  },
];

/** Creates the shipped playbooks that are not there yet, switched off. Those once archived stay archived. */
export async function ensureShippedPlaybooks(app: App, ctx: Context): Promise<void> {
  const rows = await app.db.selectFrom("playbooks").select("slug").execute();
  const existing = new Set(rows.map((row) => row.slug));
  for (const playbook of shipped) {
    if (!existing.has(playbook.slug))
      await execute(app, ctx, createPlaybook, { ...playbook, isShipped: true });
  }
}
