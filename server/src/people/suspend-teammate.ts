import { z } from "zod";
import { type Command, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { administerTeammates } from "./check-authority.ts";
import { statusChange } from "./sign-in-rows.ts";

const input = z.object({ id: z.uuid() });

/** Keeps a teammate out: what they could enter with ends in the same transaction (see `end-access.ts`). */
export const suspendTeammate = setStatus("suspend", ["active", "invited"], "suspended");

/** Lets a suspended teammate in again, with the password they had. */
export const liftSuspension = setStatus("lift-suspension", ["suspended"], "active");

function setStatus(
  verb: string,
  from: readonly string[],
  wanted: "suspended" | "active",
): Command<typeof input, { id: string }> {
  return command({
    name: `teammates.${verb}`,
    permission: administerTeammates,
    input,
    async run({ tx, ctx, input: { id } }) {
      const person = await tx
        .selectFrom("teammates")
        .leftJoin("sign_ins", "sign_ins.id", "teammates.id")
        .select(["teammates.status", "sign_ins.id as signInId"])
        .where("teammates.id", "=", id)
        .forUpdate("teammates")
        .executeTakeFirst();
      if (!person) throw problem("not-found", `There is no teammate with the id ${id}.`);
      const status = wanted === "active" && person.signInId === null ? "not-invited" : wanted;
      if (person.status === status) return { result: { id } };
      if (!from.includes(person.status)) {
        throw problem(
          "conflict",
          `This is for teammates who are ${from.join(" or ")}; this one is ${person.status}.`,
        );
      }
      await tx
        .updateTable("teammates")
        .set({ status, updated_at: ctx.now.toString() })
        .where("id", "=", id)
        .execute();
      const name = `teammate.${wanted === "suspended" ? "suspended" : "reinstated"}`;
      return {
        result: { id },
        changes: [statusChange(id, person.status, status)],
        events: [{ name, object: "teammate", objectId: id, accountId: null }],
      };
    },
  });
}
