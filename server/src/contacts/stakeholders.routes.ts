import { listStakeholders, updateStakeholder as updateEndpoint } from "@perennial/contract";
import { accountType } from "../accounts/index.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { readingContext } from "../objects/index.ts";
import { readStakeholders } from "./stakeholders.view.ts";
import { updateStakeholder } from "./update-stakeholder.ts";

export const stakeholderRoutes: readonly Route[] = [
  route(listStakeholders, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, "contacts.read");
    const then = readingContext(ctx, accountType, query.asOf);
    return { items: await readStakeholders(app, then, params.id), nextCursor: null };
  }),
  route(updateEndpoint, async ({ app, ctx, params, body }) => {
    await execute(app, ctx, updateStakeholder, { ...params, ...body });
    const all = await readStakeholders(app, ctx, params.id);
    const found = all.find((each) => each.contactId === params.contactId);
    if (!found) throw problem("not-found", "This person is not at that account.");
    return found;
  }),
];
