import type { IndicatorDefinition } from "@perennial/contract";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf } from "../objects/index.ts";

/** @throws Problem `invalid-input` when an owner rule names a role, a team or a person that is not there */
export async function checkOwner(app: App, tx: Tx, owner: IndicatorDefinition["owner"]): Promise<void> {
  const message = await problemOf(app, tx, owner);
  if (message !== null) throw problem("invalid-input", message, { fields: [{ path: "owner", message }] });
}

async function problemOf(app: App, tx: Tx, owner: IndicatorDefinition["owner"]): Promise<string | null> {
  switch (owner.kind) {
    case "renewal-owner":
      return null;
    case "key-role":
    case "manager": {
      const isThere = (await catalogOf(app, tx)).fieldsOf("account").has(`keyRole:${owner.role}`);
      return isThere ? null : `there is no key role “${owner.role}”`;
    }
    case "team":
    case "teammate": {
      const select = tx.selectFrom("teammates").select("id").where("archived_at", "is", null);
      const found = await (owner.kind === "team"
        ? select.where("team", "=", owner.team)
        : select.where("id", "=", owner.id)
      ).executeTakeFirst();
      if (found) return null;
      return owner.kind === "team" ? `nobody is in a team “${owner.team}”` : "there is no such teammate";
    }
  }
}
