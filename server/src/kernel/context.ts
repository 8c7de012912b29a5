import type { Logger } from "./log.ts";

/** Who acts. Permissions are worked out once, when the actor is recognised. */
export type Actor = {
  kind: "teammate" | "api-key" | "import" | "playbook" | "connector" | "system";
  id: string;
  name: string;
  permissions: ReadonlySet<string>;
};

/** All that a command or query may know of its surroundings. Nothing else is ambient. */
export type Context = {
  actor: Actor;
  now: Temporal.Instant;
  /** The calendar date of `now` in the company's time zone. */
  today: Temporal.PlainDate;
  /** Set when the past is read: what is told is as of this instant, which is `now` then. Nothing is written with it. */
  asOf?: Temporal.Instant;
  /** The company's time zone (IANA name). */
  timeZone: string;
  requestId: string;
  log: Logger;
  /** Set when the caller wants a repeated write to answer as the first one did. */
  idempotencyKey?: string;
};

/** Holds every permission: the system's own work (generators, midnight pass, migrations of data). */
export const allPermissions: ReadonlySet<string> = new Set(["*"]);

/** Whether an actor holds a permission such as `accounts.write`; `*` holds all, `accounts.*` all of accounts. */
export function isPermitted(actor: Actor, permission: string): boolean {
  const [area] = permission.split(".");
  return (
    actor.permissions.has("*") || actor.permissions.has(permission) || actor.permissions.has(`${area}.*`)
  );
}

/** The actor of work nobody asked for: schedules, derived values, start-up. */
export function systemActor(name: string): Actor {
  return { kind: "system", id: name, name, permissions: allPermissions };
}
