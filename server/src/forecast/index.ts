import {
  createForecastAdjustment,
  getForecast,
  getForecastAccuracy,
  getForecastChanges,
  getForecastPage,
  getForecastRestated,
  getForecastTrend,
  getRenewalTiming,
  listForecastAdjustments,
  listForecastTargets,
  listForecastRenewals as listRenewalsEndpoint,
  putForecastTarget,
  reverseForecastAdjustment,
} from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { addAdjustment, listAdjustments, reverseAdjustment } from "./adjust-forecast.ts";
import { quarterOf } from "./fiscal-period.ts";
import { listForecastRenewals } from "./list-forecast-renewals.ts";
import { mainProductField } from "./main-product-field.ts";
import { drawForecastPage } from "./page/draw-forecast-page.ts";
import { readForecastPage } from "./page/read-forecast-page.ts";
import { reportAccuracy } from "./report-accuracy.ts";
import { reportChanges } from "./report-changes.ts";
import { reportForecast } from "./report-forecast.ts";
import { reportRestated } from "./report-restated.ts";
import { reportTiming } from "./report-timing.ts";
import { reportTrend } from "./report-trend.ts";
import { listTargets, setTarget } from "./set-target.ts";

export type { ForecastGrouping } from "./forecast-groups.ts";
export { addAdjustment, quarterOf, reportForecast, reverseAdjustment, setTarget };

/** The forecast of retained revenue: by level, as of any instant, what moved it, how near it came, what people add to it. */
export const forecastSlice: Slice = {
  name: "forecast",
  contributes: { computedFields: [mainProductField] },
  routes: [
    route(getForecast, ({ app, ctx, query }) => ask(app, ctx, reportForecast, query)),
    route(listRenewalsEndpoint, ({ app, ctx, query }) => ask(app, ctx, listForecastRenewals, query)),
    route(getForecastChanges, ({ app, ctx, query }) => ask(app, ctx, reportChanges, query)),
    route(getForecastPage, async ({ app, ctx, query, reply }) => {
      const page = await ask(app, ctx, readForecastPage, query);
      reply
        .header("content-type", "application/pdf")
        .header(
          "content-disposition",
          `attachment; filename="forecast-${page.period.name}-${ctx.today}.pdf"`,
        );
      return drawForecastPage(page, query.paper);
    }),
    route(getForecastRestated, ({ app, ctx, query }) => ask(app, ctx, reportRestated, query)),
    route(getForecastTrend, ({ app, ctx, query }) => ask(app, ctx, reportTrend, query)),
    route(getRenewalTiming, ({ app, ctx, query }) => ask(app, ctx, reportTiming, query)),
    route(getForecastAccuracy, ({ app, ctx, query }) => ask(app, ctx, reportAccuracy, query)),
    route(listForecastAdjustments, async ({ app, ctx, query }) => ({
      items: await ask(app, ctx, listAdjustments, query),
    })),
    route(createForecastAdjustment, ({ app, ctx, body }) => execute(app, ctx, addAdjustment, body)),
    route(reverseForecastAdjustment, ({ app, ctx, params, body }) =>
      execute(app, ctx, reverseAdjustment, { ...body, ...params }),
    ),
    route(listForecastTargets, async ({ app, ctx, query }) => ({
      items: await ask(app, ctx, listTargets, query),
    })),
    route(putForecastTarget, ({ app, ctx, body }) => execute(app, ctx, setTarget, body)),
  ],
};
