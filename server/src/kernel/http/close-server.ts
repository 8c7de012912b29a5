import type { FastifyInstance } from "fastify";

/** Makes answers given while the server closes the last of their connection, so that none stays open idle. */
export function endConnectionsWhenClosing(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook("preClose", async () => {
    isClosing = true;
  });
  server.addHook("onSend", async (_request, reply) => {
    if (isClosing) reply.header("connection", "close");
  });
}

/**
 * Takes no new connection, answers what is under way, and closes. What is not answered within `limitMs` (a slow upload,
 * a reader that does not read) is cut off.
 */
export async function closeServer(server: FastifyInstance, limitMs: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), limitMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}
