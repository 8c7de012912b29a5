import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createImportClient, type ImportClient } from "../import-client.ts";
import { createIngestClient, type IngestClient } from "../ingest-client.ts";
import { apiOf, type KilledServer, killedServer } from "../killed-server.ts";
import { createMotionClient, type MotionClient } from "../motion-client.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";

// One server, killed with -9 fifty times while everything that must not be lost or done twice goes on at once: events
// come in over HTTP, two files are imported, and the renewal motion works through a hundred customers with mail. Five kills take PostgreSQL with
// them, ten hit the server while it starts. Six hours of its clock pass from start to start, so leases have lapsed, jobs
// are overdue and midnights come, and the motion's week of waiting goes by underway.

// Fifty starts of a whole server, on a machine that may be busy with others.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 180_000 });

const kills = 50;
const begin = Temporal.Instant.from("2026-11-23T09:00:00Z");
const clockAt = (start: number) => begin.add({ hours: 6 * start });

let sink: SmtpSink;
let server: KilledServer;
let ingest: IngestClient;
let imports: ImportClient;
let motion: MotionClient;

beforeAll(async () => {
  // Slow enough that kills fall between the last byte of a mail and the answer to it.
  sink = await startSmtpSink({ slowMs: 250 });
  server = await killedServer({ SMTP_URL: sink.url, LOG_LEVEL: "warn" });
  await server.start(begin);
  await becomeAdministrator();
  const api = apiOf(server, await server.run(["api-key", "create", "--name", "kill nine"]));
  ingest = await createIngestClient(server, api);
  imports = createImportClient(server, api);
  motion = await createMotionClient(server, sink, api);
  await server.kill();
});
afterAll(async () => {
  await server?.close();
  await sink?.close();
});

async function becomeAdministrator(): Promise<void> {
  const printed = () => /set-up\/(\S+)\s/.exec(server.output())?.[1];
  const token = await vi.waitUntil(printed, { timeout: 10_000 });
  const person = {
    name: "Rhea Ford",
    email: "rhea@ours.example",
    password: "correct horse battery staple 9",
  };
  const company = { name: "Ours", timeZone: "UTC", currency: "USD", fiscalYearStartMonth: 1 };
  const { status, body } = await server.persist("/auth/set-up", {
    method: "POST",
    headers: { origin: server.url, "x-perennial-csrf": "1" },
    body: { token, ...person, company },
  });
  expect(status, JSON.stringify(body)).toBe(204);
}

test("killed fifty times during ingest, imports and the renewal motion: nothing accepted lost, no effect twice", async () => {
  const busy = Promise.all([imports.run(), ingest.run(), motion.run()]);
  busy.catch(() => {});
  for (let kill = 1; kill <= kills; kill += 1) {
    motion.addCustomers(2);
    const ms = (kill * 137) % 600;
    if (kill % 3 === 0) {
      await server.startAndKill(clockAt(kill), 300 + 3 * ms);
      continue;
    }
    await server.start(clockAt(kill));
    await Promise.all([sleep(300 + 2 * ms), ingest.batches(1 + (kill % 12))]);
    // Some live long enough for an import to come a batch further.
    if (kill % 6 === 1) await imports.moved(20_000);
    await server.kill({ andDatabase: kill % 8 === 1 });
  }
  ingest.stop();
  motion.stop();
  await server.start(clockAt(kills + 1));
  const [imported] = await busy;
  await motion.waiting();
  await server.kill();
  await server.start(clockAt(kills + 1 + 4 * 9));
  await motion.settled();

  await ingestIsExact();
  await importsAreExact(imported);
  await motionIsExact();
});

