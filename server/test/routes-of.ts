import type { FastifyInstance } from "fastify";

/** Every route a server answers, as `GET /api/v1/accounts/:id`, from Fastify's printed tree (four characters a level). */
export function routesOf(server: FastifyInstance): string[] {
  const parts: string[] = [];
  return server
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const match = /^((?:│ {3}| {4})*)(?:├── |└── )(\S+)(?: \(([A-Z, ]+)\))?/.exec(line);
      if (!match) return [];
      const depth = (match[1] ?? "").length / 4;
      parts.length = depth;
      parts[depth] = match[2] ?? "";
      const methods = (match[3] ?? "")
        .split(", ")
        .filter((method) => !["", "HEAD", "OPTIONS"].includes(method));
      return methods.map((method) => `${method} ${parts.join("")}`);
    });
}
