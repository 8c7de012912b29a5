import { timingSafeEqual } from "node:crypto";
import { problem } from "../kernel/errors.ts";
import type { Mount } from "../kernel/http/server.ts";
import { hashOfToken, readMailSettings } from "./mail-settings.ts";
import { LARGEST_MESSAGE, takeIn } from "./take-in.ts";

/**
 * `POST /inbound/mail/:token` takes one raw message (`message/rfc822`). The token in the path is the secret; a 2xx
 * means that the message is stored, or was before. A mail server retries anything else.
 */
export const mountInboundMail: Mount = async (server, app) => {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = ["message/rfc822", "application/octet-stream", "text/plain"];
    scope.addContentTypeParser(
      types,
      { parseAs: "buffer", bodyLimit: LARGEST_MESSAGE },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: { token: string } }>(
      "/inbound/mail/:token",
      {
        bodyLimit: LARGEST_MESSAGE,
        // Before the body is read: a stranger must not make us take 30 MB.
        onRequest: async (request) => {
          const { inboundTokenHash } = await readMailSettings(app.db);
          const given = Buffer.from(hashOfToken(request.params.token));
          const expected = Buffer.from(inboundTokenHash ?? "");
          if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
            throw problem(
              "unauthenticated",
              "This inbound address is not valid. Make a new one in the mail settings.",
            );
          }
        },
      },
      async (request, reply) => {
        const raw = request.body;
        if (!(raw instanceof Uint8Array) || raw.byteLength === 0) {
          throw problem(
            "invalid-input",
            "Send the raw message as the body, with Content-Type: message/rfc822.",
          );
        }
        return reply.code(202).send(await takeIn(app, new Uint8Array(raw), request.id));
      },
    );
  });
};
