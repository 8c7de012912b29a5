import type { PlaybookTrigger, TriggerKindName } from "@perennial/contract";
import { byHand } from "./by-hand.ts";
import { indicatorCleared, indicatorRaised } from "./indicator-triggers.ts";
import { ruleMatches } from "./rule-matches.ts";
import { segmentEntered } from "./segment-entered.ts";
import type { TriggerKind } from "./trigger.ts";

const kinds: { [K in TriggerKindName]: TriggerKind<K> } = {
  "segment-entered": segmentEntered,
  "rule-matches": ruleMatches,
  "indicator-raised": indicatorRaised,
  "indicator-cleared": indicatorCleared,
  "by-hand": byHand,
};

/** All kinds of triggers. */
export const triggerKinds: readonly TriggerKind[] = Object.values(kinds) as unknown as TriggerKind[];

/** The record of a trigger's kind; its functions take this trigger. */
export function triggerKindOf(trigger: PlaybookTrigger): TriggerKind {
  return kinds[trigger.kind] as unknown as TriggerKind;
}
