import { randomOf } from "./random.ts";
import type { SampleAccount, SampleContact } from "./world.ts";

export type SampleNote = {
  key: string;
  category: string;
  subject: string;
  body: string;
  contact: string;
  at: Temporal.Instant;
};

export type SampleThread = {
  subject: string;
  contact: string;
  isAutomatic: boolean;
  isClosed: boolean;
  messages: { direction: "out" | "in"; at: Temporal.Instant; text: string }[];
};

type NoteKind = { category: string; subject: string; good: readonly string[]; bad: readonly string[] };

const noteKinds: readonly NoteKind[] = [
  {
    category: "Adoption",
    subject: "Health check",
    good: [
      "Weekly reports run in every team now. They want to try the workflow automation next quarter.",
      "Happy with support. Two more teams asked for access; seat count to be confirmed.",
    ],
    bad: [
      "Log-ins are down since the reorganisation. Nobody owns the roll-out at the moment.",
      "The planning team went back to spreadsheets. They need a second training before they judge again.",
    ],
  },
  {
    category: "Business review",
    subject: "Quarterly business review",
    good: [
      "Goal of 20 % less reporting time is met and confirmed by their head of operations.",
      "Value is clear to the sponsor. Next goal: connect the warehouse by the end of the quarter.",
    ],
    bad: [
      "They could not name a result. We agreed to measure time to report before and after.",
      "The sponsor did not join. Budget for next year is under review.",
    ],
  },
  {
    category: "Renewal",
    subject: "Renewal call",
    good: [
      "Renewal as it is, with ten more seats from spring. Procurement needs the paper three weeks before.",
      "They will renew; the price uplift was expected. Decision maker confirmed.",
    ],
    bad: [
      "They compare us with a competitor and asked for the export format. Decision in six weeks.",
      "They want to halve the seats. The core team stays; usage of the others is too low.",
    ],
  },
];

/** What the team wrote down in the last nine months: more where the account is worked in person. */
export function notesOf(account: SampleAccount, today: Temporal.PlainDate): SampleNote[] {
  const random = randomOf(`${account.key} notes`);
  const count = { high: 4, medium: 2, low: 1 }[account.touchModel];
  return Array.from({ length: random.whole(count - 1, count + 1) }, (_, index): SampleNote | null => {
    const on = today.subtract({ days: random.whole(2, 270) });
    if (Temporal.PlainDate.compare(on, account.customerSince) <= 0) return null;
    const kind = random.pick(noteKinds);
    return {
      key: `${account.key}-N${index}`,
      category: kind.category,
      subject: kind.subject,
      body: random.pick(moodOn(account, on) < -0.3 ? kind.bad : kind.good),
      contact: weighty(account).key,
      at: instantOn(on, random.whole(8, 16)),
    };
  }).filter((note) => note !== null);
}

type Talk = { subject: string; first: string; good: string; bad: string; last: string; isAutomatic?: true };

const talks: readonly Talk[] = [
  {
    subject: "Your renewal",
    first: "Your term ends soon. Shall everything stay as it is, or does anything need to change?",
    good: "Please renew as it is. Can you send the paper to our procurement by the end of the month?",
    bad: "We are reviewing all vendors in December. I cannot say yet whether we will go on.",
    last: "Thank you, that helps. I will come back with the next step by Friday.",
    isAutomatic: true,
  },
  {
    subject: "Training for the new team",
    first: "You mentioned a team that starts with us this month. Would a session next week help them?",
    good: "Yes, Tuesday at ten would be perfect. Eight people will join.",
    bad: "The team was moved to another project, so we will not need it for now.",
    last: "Understood. The invitation and the material are on their way.",
  },
  {
    subject: "Business review in the coming weeks",
    first:
      "I would like to look at results and goals with you. Which of these dates suits you and your sponsor?",
    good: "The second date works for both of us. Please add our head of operations.",
    bad: "We have little time before the year ends. Let us talk about it in January.",
    last: "Noted. I will prepare the numbers and send them two days before.",
  },
  {
    subject: "Usage in the last weeks",
    first: "Fewer people logged in than in the month before. Is there something that keeps them from it?",
    good: "Holidays, mostly. Everybody is back next week.",
    bad: "Our administrator left and nobody looks after the set-up. Can you help us with it?",
    last: "Gladly: I blocked an hour on Thursday to go through it together.",
  },
];

/** E-mail of the last four months: asked by us, answered or not, and now and then begun by the customer. */
export function threadsOf(account: SampleAccount, today: Temporal.PlainDate): SampleThread[] {
  const random = randomOf(`${account.key} threads`);
  const most = { high: 3, medium: 2, low: 1 }[account.touchModel];
  return Array.from({ length: random.whole(0, most) }, (): SampleThread | null => {
    const on = today.subtract({ days: random.whole(1, 120) });
    if (Temporal.PlainDate.compare(on, account.customerSince) <= 0) return null;
    const talk = random.pick(talks);
    const isGood = moodOn(account, on) >= -0.3;
    const length = random.pickWeighted([
      [1, isGood ? 2 : 4],
      [2, 3],
      [3, 4],
    ] as const);
    const gap = () => random.whole(3, 60);
    const asked = instantOn(on, random.whole(8, 15));
    const answered = asked.add({ hours: gap() });
    const texts = [talk.first, isGood ? talk.good : talk.bad, talk.last];
    const instants = [asked, answered, answered.add({ hours: gap() })];
    const end = instantOn(today, 8);
    const messages = texts.slice(0, length).flatMap((text, place) => {
      const at = instants[place] ?? asked;
      if (Temporal.Instant.compare(at, end) > 0) return [];
      return [{ direction: place % 2 === 0 ? ("out" as const) : ("in" as const), at, text }];
    });
    if (messages.length === 0) return null;
    return {
      subject: talk.subject,
      contact: weighty(account).key,
      isAutomatic: talk.isAutomatic ?? false,
      isClosed: messages.length === 3 && random.isTrue(0.6),
      messages,
    };
  }).filter((thread) => thread !== null);
}

/** Whoever decides, or the first who is still there. */
/** Whom one would speak to there. */
export function weighty(account: SampleAccount): SampleContact {
  const there = account.contacts.filter((contact) => contact.deactivatedOn === null);
  const found =
    there.find((contact) => contact.stakeholderRole === "champion") ?? there[0] ?? account.contacts[0];
  if (!found) throw new RangeError(`${account.key} has no contact`);
  return found;
}

/** How well it goes on a day. */
export function moodOn(account: SampleAccount, on: Temporal.PlainDate): number {
  const month = account.customerSince.until(on, { largestUnit: "months" }).months;
  return account.mood[month] ?? 0;
}

export function instantOn(on: Temporal.PlainDate, hour: number): Temporal.Instant {
  return on.toZonedDateTime({ timeZone: "UTC", plainTime: { hour } }).toInstant();
}
