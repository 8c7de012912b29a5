import type { FastifyInstance, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import { isPermitted } from "../context.ts";
import { problem } from "../errors.ts";
import type { LiveChange } from "../live.ts";
import type { Authenticate } from "./server.ts";

const heartbeatMs = 20_000;
/** Changes of one burst are sent together, so that a recompute of thousands is a few messages. */
const gatherMs = 40;

/** A change of one of these may mean that a listener may not listen any more. */
const accessObjects = new Set(["teammate", "api-key"]);

async function assertMayRead(authenticate: Authenticate, request: FastifyRequest): Promise<void> {
  const actor = await authenticate(request);
  if (!isPermitted(actor, "changes.read"))
    throw problem("forbidden", "This needs the permission “changes.read”.");
}

/**
 * `GET /api/v1/changes/stream`: server-sent events telling a page what changed, for it to read anew.
 * Each message is a list of `{ name, object, objectId, accountId }`; a null id means "any of them".
 * After a reconnect the page reads everything again, so nothing is replayed here; `missed` says that this process itself
 * heard nothing for a while, for the page to do the same. Programs that must not miss anything read `GET /changes` with a cursor.
 */
export function mountLiveStream(server: FastifyInstance, app: App, authenticate: Authenticate): void {
  const open = new Set<() => void>();
  // A stream would never end by itself; pages reconnect, to the next process or to this one once it is back.
  server.addHook("preClose", async () => {
    for (const end of open) end();
  });
  server.get("/api/v1/changes/stream", async (request, reply) => {
    await assertMayRead(authenticate, request);
    reply.hijack();
    const out = reply.raw;
    out.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      connection: "close",
      "x-accel-buffering": "no",
    });
    out.write("retry: 1000\nevent: ready\ndata: {}\n\n");
    let gathered: LiveChange[] = [];
    let timer: NodeJS.Timeout | undefined;
    const flush = () => {
      timer = undefined;
      if (out.writableEnded) return;
      out.write(`event: changes\ndata: ${JSON.stringify(gathered)}\n\n`);
      gathered = [];
    };
    const endUnlessPermitted = () => assertMayRead(authenticate, request).catch(() => out.end());
    const unsubscribe = app.live.subscribe((changes) => {
      if (changes.some((change) => accessObjects.has(change.object))) void endUnlessPermitted();
      gathered.push(...changes);
      timer ??= setTimeout(flush, gatherMs);
    });
    const unsubscribeResumed = app.live.onResumed(() => {
      if (!out.writableEnded) out.write("event: missed\ndata: {}\n\n");
      void endUnlessPermitted();
    });
    const heartbeat = setInterval(() => {
      if (out.writableEnded) return;
      out.write(": still here\n\n");
      void endUnlessPermitted();
    }, heartbeatMs);
    const end = () => {
      clearTimeout(timer);
      if (gathered.length > 0) flush();
      out.end();
    };
    open.add(end);
    request.raw.on("close", () => {
      open.delete(end);
      clearInterval(heartbeat);
      clearTimeout(timer);
      unsubscribe();
      unsubscribeResumed();
    });
  });
}
