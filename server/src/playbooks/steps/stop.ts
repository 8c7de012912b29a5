import { stepKind } from "./step.ts";

/** Ends the run here. */
export const stop = stepKind({
  kind: "stop",
  label: "Stop",
  group: "decide",
  outlets: () => [],
  describe: ({ reason }) => (reason ? `Stop: ${reason}` : "Stop"),
  run: async ({ settings }) => ({ kind: "stop", why: settings.reason || "The flow ends here." }),
});
