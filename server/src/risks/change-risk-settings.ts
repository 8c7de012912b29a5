import { putRiskSettings as putEndpoint } from "@perennial/contract";
import { command } from "../kernel/command.ts";
import { relinkRecurrences } from "./recurrence.ts";
import { readRiskSettings } from "./risk-settings.ts";

/** Changes the settings of the risk process; which risks come back is said anew of all there are. */
export const changeRiskSettings = command({
  name: "risk-settings.change",
  permission: "risks.configure",
  input: putEndpoint.body,
  async run({ tx, input }) {
    const before = await readRiskSettings(tx);
    if (before.recurrenceDays === input.recurrenceDays) return { result: input };
    await tx.updateTable("risk_settings").set({ recurrence_days: input.recurrenceDays }).execute();
    const changes = await relinkRecurrences(tx);
    const payload = { before, after: input };
    const event = { object: "risk-settings", objectId: null, accountId: null, payload };
    return { result: input, changes, events: [{ ...event, name: "risk-settings.changed" }] };
  },
});
