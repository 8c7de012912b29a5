import { sql } from "kysely";
import { expect, test } from "vitest";
import { testApp } from "../../../test/app.ts";
import { permissionsOf } from "../../people/index.ts";
import { buildServer } from "./server.ts";

test("a connection that the database ends, in a statement or between two, is answered with “come again later”", async () => {
  const t = await testApp({ isEmpty: true });
  const principal = { kind: "teammate", id: "x", name: "X", permissions: permissionsOf("viewer") } as const;
  const server = await buildServer(t.app, async () => principal, [
    async (mounted) => {
      mounted.get("/in-statement", () =>
        sql`select pg_terminate_backend(pg_backend_pid())`.execute(t.app.db),
      );
      mounted.get("/between", () =>
        t.app.db.transaction().execute(async (tx) => {
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
          await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`.execute(t.app.db);
          await sql`select 1`.execute(tx);
        }),
      );
      mounted.get("/our-fault", () => sql`select nonsense`.execute(t.app.db));
    },
  ]);
  const answerOf = async (url: string) => {
    const answer = await server.inject({ url });
    return { status: answer.statusCode, code: answer.json().code };
  };
  expect(await answerOf("/in-statement")).toEqual({ status: 503, code: "unavailable" });
  expect(await answerOf("/between")).toEqual({ status: 503, code: "unavailable" });
  expect(await answerOf("/our-fault")).toEqual({ status: 500, code: "internal" });
  await server.close();
  await t.close();
});
