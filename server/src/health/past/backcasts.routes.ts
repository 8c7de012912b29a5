import {
  cancelHealthBackcast as cancelEndpoint,
  castHealthBack as castEndpoint,
  getHealthBackcast,
  getHealthBackcastDays,
  listHealthBackcasts,
  testHealthBackcast,
} from "@perennial/contract";
import { assertPermitted, execute } from "../../kernel/command.ts";
import { problem } from "../../kernel/errors.ts";
import { type Route, route } from "../../kernel/http/route.ts";
import { readScore } from "../health.sql.ts";
import { readBackTest } from "./back-test.view.ts";
import { presentBackcast, readBackcast, readBackcasts, readDays } from "./backcasts.sql.ts";
import { cancelHealthBackcast, castHealthBack } from "./cast-back.ts";

export const backcastRoutes: readonly Route[] = [
  route(listHealthBackcasts, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    const { id } = await readScore(app.db, params.slug);
    return { items: (await readBackcasts(app.db, id)).map(presentBackcast), nextCursor: null };
  }),
  route(castEndpoint, async ({ app, ctx, params, body }) => {
    const { id } = await execute(app, ctx, castHealthBack, { ...params, ...body });
    return presentBackcast(await readBackcast(app.db, id));
  }),
  route(getHealthBackcast, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    return presentBackcast(await readBackcast(app.db, params.id));
  }),
  route(cancelEndpoint, async ({ app, ctx, params }) => {
    await execute(app, ctx, cancelHealthBackcast, params);
    return presentBackcast(await readBackcast(app.db, params.id));
  }),
  route(testHealthBackcast, async ({ app, ctx, params, query: { by, event = "" } }) => {
    assertPermitted(ctx, "health-scores.read");
    assertPermitted(ctx, by === "renewals" ? "renewals.read" : "arr.read");
    if (by === "events" && event === "") {
      const message = "Say which event tells that an account left.";
      throw problem("invalid-input", message, { fields: [{ path: "event", message }] });
    }
    const { currency } = await app.company();
    return readBackTest(app.db, params.id, { by, event, currency, today: ctx.today.toString() });
  }),
  route(getHealthBackcastDays, async ({ app, ctx, params }) => {
    assertPermitted(ctx, "health-scores.read");
    await readBackcast(app.db, params.id);
    return { items: await readDays(app.db, params.id), nextCursor: null };
  }),
];
