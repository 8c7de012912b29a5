import {
  getToday,
  putTodayFormula,
  raiseHand as raiseHandEndpoint,
  turnIndicator as turnEndpoint,
  undoConversion as undoEndpoint,
} from "@perennial/contract";
import { presentIndicator } from "../indicators/index.ts";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { writeFormula } from "./formula.ts";
import { raiseHand } from "./raise-hand.ts";
import { tellGiven } from "./tell-given.ts";
import { readToday } from "./today.view.ts";
import { turnIndicator } from "./turn-indicator.ts";
import { undoConversion } from "./undo-conversion.ts";

/** The day's work, ranked by what it can save, over what other slices leave to be done. */
export const todaySlice: Slice = {
  name: "today",
  afterCommand: tellGiven,
  routes: [
    route(getToday, ({ app, ctx, query }) => ask(app, ctx, readToday, query)),
    route(putTodayFormula, ({ app, ctx, body }) => execute(app, ctx, writeFormula, body)),
    route(raiseHandEndpoint, ({ app, ctx, params, body }) =>
      execute(app, ctx, raiseHand, { ...params, ...body }),
    ),
    route(turnEndpoint, async ({ app, ctx, params, body }) =>
      presentIndicator(app, ctx, await execute(app, ctx, turnIndicator, { ...params, into: body })),
    ),
    route(undoEndpoint, async ({ app, ctx, params }) =>
      presentIndicator(app, ctx, await execute(app, ctx, undoConversion, params)),
    ),
  ],
};
