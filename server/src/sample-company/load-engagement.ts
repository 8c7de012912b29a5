import { recordConversation } from "../conversations/index.ts";
import { execute } from "../kernel/command.ts";
import { meetingCommands } from "../meetings/index.ts";
import { noteCommands } from "../notes/index.ts";
import type { RecordCommands } from "../objects/index.ts";
import {
  createProjectFromTemplate,
  projectCommands,
  taskCommands,
  updateMilestone,
} from "../projects/index.ts";
import { surveyResponseCommands } from "../surveys/index.ts";
import { type Loading, sampleSource } from "./loading.ts";
import { instantOn, notesOf, threadsOf } from "./world/engagement.ts";
import { meetingsOf } from "./world/meetings.ts";
import { randomOf } from "./world/random.ts";
import { answersOf } from "./world/survey-answers.ts";
import type { SampleAccount } from "./world/world.ts";

type Ids = ReadonlyMap<string, string>;
export type LoadedIds = { accounts: Ids; contacts: Ids; teammates: Ids };

/** Renewal projects for the renewals that come first; more would be a wall of work. */
const mostRenewalProjects = 60;

/** What the team and the customers said and planned: notes, meetings, survey answers, e-mail, onboarding and renewal projects, tasks. */
export async function loadEngagement(loading: Loading, ids: LoadedIds): Promise<void> {
  await loadNotes(loading, ids);
  await loadMeetings(loading, ids);
  await loadAnswers(loading, ids);
  await loadThreads(loading, ids);
  await loadOnboarding(loading, ids);
  await loadRenewalProjects(loading, ids);
  await loadTasks(loading, ids);
}

async function loadNotes(loading: Loading, ids: LoadedIds): Promise<void> {
  const { world } = loading;
  const items = world.accounts.flatMap((account) =>
    notesOf(account, world.today).map(({ key, at, contact, ...note }) => ({
      ...note,
      externalId: key,
      account: ids.accounts.get(account.key),
      authorId: ids.teammates.get(account.csm ?? account.accountManager),
      contactId: ids.contacts.get(contact),
      at: at.toString(),
    })),
  );
  await upsertAll(loading, noteCommands, items, "notes");
}

async function loadMeetings(loading: Loading, ids: LoadedIds): Promise<void> {
  const { world } = loading;
  const items = world.accounts.flatMap((account) =>
    meetingsOf(account, world.today).map(({ key, at, attendee, ...meeting }) => ({
      ...meeting,
      externalId: key,
      account: ids.accounts.get(account.key),
      authorId: ids.teammates.get(account.csm ?? account.accountManager),
      attendees: [attendee],
      at: at.toString(),
      endsAt: at.add({ minutes: 45 }).toString(),
    })),
  );
  await upsertAll(loading, meetingCommands, items, "meetings");
}

async function loadAnswers(loading: Loading, ids: LoadedIds): Promise<void> {
  const { world } = loading;
  const items = world.accounts.flatMap((account) =>
    answersOf(account, world.today).map(({ key, at, contact, followUp, ...answer }) => ({
      ...answer,
      externalId: key,
      account: ids.accounts.get(account.key),
      contactId: ids.contacts.get(contact),
      channel: "email",
      at: at.toString(),
      ...(followUp
        ? {
            followedUpAt: instantOn(followUp.on, 15).toString(),
            followedUpById: ids.teammates.get(account.csm ?? account.accountManager),
            followUpNote: followUp.note,
          }
        : {}),
    })),
  );
  await upsertAll(loading, surveyResponseCommands, items, "survey responses");
}

/** Writes records 500 at a time. */
async function upsertAll(
  { app, world, contextOn, count }: Loading,
  commands: RecordCommands,
  items: readonly Record<string, unknown>[],
  what: string,
): Promise<void> {
  for (let from = 0; from < items.length; from += 500) {
    const batch = items.slice(from, from + 500);
    const results = await execute(app, await contextOn(world.today), commands.upsert, {
      source: sampleSource,
      items: batch,
    });
    const refused = results.find((result) => result.status === "rejected");
    if (refused) throw new Error(`sample ${what} refused: ${JSON.stringify(refused)}`);
    await count(batch.length, what);
  }
}

async function loadThreads({ app, world, contextOn, count }: Loading, ids: LoadedIds): Promise<void> {
  for (const account of world.accounts) {
    const accountId = ids.accounts.get(account.key);
    const teammateId = ids.teammates.get(account.csm ?? account.accountManager);
    if (!accountId || !teammateId) continue;
    for (const { contact, messages, ...thread } of threadsOf(account, world.today)) {
      const contactId = ids.contacts.get(contact);
      const first = messages[0];
      if (!contactId || !first) continue;
      await execute(
        app,
        await contextOn(first.at.toZonedDateTimeISO("UTC").toPlainDate()),
        recordConversation,
        {
          ...thread,
          accountId,
          teammateId,
          contactId,
          messages: messages.map((message) => ({ ...message, at: message.at.toString() })),
        },
      );
      await count(1, "conversations");
    }
  }
}

/** Customers of the last three months are being onboarded. */
async function loadOnboarding(loading: Loading, ids: LoadedIds): Promise<void> {
  const { world } = loading;
  for (const account of world.accounts) {
    const days = account.customerSince.until(world.today).days;
    if (days > 90 || days < 1) continue;
    await planned(loading, ids, account, "onboarding-project", account.customerSince);
  }
}

