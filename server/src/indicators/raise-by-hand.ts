import { indicators } from "@perennial/contract";
import { z } from "zod";
import { resolveAccountOfRows } from "../contracts/index.ts";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { readDefinition } from "./definitions.sql.ts";
import { clear } from "./follow-conditions.ts";
import { raise } from "./raise.ts";

/** Raises an indicator because a person or playbook says so, whatever the condition and the quiet period. */
export const raiseByHand = command({
  name: "indicators.raise",
  permission: "indicators.write",
  input: z.object({ body: z.record(z.string(), z.unknown()), accountId: z.uuid().optional() }),
  async run({ app, tx, ctx, input }) {
    const body = parseInput(indicators.input, input.body);
    const given = {
      values: {},
      extras: { account: body.account },
      ...(input.accountId ? { accountId: input.accountId } : {}),
    };
    const { inputs, problems } = await resolveAccountOfRows(tx, [given]);
    const accountId = inputs[0]?.accountId;
    if (accountId === undefined) {
      const message = problems[0]?.message ?? "the account must be named";
      throw problem("invalid-input", message, { fields: [{ path: "account", message }] });
    }
    if (body.definition === undefined) {
      const message = "name the definition to raise";
      throw problem("invalid-input", message, { fields: [{ path: "definition", message }] });
    }
    const definition = await readDefinition(tx, body.definition);
    const options = { isAsked: true, message: body.message };
    const { ids, changes, events } = await raise(app, tx, ctx, definition, [accountId], options);
    if (!ids[0]) throw problem("conflict", "The account is archived. Restore it first.");
    return { result: { id: ids[0] }, changes, events };
  },
});

/** Clears what is open of a definition at an account, as a playbook's step. */
export const clearIndicator = command({
  name: "indicators.clear",
  permission: "indicators.write",
  input: z.object({ definition: z.string(), accountId: z.uuid() }),
  async run({ tx, ctx, input }) {
    const definition = await readDefinition(tx, input.definition);
    const asked = { ...definition, clears: { kind: "condition-ends" as const } };
    const { changes, events } = await clear(tx, ctx, asked, [input.accountId]);
    return { result: { count: events.length }, changes, events };
  },
});
