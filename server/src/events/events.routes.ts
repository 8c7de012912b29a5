import {
  createWriteKey as createWriteKeyEndpoint,
  listEventNames,
  listEvents,
  listWriteKeys,
  recordEvents as recordEventsEndpoint,
  revokeWriteKey as revokeWriteKeyEndpoint,
} from "@perennial/contract";
import { assertPermitted, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import { eventList } from "./event-list.view.ts";
import { eventNameList } from "./event-name-list.view.ts";
import { type RecordedRow, recordEvents } from "./record-events.ts";
import { createWriteKey, readWriteKeys, revokeWriteKey } from "./write-keys/write-keys.ts";

export const eventRoutes: readonly Route[] = [
  route(listEvents, ({ app, ctx, query }) => ask(app, ctx, eventList, query)),
  route(recordEventsEndpoint, async ({ app, ctx, body }) => {
    const isSingle = !("items" in body);
    const input = isSingle ? { items: [body] } : body;
    const results = await execute(app, ctx, recordEvents, input);
    const [only] = results;
    if (isSingle && only?.status === "rejected") {
      const detail = only.problems.map((each) => `${each.path}: ${each.message}`).join("; ");
      throw problem("invalid-input", detail, { fields: only.problems });
    }
    const count = (status: RecordedRow["status"]) => results.filter((row) => row.status === status).length;
    return {
      recorded: count("recorded"),
      duplicate: count("duplicate"),
      conflicting: count("conflicting"),
      rejected: count("rejected"),
      results,
    };
  }),
  route(listEventNames, ({ app, ctx }) => ask(app, ctx, eventNameList, {})),
  route(listWriteKeys, async ({ app, ctx }) => {
    assertPermitted(ctx, "write-keys.read");
    return { items: await readWriteKeys(app), nextCursor: null };
  }),
  route(createWriteKeyEndpoint, async ({ app, ctx, body }) => {
    const { id, key } = await createWriteKey(app, ctx, body.name);
    const writeKey = (await readWriteKeys(app)).find((each) => each.id === id);
    if (!writeKey) throw problem("not-found", `There is no write key with the id ${id}.`);
    return { writeKey, key };
  }),
  route(revokeWriteKeyEndpoint, async ({ app, ctx, params }) => {
    await revokeWriteKey(app, ctx, params.id);
    const writeKey = (await readWriteKeys(app)).find((each) => each.id === params.id);
    if (!writeKey) throw problem("not-found", `There is no write key with the id ${params.id}.`);
    return writeKey;
  }),
];
