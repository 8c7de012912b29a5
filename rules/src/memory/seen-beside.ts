import type { SeenBeside, SeenChange } from "../operators/operator.ts";
import { type ConditionNode, segmentSlug } from "../rule.ts";
import { ownValue, type PlainRecord, readValue, seenValue } from "./seen-value.ts";

/** For what has neither history nor baselines: the instant of an event. */
export const nothingBeside: SeenBeside = { changes: () => [], isIn: () => false, baselines: {} };

/** What the record holds beside the value that a condition is about. */
export function besideOf(node: ConditionNode, record: PlainRecord): SeenBeside {
  return {
    changes: () => changesOf(node, record),
    isIn(segment) {
      const field = node.segments.find((each) => each.slug === segmentSlug(segment));
      return field !== undefined && seenValue(field, record) === true;
    },
    baselines: node.field.baselines ?? {},
  };
}

/** When the record came to be; absent when it does not say. */
export function createdAtOf(record: PlainRecord): Temporal.Instant | undefined {
  const at = ownValue(record, "createdAt");
  return at === undefined || at === null ? undefined : Temporal.Instant.from(at as Temporal.Instant | string);
}

function changesOf({ field }: ConditionNode, record: PlainRecord): SeenChange[] {
  const history = ownValue(record, "history") ?? [];
  if (!Array.isArray(history)) throw new TypeError("The history of a record is a list.");
  return history
    .filter((change) => ownValue(change, "field") === (field.historyOf ?? field.slug))
    .map((change) => ({
      at: Temporal.Instant.from(ownValue(change, "at") as Temporal.Instant | string),
      old: readValue(field, ownValue(change, "old")),
      new: readValue(field, ownValue(change, "new")),
    }));
}
