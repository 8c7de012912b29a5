import { isPermitted } from "../kernel/context.ts";
import type { RecordWrite, RowProblem, WriteArguments } from "../objects/index.ts";

/** May change who can sign in and as what. Whoever could do this with `teammates.write` could become anybody. */
export const administerTeammates = "teammates.administer";

/**
 * What only those who administer teammates may write: the role of somebody who can sign in or was invited, their
 * e-mail, and the role administrator for anybody. The rest (names, teams, imported people) is ordinary writing.
 */
export function checkAuthority({ ctx, writes }: WriteArguments): RowProblem[] {
  return writes.flatMap((write) => [
    ...emailProblem(write),
    ...(isPermitted(ctx.actor, administerTeammates) ? [] : reservedFields(write)),
  ]);
}

function reservedFields(write: RecordWrite): RowProblem[] {
  const canSignIn = !write.isNew && write.before.status !== "not-invited";
  const differs = (field: string) => (write.before[field] ?? null) !== (write.after[field] ?? null);
  const fields = ["role", "email"].filter(
    (field) => differs(field) && (canSignIn || write.after[field] === "administrator"),
  );
  return fields.map((path) => ({
    row: write.row,
    path,
    message: "only an administrator may change this for somebody who can sign in",
  }));
}

function emailProblem(write: RecordWrite): RowProblem[] {
  if (write.isNew || write.before.status === "not-invited" || write.after.email !== null) return [];
  return [{ row: write.row, path: "email", message: "somebody who can sign in needs an e-mail" }];
}
