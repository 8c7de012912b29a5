import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import type { ObjectType } from "./object-type.ts";

/** Who brings the records of a source. An imported file is the source's own; a playbook does what people want done. */
const bringers: ReadonlySet<string> = new Set(["api-key", "connector", "import", "system"]);

/** @throws Problem `conflict` when a person changes what is a copy of another system's records */
export function assertNotMirrored({ mirrorOf, labelPlural }: ObjectType, { actor }: Context): void {
  if (mirrorOf === undefined || bringers.has(actor.kind)) return;
  throw problem(
    "conflict",
    `${labelPlural} are a copy of ${mirrorOf} and cannot be changed here. Change them there: they follow when it is read again.`,
  );
}
