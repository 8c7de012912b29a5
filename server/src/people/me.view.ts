import type { Me } from "@perennial/contract";
import { z } from "zod";
import { readCompany } from "../kernel/company.ts";
import { query } from "../kernel/query.ts";
import { type Role, roleLabels } from "./roles.ts";

/** Who asks, what they may do, and the company's settings. */
export const readMe = query({
  name: "me",
  permission: "company.read",
  input: z.object({}),
  async run({ app, db, ctx }): Promise<Me> {
    const { actor } = ctx;
    const row =
      actor.kind === "teammate"
        ? await db
            .selectFrom("teammates")
            .select(["id", "name", "email", "role", "team", "region"])
            .where("id", "=", actor.id)
            .executeTakeFirst()
        : undefined;
    const role = row?.role as Role | undefined;
    return {
      kind: actor.kind === "teammate" ? "teammate" : "api-key",
      id: actor.id,
      name: actor.name,
      teammate: row && role ? { ...row, role, roleLabel: roleLabels[role] } : null,
      permissions: [...actor.permissions].sort(),
      company: await readCompany(db),
      now: ctx.now.toString(),
      today: ctx.today.toString(),
      isClockShifted: Math.abs(app.clock.offsetMs) > 1000,
    };
  },
});