/** The renewals that come first are worked by a project each, where the account is worked in person. */
async function loadRenewalProjects(loading: Loading, ids: LoadedIds): Promise<void> {
  const { app, world } = loading;
  const due = await app.db
    .selectFrom("renewals")
    .select(["account_id", "due_on"])
    .where("outcome", "is", null)
    .where("archived_at", "is", null)
    .where("due_on", ">=", world.today.toString())
    .where("due_on", "<=", world.today.add({ days: 150 }).toString())
    .orderBy("due_on")
    .execute();
  const byId = new Map(world.accounts.map((account) => [ids.accounts.get(account.key), account]));
  const worked = due.flatMap((renewal) => {
    const account = byId.get(renewal.account_id);
    return account && account.touchModel !== "low" ? [{ account, dueOn: renewal.due_on }] : [];
  });
  for (const { account, dueOn } of worked.slice(0, mostRenewalProjects)) {
    const opened = Temporal.PlainDate.from(dueOn).subtract({ days: 150 });
    await planned(loading, ids, account, "renewal-project", earlier(opened, world.today));
  }
}

/** A project begun on a day, with the tasks done that a team of this account's luck would have done by today. */
async function planned(
  loading: Loading,
  ids: LoadedIds,
  account: SampleAccount,
  template: string,
  startsOn: Temporal.PlainDate,
): Promise<void> {
  const { app, world, contextOn, count } = loading;
  const accountId = ids.accounts.get(account.key);
  const ownerId = ids.teammates.get(account.csm ?? account.accountManager);
  if (!accountId || !ownerId) return;
  const { id } = await execute(app, await contextOn(startsOn), createProjectFromTemplate, {
    accountId,
    ownerId,
    template: { slug: template },
    startsOn: startsOn.toString(),
  });
  const tasks = await app.db
    .selectFrom("tasks")
    .select(["id", "due_on"])
    .where("account_id", "=", accountId)
    .where("project_id", "=", id)
    .where("status", "=", "open")
    .where("due_on", "<=", world.today.toString())
    .orderBy("due_on")
    .execute();
  const random = randomOf(`${account.key} ${template}`);
  const luck = (account.mood.at(-1) ?? 0) < -0.3 ? 0.6 : 0.97;
  for (const task of tasks) {
    if (task.due_on === null || !random.isTrue(luck)) break;
    const on = earlier(Temporal.PlainDate.from(task.due_on).add({ days: random.whole(-2, 2) }), world.today);
    const body = { status: "done" };
    await execute(app, await contextOn(on), taskCommands.update, { id: task.id, body });
  }
  await reachMilestones(loading, accountId, id);
  // The steps of a renewal lie weeks apart: two quiet weeks do not mean that it is stuck.
  const body = { stuckAfterDays: 45, ...(startsOn.equals(world.today) ? {} : { status: "active" }) };
  await execute(app, await contextOn(world.today), projectCommands.update, { id, body });
  await count(1, "projects");
}

/** A milestone is reached once all its tasks are done. */
async function reachMilestones({ app, world, contextOn }: Loading, accountId: string, projectId: string) {
  const milestones = await app.db
    .selectFrom("milestones as m")
    .select(["m.id", "m.due_on"])
    .where("m.account_id", "=", accountId)
    .where("m.project_id", "=", projectId)
    .where("m.completed_on", "is", null)
    .where(({ exists, not, selectFrom }) => {
      const ofIt = selectFrom("tasks as t")
        .select("t.id")
        .whereRef("t.account_id", "=", "m.account_id")
        .whereRef("t.milestone_id", "=", "m.id");
      return exists(ofIt).and(not(exists(ofIt.where("t.status", "=", "open"))));
    })
    .execute();
  for (const { id, due_on } of milestones) {
    const on = earlier(due_on === null ? world.today : Temporal.PlainDate.from(due_on), world.today);
    await execute(app, await contextOn(on), updateMilestone, { id, completedOn: on.toString() });
  }
}

const errands = [
  ["Send the minutes of the last call", "normal", -2, 10],
  ["Introduce the new sponsor", "high", -6, 14],
  ["Check the seat count with procurement", "normal", 1, 25],
  ["Prepare the numbers for the business review", "normal", 3, 30],
] as const;

/** What stands alone on somebody's list: every third account worked in person has one. */
async function loadTasks({ app, world, contextOn, count }: Loading, ids: LoadedIds): Promise<void> {
  const ctx = await contextOn(world.today);
  for (const account of world.accounts) {
    const random = randomOf(`${account.key} errand`);
    const accountId = ids.accounts.get(account.key);
    if (!accountId || account.touchModel === "low" || !random.isTrue(0.35)) continue;
    const [title, priority, from, to] = random.pick(errands);
    await execute(app, ctx, taskCommands.create, {
      accountId,
      body: {
        title,
        priority,
        status: "open",
        assigneeId: ids.teammates.get(account.csm ?? account.accountManager),
        dueOn: world.today.add({ days: random.whole(from, to) }).toString(),
      },
    });
    await count(1, "tasks");
  }
}

function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) < 0 ? a : b;
}
