import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { drainEngine } from "../engine/index.ts";
import { newId } from "../kernel/ids.ts";

let t: TestApp;
let customer: TestCustomer;
beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
  await drainEngine(t.app);
});
afterAll(() => t.close());

const seats = { subject: "employeeCount", op: "at-most", value: 10 } as const;
const define = (body: object) =>
  t.inject({
    method: "POST",
    url: "indicator-definitions",
    body: {
      name: "Small",
      polarity: "risk",
      message: "{{ account.name }} has {{ account.employee_count }}",
      threshold: seats,
      ...body,
    },
  });
const setEmployees = async (employeeCount: number, id = customer.accountId) => {
  const changed = await t.inject({ method: "PATCH", url: `accounts/${id}`, body: { employeeCount } });
  expect(changed.status).toBe(200);
  await drainEngine(t.app);
};
const listed = async (slug: string) => {
  const filter = JSON.stringify({ subject: "definition", op: "is", value: slug });
  return (await t.inject({ url: `indicators?filter=${encodeURIComponent(filter)}&sort=raisedAt` })).body
    .items;
};
const inbox = async () =>
  (
    await sql<{ title: string; body: string }>`
    select title, body from notifications where teammate_id = ${customer.csmId} order by id`.execute(t.db)
  ).rows;

