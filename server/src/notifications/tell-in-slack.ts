import { createHash } from "node:crypto";
import type { NotificationPreferences } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { enqueueAll } from "../kernel/jobs/index.ts";
import { isSlackConnected, sendToSlack } from "./slack.job.ts";
import { textOf } from "./text-of.ts";

type Said = { cause: string; title: string; body?: string; href: string };
type ToSomebody = Said & {
  id: string;
  teammateId: string;
  slack: NotificationPreferences["kinds"][number]["slack"];
  recipient: { slackChannel: string | null };
  runAt: Temporal.Instant;
};

/** Tells people in Slack, each by direct message or in the channel they chose; a channel hears of one cause once. */
export async function tellInSlack(app: App, tx: Tx, told: readonly ToSomebody[]): Promise<void> {
  const posts = told.flatMap(({ slack, recipient, ...each }) => {
    if (slack === "off") return [];
    const name = recipient.slackChannel;
    const isPersonal = slack === "direct" || name === null;
    const to = isPersonal
      ? { kind: "teammate" as const, id: each.teammateId }
      : { kind: "channel" as const, name };
    const key = isPersonal ? each.id : keyOfPost(name, each.cause);
    return [{ payload: { to, key, text: textOf(app, each) }, runAt: each.runAt }];
  });
  if (posts.length > 0 && (await isSlackConnected(tx))) await enqueueAll(tx, sendToSlack, posts);
}

/** Tells a channel, once for each cause. */
export async function tellChannel(
  app: App,
  tx: Tx,
  ctx: Context,
  name: string,
  said: readonly Said[],
): Promise<void> {
  if (said.length === 0 || !(await isSlackConnected(tx))) return;
  const posts = said.map((each) => ({
    payload: {
      to: { kind: "channel" as const, name },
      key: keyOfPost(name, each.cause),
      text: textOf(app, each),
    },
    runAt: ctx.now,
  }));
  await enqueueAll(tx, sendToSlack, posts);
}

/** The same for the same channel and cause, as a UUID: what was posted under it is not posted again. */
function keyOfPost(channel: string, cause: string): string {
  const hash = createHash("sha256")
    .update(`${channel.replace(/^#/, "")}\n${cause}`)
    .digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
