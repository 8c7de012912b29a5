import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
let folder: string;
beforeAll(async () => {
  t = await testApp();
  folder = await mkdtemp(join(tmpdir(), "perennial-imports-"));
  t.app.settings.dataDir = folder;
});
afterAll(async () => {
  await t.close();
  await rm(folder, { recursive: true });
});

const upload = (text: string, query = "object=accounts&fileName=book.csv&source=crm") =>
  t.inject({ method: "POST", url: `imports?${query}`, body: text, headers: { "content-type": "text/csv" } });

test("a file is uploaded, understood, mapped, tried, run, left and found again, and undone", async () => {
  const { status, body: draft } = await upload(
    "id,name,plan,signed\nA-1,Alder,Pro,03/04/2026\nA-2,,Pro,05/06/2026\n",
  );
  expect(status).toBe(201);
  expect(draft).toMatchObject({
    status: "draft",
    rows: 2,
    lines: { total: 3 },
    firstRows: [
      ["A-1", "Alder", "Pro", "03/04/2026"],
      ["A-2", "", "Pro", "05/06/2026"],
    ],
  });
  expect(draft.columns.map((column: { target: string }) => column.target)).toEqual([
    "externalId",
    "name",
    "plan",
    null,
  ]);

  const columns = { id: "externalId", name: "name", plan: "plan", signed: "customerSince" };
  const asked = await t.inject({ method: "PATCH", url: `imports/${draft.id}`, body: { map: { columns } } });
  expect(asked.body.questions).toMatchObject([{ column: "signed", answer: "dateFormat" }]);
  const refused = await t.inject({ method: "POST", url: `imports/${draft.id}/run` });
  expect(refused.body).toMatchObject({ code: "invalid-input", fields: [{ path: "dateFormat" }] });
  await t.inject({
    method: "PATCH",
    url: `imports/${draft.id}`,
    body: { map: { columns, dateFormat: "dd/MM/yyyy" } },
  });

  const tried = await t.inject({ method: "POST", url: `imports/${draft.id}/dry-run` });
  expect(tried).toMatchObject({ status: 202, body: { status: "checking" } });
  await t.drain();
  const dry = await t.inject({ url: `imports/${draft.id}` });
  expect(dry.body).toMatchObject({
    status: "draft",
    dryRun: { created: 1, rejected: 1, rejects: [{ line: 3, column: "name" }] },
  });
  expect((await t.inject({ url: "accounts" })).body.items).toEqual([]);

  await t.inject({ method: "POST", url: `imports/${draft.id}/run` });
  await t.drain();
  const list = await t.inject({ url: "imports" });
  expect(list.body.items).toMatchObject([
    {
      id: draft.id,
      status: "done",
      counts: { created: 1, rejected: 1 },
      lines: { accepted: 2, rejected: 1 },
    },
  ]);
  const account = await t.inject({ url: "accounts/by-external-id/crm/A-1" });
  expect(account.body).toMatchObject({ name: "Alder", customerSince: "2026-04-03" });
  expect(await readdir(join(folder, "imports"))).toEqual([]);

  const rejects = await t.inject({ url: `imports/${draft.id}/rejects` });
  expect(rejects.body.items).toMatchObject([
    { line: 3, problems: [{ column: "name", reason: "Name is required" }] },
  ]);
  const file = await t.inject({ url: `imports/${draft.id}/rejects.csv` });
  expect(file.headers["content-disposition"]).toBe('attachment; filename="rejects of book.csv"');
  expect(file.body).toContain("3,name,,Name is required,A-2,,Pro,05/06/2026");

  await t.inject({ method: "POST", url: `imports/${draft.id}/undo` });
  await t.drain();
  expect((await t.inject({ url: `imports/${draft.id}` })).body).toMatchObject({
    status: "undone",
    undo: { archived: 1 },
  });
  expect((await t.inject({ url: "accounts" })).body.items).toEqual([]);
  expect((await t.inject({ method: "POST", url: `imports/${draft.id}/run` })).status).toBe(409);
});

test("findings are listed, and a cancelled import stops", async () => {
  const { body } = await upload("id,name\nC-1,Cedar\nC-1,Clover\n", "object=accounts&source=twice");
  await t.inject({ method: "POST", url: `imports/${body.id}/run` });
  const cancelled = await t.inject({ method: "POST", url: `imports/${body.id}/cancellation` });
  expect(cancelled.status).toBe(200);
  await t.drain();
  expect((await t.inject({ url: `imports/${body.id}` })).body).toMatchObject({
    status: "cancelled",
    counts: { created: 0 },
  });
  const { body: other } = await upload("id,name\nC-1,Cedar\nC-1,Clover\n", "object=accounts&source=twice");
  await t.inject({ method: "POST", url: `imports/${other.id}/run` });
  await t.drain();
  const found = await t.inject({ url: `imports/${other.id}/findings` });
  expect(found.body.items).toMatchObject([{ kind: "colliding-ids", line: 3 }]);
});

test("what cannot be taken is refused with what to do, and leaves no file", async () => {
  expect((await upload("id\n1\n", "object=horoscopes")).body.detail).toContain("nothing called “horoscopes”");
  expect((await upload("")).body).toMatchObject({ code: "invalid-input" });
  const json = await t.inject({ method: "POST", url: "imports?object=accounts", body: { id: 1 } });
  expect(json.body.code).toBe("unsupported-media-type");
  expect((await t.inject({ url: `imports/${randomUUID()}` })).status).toBe(404);
  const viewer = await t.inject({
    method: "POST",
    url: "imports?object=accounts",
    body: "id\n1\n",
    as: "viewer",
    headers: { "content-type": "text/csv" },
  });
  expect(viewer.status).toBe(403);
  expect(await readdir(join(folder, "imports"))).toEqual([]);
});

test("an import runs with the permissions of whoever started it", async () => {
  const { body } = await upload("id,name\nL-1,Larch\n");
  await t.inject({ method: "POST", url: `imports/${body.id}/run`, as: "revops" });
  await t.drain();
  expect((await t.inject({ url: `imports/${body.id}` })).body).toMatchObject({
    status: "done",
    counts: { created: 1 },
  });
  const { rows } = {
    rows: await t.db
      .selectFrom("history")
      .select(["actor_kind", "actor_name"])
      .where("actor_id", "=", body.id)
      .execute(),
  };
  expect(rows[0]).toEqual({ actor_kind: "import", actor_name: "import of book.csv" });
});
