import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { ensureShippedTemplates } from "./ensure-shipped-templates.ts";
import { shippedTemplates } from "./shipped/index.ts";

let t: TestApp;
let accountId: string;
beforeAll(async () => {
  t = await testApp();
  accountId = (
    await t.inject({ method: "POST", url: "accounts", body: { name: "Kestrel", seatsLicensed: 40 } })
  ).body.id;
});
afterAll(() => t.close());

const create = (body: object, as: "administrator" | "csm" = "administrator") =>
  t.inject({ method: "POST", url: "templates", body, as });
const mail = (content: object, more: object = {}) => ({
  kind: "conversation",
  name: "Hello",
  category: "Renewal",
  content,
  ...more,
});

describe("templates", () => {
  test("are written, changed as a new version, listed and archived", async () => {
    const made = await create(mail({ subject: "Hi", body: "One" }));
    expect(made).toMatchObject({ status: 201, body: { slug: "hello", version: 1, isShipped: false } });
    const { id } = made.body;
    const url = `templates/${id}`;
    expect((await t.inject({ method: "PATCH", url, body: { name: "Hello you" } })).body.version).toBe(1);
    const changed = await t.inject({
      method: "PATCH",
      url,
      body: { content: { subject: "Hi", body: "Two" } },
    });
    expect(changed.body).toMatchObject({ name: "Hello you", version: 2, content: { body: "Two" } });
    const versions = await t.db
      .selectFrom("template_versions")
      .select("content")
      .where("template_id", "=", id)
      .orderBy("version")
      .execute();
    expect(versions.map((row) => (row.content as { body: string }).body)).toEqual(["One", "Two"]);
    expect((await t.inject({ method: "DELETE", url })).body.archivedAt).not.toBeNull();
    const listed = await t.inject({ url: "templates?kind=conversation&category=Renewal" });
    expect(listed.body.items.map((item: { id: string }) => item.id)).not.toContain(id);
  });

  test("a taken slug and an unsound content are refused with the field", async () => {
    await create(mail({ subject: "Hi", body: "x" }, { slug: "taken" }));
    expect(await create(mail({ subject: "Hi", body: "x" }, { slug: "taken" }))).toMatchObject({
      status: 409,
      body: { fields: [{ path: "slug" }] },
    });
    expect(await create(mail({ subject: "Hi" }, { slug: "no-body" }))).toMatchObject({
      status: 400,
      body: { fields: [{ path: "content.body" }] },
    });
  });

  test("a CSM reads them but does not write them", async () => {
    expect((await create(mail({ subject: "Hi", body: "x" }, { slug: "csm" }), "csm")).status).toBe(403);
    expect((await t.inject({ url: "templates", as: "csm" })).status).toBe(200);
    expect((await t.inject({ url: "templates", as: null })).status).toBe(401);
  });
});

describe("previews", () => {
  test("show the text for a real account and list what is missing", async () => {
    const { body } = await create(
      mail(
        {
          subject: "{{ account.name }}: {{ account.seats_licensed }} seats",
          body: "{{ csm.first_name | default: 'us' }} {{ account.region }}",
        },
        { slug: "preview" },
      ),
    );
    const preview = await t.inject({
      method: "POST",
      url: `templates/${body.id}/preview`,
      body: { accountId },
    });
    expect(preview.body.texts.subject).toBe("Kestrel: 40 seats");
    expect(preview.body.problems).toEqual([{ part: "body", kind: "missing", text: "account.region" }]);
    const unsaved = await t.inject({
      method: "POST",
      url: `templates/${body.id}/preview`,
      body: { accountId, content: { subject: "x", body: "{{ account.traits.nope | default: '-' }}" } },
    });
    expect(unsaved.body).toMatchObject({ texts: { body: "-" }, problems: [] });
    const nowhere = { accountId: "01900000-0000-7000-8000-000000000000" };
    expect(
      (await t.inject({ method: "POST", url: `templates/${body.id}/preview`, body: nowhere })).status,
    ).toBe(404);
  });
});

describe("the shipped set", () => {
  test("is there after the start, and running again writes nothing", async () => {
    const before = await t.db
      .selectFrom("templates")
      .select(["slug", "version"])
      .where("is_shipped", "=", true)
      .execute();
    expect(before).toHaveLength(shippedTemplates.length);
    await t.db.transaction().execute((tx) => ensureShippedTemplates(tx, t.clock.now()));
    const versions = await t.db
      .selectFrom("template_versions")
      .select("version")
      .where("version", ">", 1)
      .execute();
    const after = await t.db
      .selectFrom("templates")
      .select(["slug", "version"])
      .where("is_shipped", "=", true)
      .execute();
    expect(after).toEqual(before);
    expect(versions).toHaveLength(1);
  });

  test("an edited one is left alone; an outdated one is renewed", async () => {
    const { body } = await t.inject({ url: "templates?kind=conversation" });
    const bySlug = (slug: string) => body.items.find((item: { slug: string }) => item.slug === slug);
    const edited = bySlug("renewal-reminder");
    await t.inject({
      method: "PATCH",
      url: `templates/${edited.id}`,
      body: { content: { subject: "Ours", body: "Ours" } },
    });
    const outdated = bySlug("renewal-follow-up");
    await t.db
      .updateTable("templates")
      .set({ content: JSON.stringify({ subject: "old", body: "old" }) })
      .where("id", "=", outdated.id)
      .execute();
    await t.db.transaction().execute((tx) => ensureShippedTemplates(tx, t.clock.now()));
    expect((await t.inject({ url: `templates/${edited.id}` })).body).toMatchObject({
      isShipped: false,
      content: { body: "Ours" },
    });
    expect((await t.inject({ url: `templates/${outdated.id}` })).body).toMatchObject({
      version: 2,
      content: outdated.content,
    });
  });

  test.each(shippedTemplates.map((template) => [template.slug, template]))(
    "%s is sound Liquid with known variables",
    async (slug) => {
      const { id } = await t.db
        .selectFrom("templates")
        .select("id")
        .where("slug", "=", slug)
        .executeTakeFirstOrThrow();
      const { body } = await t.inject({
        method: "POST",
        url: `templates/${id}/preview`,
        body: { accountId },
      });
      // Whatever is missing is a renewal that this account has not; nothing is invalid.
      const others = body.problems.filter(
        (one: { kind: string; text: string }) => one.kind !== "missing" || !one.text.startsWith("renewal."),
      );
      expect(others).toEqual([]);
    },
  );
});