async function ingestIsExact(): Promise<void> {
  const counted = await server.query<{ bucket: string; count: number }>(`
    select e.external_id || ' ' || d.day || ' ' || n.name as bucket, d.count
      from event_days d join event_names n on n.id = d.event_id
      join external_ids e on e.object = 'account' and e.object_id = d.account_id order by 1`);
  expect(ingest.accepted.size).toBeGreaterThan(500);
  expect(Object.fromEntries(counted.map(({ bucket, count }) => [bucket, count]))).toEqual(ingest.buckets());
  const [stored] = await server.query<{ events: number; keys: number; held: number }>(`
    select (select count(*) from events) as events, (select count(*) from event_keys) as keys,
           (select count(*) from held_events) as held`);
  const events = ingest.accepted.size;
  expect(stored).toEqual({ events, keys: events + ingest.others, held: 0 });
}

async function importsAreExact(ended: Awaited<ReturnType<ImportClient["run"]>>): Promise<void> {
  expect(ended).toMatchObject(
    imports.expected.map(({ total, rejected, created }) => ({
      status: "done",
      lines: { total, read: total },
      counts: { created, updated: 0, unchanged: 0, rejected },
    })),
  );
  for (const { lines } of ended) expect(lines.accepted + lines.rejected).toBe(lines.total);
  const [{ created } = { created: 0 }] = imports.expected;
  const [stored] = await server.query(`
    select (select count(*) from accounts where name like 'Imported%') as accounts,
           (select count(distinct name) from accounts where name like 'Imported%') as names,
           (select count(*) from contacts where email like '%@imported.example') as contacts,
           (select count(distinct email) from contacts where email like '%@imported.example') as addresses,
           (select sum(s.arr)::float from subscriptions s join accounts a on a.id = s.account_id
             where a.name like 'Imported%') as arr,
           (select count(*) from import_rejects) as rejects`);
  expect(stored).toEqual({
    accounts: created,
    names: created,
    contacts: created,
    addresses: created,
    arr: created * 1200,
    rejects: imports.expected.reduce((sum, { rejected }) => sum + rejected, 0),
  });
  // Or the kills would have missed it.
  expect(imports.lives()).toBeGreaterThan(1);
}

async function motionIsExact(): Promise<void> {
  const outcomes = await motion.outcomes();
  const customers = motion.customers();
  expect(customers).toBe(outcomes.length);
  for (const outcome of outcomes) {
    const isAnswered = outcome.steps.includes("wait-for-answer answered");
    expect(outcome, JSON.stringify(outcome)).toMatchObject({
      runs: 1,
      state: "completed",
      steps: [
        "add-to-renewal next",
        "create-project next",
        "send-reminder next",
        "wait-for-answer waiting",
        ...(isAnswered ? ["wait-for-answer answered"] : ["wait-for-answer timed-out", "send-follow-up next"]),
        "notice-sent next",
      ],
      projects: 1,
      stageSet: 1,
      stampSet: 1,
      mails: isAnswered ? 1 : 2,
    });
  }
  expect(outcomes.some(({ steps }) => steps.includes("wait-for-answer answered"))).toBe(true);
  expect(outcomes.some(({ steps }) => steps.includes("wait-for-answer timed-out"))).toBe(true);

  // What the sink has, it has once; what it has not is listed as in doubt, and nothing is lost between the two.
  const written = outcomes.reduce((sum, { mails }) => sum + mails, 0);
  const inSink = mailsToCustomers();
  expect(inSink.filter((id, at) => inSink.indexOf(id) !== at)).toEqual([]);
  const inDoubt = await motion.inDoubt();
  const missing = inDoubt.filter(({ messageId }) => !inSink.includes(messageId));
  expect(inSink.length + missing.length).toBe(written);

  // A person decides each by what the mail server's log says: then everybody has every mail once.
  for (const { id, messageId } of inDoubt) {
    await motion.decide(id, inSink.includes(messageId) ? "mark-sent" : "resend");
  }
  await motion.settled();
  const finally_ = mailsToCustomers();
  expect(new Set(finally_).size).toBe(written);
  expect(finally_).toHaveLength(written);
}

/** Message-IDs in the sink. What goes to our own people, such as a digest, is rather sent twice than not at all. */
function mailsToCustomers(): string[] {
  return sink.messages
    .filter(({ to }) => to.every((address) => /@customer-\d+\.example$/.test(address)))
    .map(({ raw }) => motion.messageIdOf(raw));
}
