import { instantOn, moodOn, weighty } from "./engagement.ts";
import { randomOf } from "./random.ts";
import type { SampleAccount } from "./world.ts";

export type SampleMeeting = {
  key: string;
  kind: string;
  subject: string;
  at: Temporal.Instant;
  status: "held" | "missed" | "scheduled";
  missedBy: "customer" | null;
  attendee: string;
  outcome: string | null;
  nextStep: string | null;
};

/** Days between two meetings, by how closely the account is worked. */
const rhythm = { high: 35, medium: 70, low: 200 } as const;

const good = [
  "Goals confirmed",
  "Two more teams want access",
  "Happy with the last release",
  "Roll-out on plan",
];
const bad = [
  "No owner on their side",
  "Unsure about the budget",
  "Value not seen yet",
  "Usage fell after a reorganisation",
];

/** Meetings of the last year and the next weeks: where it goes badly, customers do not come. */
export function meetingsOf(account: SampleAccount, today: Temporal.PlainDate): SampleMeeting[] {
  const random = randomOf(`${account.key} meetings`);
  const every = rhythm[account.touchModel];
  const last = account.terms.at(-1)?.endsOn ?? today;
  const meetings: SampleMeeting[] = [];
  for (let ago = 360 - random.whole(0, every); ago > -30; ago -= every + random.whole(-6, 6)) {
    const on = today.subtract({ days: ago });
    if (Temporal.PlainDate.compare(on, account.customerSince) <= 0) continue;
    if (Temporal.PlainDate.compare(on, last) > 0) break;
    const mood = moodOn(account, Temporal.PlainDate.compare(on, today) > 0 ? today : on);
    const [kind, subject] = kindOf(account, on, meetings.length, random.next());
    const isAhead = ago <= 0;
    const isMissed = !isAhead && random.isTrue(mood < -0.6 ? 0.4 : 0.05);
    const isTold = !isAhead && !isMissed;
    meetings.push({
      key: `${account.key}-M${meetings.length}`,
      kind,
      subject,
      at: instantOn(on, random.whole(8, 16)),
      status: isAhead ? "scheduled" : isMissed ? "missed" : "held",
      missedBy: isMissed ? "customer" : null,
      attendee: weighty(account).email,
      outcome: isTold ? random.pick(mood < -0.3 ? bad : good) : null,
      nextStep: isTold && random.isTrue(0.4) ? "Send the summary and the next date" : null,
    });
  }
  return meetings;
}

function kindOf(
  account: SampleAccount,
  on: Temporal.PlainDate,
  place: number,
  chance: number,
): readonly [string, string] {
  if (account.customerSince.until(on, { largestUnit: "days" }).days < 30) return ["kickoff", "Kick-off"];
  if (place % 4 === 3) return ["business-review", "Business review"];
  if (place % 2 === 1) return ["health-check", "Health check"];
  return chance < 0.15 ? ["training", "Training for a new team"] : ["check-in", "Check-in"];
}
