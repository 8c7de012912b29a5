import { templateKinds } from "@perennial/contract";
import { z } from "zod";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { templateOf } from "./template.sql.ts";

/** All templates of a kind or category, by category and name. A company has hundreds at most: one page. */
export const listTemplates = query({
  name: "templates.list",
  permission: "templates.read",
  input: z.object({
    kind: z.enum(templateKinds).optional(),
    category: z.string().optional(),
    isArchived: z.boolean().default(false),
  }),
  async run({ db, input }) {
    const rows = await db
      .selectFrom("templates")
      .selectAll()
      .where("archived_at", input.isArchived ? "is not" : "is", null)
      .$if(input.kind !== undefined, (select) => select.where("kind", "=", input.kind ?? ""))
      .$if(input.category !== undefined, (select) => select.where("category", "=", input.category ?? ""))
      .orderBy("category")
      .orderBy("name")
      .orderBy("id")
      .execute();
    return rows.map(templateOf);
  },
});

/** @throws Problem `not-found` */
export const getTemplate = query({
  name: "templates.get",
  permission: "templates.read",
  input: z.object({ id: z.uuid() }),
  async run({ db, input }) {
    const row = await db.selectFrom("templates").selectAll().where("id", "=", input.id).executeTakeFirst();
    if (!row) throw problem("not-found", `There is no template with the id ${input.id}.`);
    return templateOf(row);
  },
});