describe("an indicator", () => {
  test("is raised once with its evidence, told to the owner, and cleared when the condition ends", async () => {
    const made = await define({ slug: "small", quietDays: 7, dueInDays: 3 });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.sentence).toContain("Employees is at most 10");
    await setEmployees(8);
    const [first, ...more] = await listed("small");
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      name: "Small",
      accountName: "Kestrel",
      status: "open",
      message: "Kestrel has 8",
      ownerId: customer.csmId,
      dueOn: "2026-11-26",
      raisedCount: 1,
      evidence: { seen: [{ field: "employeeCount", label: "Employees", value: 8 }] },
    });
    expect(await inbox()).toEqual([{ title: "Kestrel: Small", body: "Kestrel has 8" }]);
    const { body: account } = await t.inject({ url: `accounts/${customer.accountId}` });
    expect(account.id).toBe(customer.accountId);
    const sorted = await t.inject({ url: "accounts?sort=-openRiskIndicators&limit=1" });
    expect(sorted.body.items[0].id).toBe(customer.accountId);

    await setEmployees(7);
    expect(await listed("small")).toHaveLength(1);
    await setEmployees(80);
    expect(await listed("small")).toMatchObject([
      { status: "cleared", message: "Kestrel has 8", settledBy: "live engine" },
    ]);
    // Within the quiet period nothing is raised; after it, what is still so is.
    await setEmployees(5);
    expect(await listed("small")).toHaveLength(1);
    t.advance({ hours: 24 * 8 });
    await t.drain();
    await drainEngine(t.app);
    expect(await listed("small")).toMatchObject([
      { status: "cleared" },
      { status: "open", message: "Kestrel has 5" },
    ]);
    expect(await inbox()).toHaveLength(2);
  });

  test("is snoozed where the account is, given away, addressed, opened again", async () => {
    await t.inject({
      method: "PATCH",
      url: `accounts/${customer.accountId}`,
      body: { timeZone: "America/Los_Angeles" },
    });
    const body = { account: customer.accountId, definition: "small_hand", message: "I saw it" };
    await define({
      slug: "small_hand",
      name: "By hand",
      threshold: { ...seats, value: 0 },
      clears: { kind: "addressed" },
    });
    const raised = await t.inject({ method: "POST", url: "indicators", body, as: "csm" });
    expect(raised, JSON.stringify(raised.body)).toMatchObject({
      status: 201,
      body: { message: "I saw it", raisedBy: "Test csm" },
    });
    const url = `indicators/${raised.body.id}`;
    const past = await t.inject({
      method: "PUT",
      url: `${url}/snooze`,
      body: { until: "2026-11-01", reason: "x" },
    });
    expect(past.body.fields).toMatchObject([{ path: "until" }]);
    const snoozed = await t.inject({
      method: "PUT",
      url: `${url}/snooze`,
      body: { until: "2026-12-10", reason: "They are away" },
    });
    expect(snoozed.body).toMatchObject({
      isSnoozed: true,
      snoozeReason: "They are away",
      snoozedUntil: "2026-12-10T08:00:00Z",
    });
    expect((await t.inject({ method: "DELETE", url: `${url}/snooze` })).body).toMatchObject({
      isSnoozed: false,
    });
    const given = await t.inject({
      method: "PATCH",
      url,
      body: { ownerId: customer.csmId, dueOn: "2026-12-24" },
    });
    expect(given.body).toMatchObject({ ownerId: customer.csmId, dueOn: "2026-12-24" });
    await drainEngine(t.app);
    expect((await listed("small_hand"))[0].status).toBe("open");
    const done = await t.inject({
      method: "PUT",
      url: `${url}/addressing`,
      body: { whatWasDone: "Called Ada" },
      as: "csm",
    });
    expect(done.body).toMatchObject({
      status: "addressed",
      whatWasDone: "Called Ada",
      settledBy: "Test csm",
    });
    const twice = await t.inject({ method: "PUT", url: `${url}/addressing`, body: { whatWasDone: "x" } });
    expect(twice.status).toBe(409);
    expect((await t.inject({ method: "DELETE", url: `${url}/addressing` })).body).toMatchObject({
      status: "open",
      whatWasDone: null,
    });
    const seen = raised.body.evidence;
    await setEmployees(6);
    const again = await t.inject({
      method: "POST",
      url: "indicators",
      body: { ...body, message: "Once more" },
    });
    // One that is open says what is so now, and keeps what was seen when it was raised.
    expect(again.body).toMatchObject({
      id: raised.body.id,
      raisedCount: 2,
      message: "Once more",
      evidence: seen,
    });
    expect(seen.seen).not.toEqual([]);
    const plain = { source: "x", items: [{ externalId: "1", account: customer.accountId }] };
    const refused = await t.inject({ method: "POST", url: "indicators/bulk-upsert", body: plain });
    expect(refused.body).toMatchObject({ created: 0, rejected: 1 });
    expect((await t.inject({ method: "POST", url: "indicators", body, as: "viewer" })).status).toBe(403);
  });

  test("has red zones: the first segment that holds the account decides, and it explains itself", async () => {
    const inPlan = (value: string) => ({ subject: "plan", op: "is", value });
    for (const [slug, plan] of [
      ["zone_a", "A"],
      ["zone_b", "B"],
    ] as const) {
      await t.inject({ method: "POST", url: "segments", body: { slug, name: slug, rule: inPlan(plan) } });
    }
    const ids = new Map<string, string>();
    for (const [name, plan] of [
      ["In A", "A"],
      ["In B", "B"],
      ["In neither", "C"],
    ] as const) {
      const made = await t.inject({
        method: "POST",
        url: "accounts",
        body: { name, plan, employeeCount: 50 },
      });
      ids.set(name, made.body.id);
    }
    const zones = [
      { segment: "zone_a", value: 60 },
      { segment: "zone_b", value: null },
    ];
    const made = await define({ slug: "zoned", name: "Zoned", zones, threshold: { ...seats, value: 40 } });
    expect(made.status).toBe(201);
    await drainEngine(t.app);
    expect((await listed("zoned")).map((each: { accountName: string }) => each.accountName).sort()).toEqual([
      "In A",
      "Kestrel",
    ]);
    const patched = await t.inject({
      method: "PATCH",
      url: "indicator-definitions/zoned",
      body: { zones: [{ segment: "zone_b", value: 70 }] },
    });
    expect(patched.body).toMatchObject({ zones: [{ segment: "zone_b", value: 70 }] });
    await drainEngine(t.app);
    const open = (await listed("zoned")).filter((each: { status: string }) => each.status === "open");
    expect(open.map((each: { accountName: string }) => each.accountName).sort()).toEqual(["In B", "Kestrel"]);
    const { body } = await t.inject({ url: `accounts/${ids.get("In B")}/explain?of=indicator:zoned` });
    expect(body).toMatchObject({
      value: true,
      summary: expect.stringMatching(/^Zoned: the condition is true; open since/),
    });
    const neither = await t.inject({
      method: "PATCH",
      url: "indicator-definitions/zoned",
      body: { threshold: null },
    });
    expect(neither.body.fields).toMatchObject([{ path: "rule" }]);
  });

  test("between raising and clearing by another rule nothing flickers", async () => {
    await define({
      slug: "sticky",
      name: "Sticky",
      quietDays: 0,
      clears: { kind: "rule", rule: { subject: "employeeCount", op: "at-least", value: 100 } },
    });
    const { body } = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: "Sticky", employeeCount: 9 },
    });
    await drainEngine(t.app);
    const states = async () =>
      (await listed("sticky"))
        .filter((each: { accountName: string }) => each.accountName === "Sticky")
        .map((each: { status: string }) => each.status);
    expect(await states()).toEqual(["open"]);
    await setEmployees(50, body.id);
    expect(await states()).toEqual(["open"]);
    await setEmployees(100, body.id);
    expect(await states()).toEqual(["cleared"]);
    await setEmployees(50, body.id);
    expect(await states()).toEqual(["cleared"]);
  });

  test("churned customers are left alone, and many at once are told in one sentence", async () => {
    const before = (await inbox()).length;
    for (const name of ["One", "Two", "Three", "Four", "Five"]) {
      const body = { name, plan: "many", employeeCount: 3, keyRoles: { csm: customer.csmId } };
      await t.inject({ method: "POST", url: "accounts", body });
    }
    await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: "Left", plan: "many", lifecycleOverride: "churned" },
    });
    await drainEngine(t.app);
    await define({
      slug: "many",
      name: "Many",
      rule: { subject: "plan", op: "is", value: "many" },
      threshold: null,
    });
    await drainEngine(t.app);
    expect(await listed("many")).toHaveLength(5);
    const told = (await inbox()).slice(before).filter((each) => each.title.startsWith("Many"));
    expect(told).toMatchObject([{ title: "Many: 5 of your accounts" }]);
  });

  test("is raised once by several workers, and archiving its definition clears it", async () => {
    await define({
      slug: "raced",
      name: "Raced",
      rule: { subject: "plan", op: "is", value: "many" },
      threshold: null,
    });
    await Promise.all([drainEngine(t.app), drainEngine(t.app), drainEngine(t.app)]);
    expect((await listed("raced")).map((each: { raisedCount: number }) => each.raisedCount)).toEqual([
      1, 1, 1, 1, 1,
    ]);
    await t.inject({ method: "DELETE", url: "indicator-definitions/raced" });
    expect(new Set((await listed("raced")).map((each: { status: string }) => each.status))).toEqual(
      new Set(["cleared"]),
    );
    await t.inject({ method: "POST", url: "indicator-definitions/raced/restoration" });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: "indicator-definitions/raced" });
    expect(body).toMatchObject({ holdsCount: 5, archivedAt: null });
  });

  test("ships with definitions whose fields exist; the others wait", async () => {
    const { items } = (await t.inject({ url: "indicator-definitions" })).body;
    const slugs = items.map((each: { slug: string }) => each.slug);
    expect(slugs).toEqual(
      expect.arrayContaining([
        "usage_down",
        "no_login",
        "sponsor_gone",
        "tickets_dragging",
        "no_owner",
        "seats_nearly_used",
      ]),
    );
    expect(slugs).not.toContain("payment_overdue");
    const { waiting } = (await t.inject({ url: "indicator-definitions" })).body;
    expect(waiting).toContainEqual(
      expect.objectContaining({
        slug: "payment_overdue",
        waitsFor: expect.stringContaining("trait days_past_due"),
      }),
    );
    expect(
      waiting.map((each: { slug: string }) => each.slug).filter((slug: string) => slugs.includes(slug)),
    ).toEqual([]);
    expect(items.flatMap((each: { problems: unknown[] }) => each.problems)).toEqual([]);
    await t.inject({
      method: "PATCH",
      url: `contacts/${customer.contactId}`,
      body: { deactivatedOn: "2026-11-30" },
    });
    await drainEngine(t.app);
    expect(await listed("sponsor_gone")).toMatchObject([
      {
        status: "open",
        severity: "high",
        message: "Gone: Ada Byron (deactivated). Nobody else holds that role.",
      },
    ]);
  });

  test("is there by itself once the trait it waits for is made", async () => {
    const trait = { object: "account", slug: "days_past_due", name: "Days past due", type: "number" };
    const made = await t.inject({ method: "POST", url: "traits", body: trait });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { items, waiting } = (await t.inject({ url: "indicator-definitions" })).body;
    const slugs = (of: { slug: string }[]) => of.map((each) => each.slug);
    expect(slugs(items)).toContain("payment_overdue");
    expect(slugs(waiting)).not.toContain("payment_overdue");
  });
});

