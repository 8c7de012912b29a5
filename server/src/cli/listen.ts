import type { FastifyInstance } from "fastify";
import type { Config } from "../config.ts";
import { StartupError } from "../kernel/database/startup-error.ts";

/** Opens the port and answers with the address to visit. Throws `StartupError` when the port cannot be had. */
export async function listen(server: FastifyInstance, config: Config): Promise<string> {
  const { host, port } = config;
  try {
    const address = await server.listen({ host, port });
    return port === 0 ? address : `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new StartupError(
        `Port ${port} is taken by another program (perhaps Perennial already runs). Stop it, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    if (code === "EACCES") {
      throw new StartupError(
        `This user may not open port ${port}. Choose one above 1023: PORT=4400 npm start, with a reverse proxy in front.`,
      );
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new StartupError(
        `HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every one.`,
      );
    }
    throw error;
  }
}
