import { contactCommands } from "../contacts/index.ts";
import { systemContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Mount } from "../kernel/http/server.ts";
import { contactOfUnsubscribeToken } from "./unsubscribe-link.ts";

/**
 * One-click leaving (RFC 8058): POST acts, GET only shows a page with a button, because scanners follow links.
 * Works without signing in; the link names one contact and is signed.
 */
export const mountUnsubscribe: Mount = async (server, app) => {
  server.get<{ Params: { token: string } }>("/unsubscribe/:token", async (request, reply) => {
    const contactId = contactOfUnsubscribeToken(app, request.params.token);
    reply.type("text/html; charset=utf-8").header("cache-control", "no-store");
    if (!contactId) return reply.code(404).send(page("This link is not valid.", ""));
    return page(
      "Do you want no more automatic messages from us?",
      '<form method="post"><button>Yes, stop them</button></form>',
    );
  });

  server.post<{ Params: { token: string } }>("/unsubscribe/:token", async (request, reply) => {
    const contactId = contactOfUnsubscribeToken(app, request.params.token);
    reply.type("text/html; charset=utf-8").header("cache-control", "no-store");
    if (!contactId) return reply.code(404).send(page("This link is not valid.", ""));
    const ctx = await systemContext(app, "unsubscribe link");
    await execute(app, ctx, contactCommands.update, {
      id: contactId,
      body: { unsubscribedAt: ctx.now.toString() },
    });
    return page("Done. You will get no more automatic messages.", "");
  });
};

function page(text: string, form: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Automatic messages</title><body style="font:1rem system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem"><main><h1 style="font-size:1.25rem">${text}</h1>${form}</main></body></html>`;
}
