import { triggerKind } from "./trigger.ts";

/** Only people enrol. */
export const byHand = triggerKind({
  kind: "by-hand",
  label: "By hand",
  keyOfEvent: () => null,
  keyOf: () => null,
  describe: () => "When somebody enrols an account by hand",
  because: () => "Enrolled by hand",
  check: async () => ({ reads: [], problems: [] }),
  matching: async () => null,
});