describe("a sponsor is gone", () => {
  const sponsorOf = async (name: string) => {
    const account = await t.inject({ method: "POST", url: "accounts", body: { name } });
    const contact = await t.inject({
      method: "POST",
      url: "contacts",
      body: {
        name: "Grace",
        email: `grace@${name.toLowerCase()}.example`,
        account: account.body.id,
        stakeholderRole: "sponsor",
      },
    });
    expect(contact.status, JSON.stringify(contact.body)).toBe(201);
    return { accountId: account.body.id, contactId: contact.body.id };
  };
  let touches = 0;
  const gone = async (accountId: string) => {
    touches += 1;
    await t.inject({ method: "PATCH", url: `accounts/${accountId}`, body: { region: `R${touches}` } });
    await drainEngine(t.app);
    return (await listed("sponsor_gone")).filter(
      (each: { accountId: string }) => each.accountId === accountId,
    );
  };

  test("when removed from the account", async () => {
    const { accountId, contactId } = await sponsorOf("Removed");
    expect(await gone(accountId)).toEqual([]);
    await t.inject({ method: "DELETE", url: `contacts/${contactId}` });
    expect(await gone(accountId)).toMatchObject([{ message: expect.stringContaining("Grace (removed)") }]);
  });

  test("though a decision maker stays: each role needs somebody of its own", async () => {
    const { accountId, contactId } = await sponsorOf("Decided");
    const decides = {
      name: "Dee",
      email: "dee@decided.example",
      account: accountId,
      stakeholderRole: "decision-maker",
    };
    expect((await t.inject({ method: "POST", url: "contacts", body: decides })).status).toBe(201);
    await t.inject({ method: "PATCH", url: `contacts/${contactId}`, body: { deactivatedOn: "2026-11-20" } });
    expect(await gone(accountId)).toHaveLength(1);
    const second = { ...decides, name: "Sue", email: "sue@decided.example", stakeholderRole: "sponsor" };
    await t.inject({ method: "POST", url: "contacts", body: second });
    expect(await gone(accountId)).toMatchObject([{ status: "cleared" }]);
  });

  test("when mail to them comes back, unless they wrote since or another holds the role", async () => {
    const { accountId, contactId } = await sponsorOf("Bounced");
    await addBounce(accountId, "grace@bounced.example");
    expect(await gone(accountId)).toMatchObject([
      { message: expect.stringContaining("Grace (mail comes back)") },
    ]);
    await t.db
      .updateTable("messages")
      .set({
        contact_id: contactId,
        direction: "in",
        status: "received",
        at: t.clock.now().add({ hours: 1 }).toString(),
      })
      .where("account_id", "=", accountId)
      .where("message_id", "=", "<second@ours.example>")
      .execute();
    expect((await gone(accountId)).map((each: { status: string }) => each.status)).toEqual(["cleared"]);
  });

  /** Two messages to them, the first of which came back. */
  async function addBounce(accountId: string, address: string): Promise<void> {
    const at = t.clock.now().toString();
    const conversation = newId(t.clock.now());
    await sql`
      insert into conversations (account_id, id, subject, status, direction, is_automatic, reply_token, message_count, last_message_at,
                                 last_direction, started_by_kind, started_by_id, started_by_name, created_at, updated_at)
      values (${accountId}, ${conversation}, 'Hello', 'open', 'outbound', false, ${conversation}, 2, ${at}, 'out', 'teammate', 'x',
              'Dana', ${at}, ${at})
    `.execute(t.db);
    for (const [name, status, failure] of [
      ["first", "bounced", "unknown user"],
      ["second", "sent", null],
    ] as const) {
      await sql`
        insert into messages (account_id, id, conversation_id, direction, kind, status, message_id, from_name, from_address,
                              sender_matches_contact, recipients, subject, text, reply, is_automatic, at)
        values (${accountId}, ${newId(t.clock.now())}, ${conversation}, 'out', 'message', ${status}, ${`<${name}@ours.example>`},
                'Dana', 'dana@ours.example', false, ${JSON.stringify([{ address, failure }])}::jsonb, 'Hello', 'Hi', 'Hi', false,
                ${at})
      `.execute(t.db);
    }
  }
});

