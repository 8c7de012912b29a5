import { contentSchemas } from "@perennial/contract";
import { z } from "zod";
import { problem } from "../kernel/errors.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { query } from "../kernel/query.ts";
import type { TemplatePart } from "./liquid/render.ts";
import { renderForAccount } from "./render-for-account.ts";
import type { TemplateKind } from "./template.sql.ts";

/** Renders a template on a real account, with the account's CSM as sender; nothing is sent or made. */
export const previewTemplate = query({
  name: "templates.preview",
  permission: "templates.read",
  input: z.object({
    id: z.uuid(),
    accountId: z.uuid(),
    contactId: z.uuid().optional(),
    renewalId: z.uuid().optional(),
    content: z.record(z.string(), z.unknown()).optional(),
  }),
  async run({ app, db, ctx, input }) {
    const row = await db
      .selectFrom("templates")
      .select(["kind", "content"])
      .where("id", "=", input.id)
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no template with the id ${input.id}.`);
    const kind = row.kind as TemplateKind;
    const content = parseInput(contentSchemas[kind], input.content ?? row.content);
    const sender = { name: ctx.actor.name, address: "" };
    return renderForAccount(app, db, ctx, textsOf(content), { ...input, sender });
  },
});

/** Every text of a template that may hold variables, named by where it stands. */
function textsOf(content: object): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const add = (name: string, source: unknown) => {
    if (typeof source === "string") parts.push({ name, source, format: "text" });
  };
  for (const [name, value] of Object.entries(content)) {
    if (["subject", "body", "name", "title", "description"].includes(name)) add(name, value);
    if (name !== "tasks" || !Array.isArray(value)) continue;
    for (const task of value as { key: string; title: string; description?: string }[]) {
      add(`tasks.${task.key}.title`, task.title);
      add(`tasks.${task.key}.description`, task.description);
    }
  }
  return parts;
}
