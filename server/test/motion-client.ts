import { setTimeout as sleep } from "node:timers/promises";
import type { Api, KilledServer } from "./killed-server.ts";
import type { SmtpSink } from "./smtp-sink.ts";

/** What became of one customer in the renewal motion. */
export type MotionOutcome = {
  name: string;
  runs: number;
  state: string;
  /** “step outlet”, in the order in which they were done. */
  steps: string[];
  projects: number;
  /** How often the renewal's stage became Notice Sent, and the stamp was set. */
  stageSet: number;
  stampSet: number;
  /** Mails written, sent or not. */
  mails: number;
};

type InDoubt = { id: string; messageId: string };

export type MotionClient = {
  /** Makes the customers that are asked for, and answers mail as every third of them, until `stop()`. */
  run: () => Promise<void>;
  stop: () => void;
  addCustomers: (count: number) => void;
  /** How many customers were made. */
  customers: () => number;
  /** Waits until everybody is enrolled and waits for something: only time or an answer moves them on from there. */
  waiting: () => Promise<void>;
  /** Waits until no run goes on and no mail is on its way. */
  settled: () => Promise<void>;
  outcomes: () => Promise<MotionOutcome[]>;
  inDoubt: () => Promise<InDoubt[]>;
  decide: (id: string, decision: "mark-sent" | "resend") => Promise<void>;
  messageIdOf: (raw: string) => string;
};

const outcomesSql = `
  select a.name,
         (select count(*) from playbook_runs u where u.account_id = a.id) as runs,
         (select string_agg(u.state, ' ') from playbook_runs u where u.account_id = a.id) as state,
         (select coalesce(json_agg(s.step_id || ' ' || coalesce(s.outlet, s.outcome) order by s.number), '[]')
            from playbook_run_steps s where s.account_id = a.id) as steps,
         (select count(*) from projects p where p.account_id = a.id) as projects,
         (select count(*) from history h where h.account_id = a.id and h.object = 'renewal' and h.field = 'stage'
             and h.new = '"notice_sent"') as "stageSet",
         (select count(*) from history h where h.account_id = a.id and h.object = 'renewal'
             and h.field = 'noticeSentOn' and h.new <> 'null') as "stampSet",
         (select count(*) from outgoing_messages m where m.account_id = a.id) as mails
    from accounts a where a.name like 'Customer %' order by a.name`;

/** What has not ended, told when the motion does not come to rest. */
const leftSql = `
  select 'message ' || status as what, count(*), min(to_jsonb(m)::text) as example
    from outgoing_messages m where status in ('queued', 'sending') group by status
  union all
  select 'run ' || state, count(*), min(to_jsonb(u)::text)
    from playbook_runs u where finished_at is null group by state
  union all
  select 'customer without a run', count(*), min(a.name)
    from accounts a where name like 'Customer %'
     and not exists (select from playbook_runs u where u.account_id = a.id)`;

const customersWithout = (run: string) => `
  from accounts a where name like 'Customer %'
   and not exists (select from playbook_runs u where u.account_id = a.id and ${run})`;

/** A team that has switched the renewal motion on, and its customers. */
export async function createMotionClient(
  server: KilledServer,
  sink: SmtpSink,
  api: Api,
): Promise<MotionClient> {
  const team = await api<{ items: { id: string }[] }>("teammates");
  const ownerId = team.items[0]?.id;
  const mailbox = { replyMailbox: "success@ours.example", senderAddress: "success@ours.example" };
  await api("mail-settings", { method: "PATCH", body: mailbox });
  const inbound = await api<{ url: string }>("mail-settings/inbound-address", { method: "POST" });
  const playbooks = await api<{ items: { id: string; slug: string }[] }>("playbooks");
  const playbookId = playbooks.items.find(({ slug }) => slug === "renewal_motion")?.id;
  await api(`playbooks/${playbookId}/activation`, { method: "PUT", body: {} });

  let wanted = 0;
  let made = 0;
  let isStopped = false;
  let read = 0;

  /** Told again after a kill, the same request is the same customer. */
  async function makeCustomer(number: number): Promise<void> {
    const create = <Body>(path: string, body: object) =>
      api<Body>(path, { method: "POST", body, headers: { "idempotency-key": `${path}-customer-${number}` } });
    const renewal = { arr: "12000", nextRenewalOn: "2027-03-15" };
    const name = `Customer ${String(number).padStart(3, "0")}`;
    const keyRoles = { csm: ownerId, account_manager: ownerId };
    const account = await create<{ id: string }>("accounts", { name, keyRoles, ...renewal });
    const contact = { name: `Ada ${number}`, email: `ada@customer-${number}.example`, account: account.id };
    await create("contacts", { ...contact, stakeholderRole: "decision-maker" });
  }

  async function answer(raw: string): Promise<void> {
    const number = Number(/customer-(\d+)\.example/.exec(raw)?.[1]);
    if (number % 3 !== 0 || /^In-Reply-To:/im.test(raw)) return;
    const reply = [
      `From: Ada <ada@customer-${number}.example>`,
      `To: ${headerOf(raw, "Reply-To")}`,
      "Subject: Re: renewal",
      `Message-ID: <answer@customer-${number}.example>`,
      `In-Reply-To: ${headerOf(raw, "Message-ID")}`,
      "",
      "Yes, please renew.",
    ].join("\r\n");
    const headers = { "content-type": "message/rfc822" };
    const taken = await server.persist(new URL(inbound.url).pathname, {
      method: "POST",
      headers,
      body: reply,
    });
    if (taken.status !== 202) throw new Error(`the answer was not taken: ${JSON.stringify(taken)}`);
  }

  async function until(open: string): Promise<void> {
    for (let waited = 0; waited < 120; waited += 1) {
      if ((await server.query<{ open: number }>(open))[0]?.open === 0) return;
      await sleep(500);
    }
    const left = await server.query(leftSql);
    throw new Error(
      `the motion did not come to rest:\n${JSON.stringify(left, null, 1)}\n${server.output().slice(-4000)}`,
    );
  }

  return {
    async run() {
      while (!isStopped || made < wanted) {
        if (made === wanted) await sleep(20);
        for (; made < wanted; made += 1) await makeCustomer(made + 1);
        for (; read < sink.messages.length; read += 1) await answer(sink.messages[read]?.raw ?? "");
      }
    },
    stop: () => {
      isStopped = true;
    },
    addCustomers: (count) => {
      wanted += count;
    },
    customers: () => made,
    waiting: () =>
      until(`select count(*) as open ${customersWithout("(finished_at is not null or state = 'waiting')")}`),
    settled: () =>
      until(`
        select (select count(*) ${customersWithout("finished_at is not null")})
             + (select count(*) from outgoing_messages where status in ('queued', 'sending')) as open`),
    outcomes: () => server.query<MotionOutcome>(outcomesSql),
    async inDoubt() {
      const found: InDoubt[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { items: InDoubt[]; nextCursor: string | null } = await api(
          `outgoing-messages?status=in-doubt&limit=50${after}`,
        );
        found.push(...page.items);
        cursor = page.nextCursor;
      }
      return found;
    },
    async decide(id, decision) {
      await api(`outgoing-messages/${id}/decision`, { method: "PUT", body: { decision } });
    },
    messageIdOf: (raw) => headerOf(raw, "Message-ID"),
  };
}

function headerOf(raw: string, name: string): string {
  const found = new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im").exec(raw)?.[1];
  return found?.replace(/\s+/g, " ").trim() ?? "";
}