describe("is for", () => {
  const ownersOf = async (slug: string) =>
    new Map(
      (await listed(slug)).map((each: { accountName: string; ownerId: string }) => [
        each.accountName,
        each.ownerId,
      ]),
    );
  const person = async (name: string, more: object = {}) =>
    (await t.inject({ method: "POST", url: "teammates", body: { name, role: "csm", ...more } })).body.id;
  const account = (name: string, csm: string | null) =>
    t.inject({ method: "POST", url: "accounts", body: { name, plan: "owned", keyRoles: { csm } } });
  const owned = { rule: { subject: "plan", op: "is", value: "owned" }, threshold: null };

  test("a person, the manager of a key role's holder, or who of a team has the least to do", async () => {
    const boss = await person("Boss");
    const csm = await person("Report", { managerId: boss });
    const [first, second] = [
      await person("First", { team: "Rescue" }),
      await person("Second", { team: "Rescue" }),
    ];
    for (const [name, holder] of [
      ["A", csm],
      ["B", first],
      ["C", null],
    ] as const)
      await account(`Owned ${name}`, holder);
    await drainEngine(t.app);
    for (const [slug, owner] of [
      ["to_person", { kind: "teammate", id: boss }],
      ["to_manager", { kind: "manager", role: "csm" }],
      ["to_team", { kind: "team", team: "Rescue" }],
    ] as const) {
      const made = await define({ slug, name: slug, owner, ...owned });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
    }
    await drainEngine(t.app);
    expect([...(await ownersOf("to_person")).values()]).toEqual([boss, boss, boss]);
    const toManager = await ownersOf("to_manager");
    expect([toManager.get("Owned A"), toManager.get("Owned C")]).toEqual([boss, null]);
    const toTeam = await ownersOf("to_team");
    // B's CSM is of the team, so it is theirs; the others go to who has less to do: B's first, then nobody's.
    expect(toTeam.get("Owned B")).toBe(first);
    expect([toTeam.get("Owned A"), toTeam.get("Owned C")]).toEqual([second, second]);
  });

  test.each([
    [{ kind: "team", team: "Nobody" }, "nobody is in a team “Nobody”"],
    [{ kind: "manager", role: "chef" }, "there is no key role “chef”"],
    [{ kind: "teammate", id: "019aa000-0000-7000-8000-000000000000" }, "there is no such teammate"],
  ])("nobody who is not there: %j", async (owner, message) => {
    const refused = await define({ slug: "to_nobody", owner, ...owned });
    expect(refused.body.fields).toEqual([{ path: "owner", message }]);
  });
});
