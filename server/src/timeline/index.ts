import { accountTimeline, contactTimeline, organizationTimeline } from "@perennial/contract";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { feedSource } from "./feed-source.ts";
import { ticketSource } from "./ticket-source.ts";
import { readContactTimeline, readOrganizationTimeline, readTimeline } from "./timeline.view.ts";

export { happeningWords } from "./happening-words.ts";
export { isAfter, type TimelineSource } from "./timeline-source.ts";

/** What happened with an account, from every slice, newest first. */
export const timelineSlice: Slice = {
  name: "timeline",
  routes: [
    route(accountTimeline, ({ app, ctx, params, query }) =>
      ask(app, ctx, readTimeline, { ...query, ...params }),
    ),
    route(organizationTimeline, ({ app, ctx, params, query }) =>
      ask(app, ctx, readOrganizationTimeline, { ...query, ...params }),
    ),
    route(contactTimeline, ({ app, ctx, params, query }) =>
      ask(app, ctx, readContactTimeline, { ...query, ...params }),
    ),
  ],
  contributes: { timelineSources: [feedSource, ticketSource] },
};
