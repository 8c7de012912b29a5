import { instantOn, moodOn } from "./engagement.ts";
import { randomOf } from "./random.ts";
import type { SampleAccount } from "./world.ts";

export type SampleAnswer = {
  key: string;
  survey: "nps" | "csat";
  contact: string;
  score: number;
  comment: string | null;
  at: Temporal.Instant;
  followUp: { on: Temporal.PlainDate; note: string } | null;
};

const comments = {
  good: [
    "Saves us hours every week.",
    "The new planner is what we were missing.",
    "Support answers the same day.",
  ],
  middling: ["Does the job. Reports could be faster.", "Fine, but few of us use it."],
  bad: [
    "Exports stop half-way and nobody knows why.",
    "Too many clicks for a simple thing.",
    "We do not see what we pay for.",
  ],
} as const;

/** Contacts are asked twice a year for NPS, and once for CSAT; about a third answers, and as well as it goes. */
export function answersOf(account: SampleAccount, today: Temporal.PlainDate): SampleAnswer[] {
  const random = randomOf(`${account.key} answers`);
  const last = account.terms.at(-1)?.endsOn ?? today;
  const answers: SampleAnswer[] = [];
  // Each account has its own day of the half-year, so that some are asked in every month.
  const shift = random.whole(1, 178);
  const waves = [
    ["nps", shift + 540],
    ["nps", shift + 360],
    ["nps", shift + 180],
    ["csat", shift + 60],
    ["nps", shift],
  ] as const;
  for (const [survey, ago] of waves) {
    for (const contact of account.contacts.slice(0, 8)) {
      const on = today.subtract({ days: Math.max(1, ago - random.whole(0, 12)) });
      const answersIt = random.isTrue(0.32);
      const [noise, chance] = [random.normal(), random.next()];
      if (!answersIt || Temporal.PlainDate.compare(on, account.customerSince) < 0) continue;
      if (Temporal.PlainDate.compare(on, last) > 0) continue;
      if (contact.deactivatedOn && Temporal.PlainDate.compare(on, contact.deactivatedOn) >= 0) continue;
      const mood = moodOn(account, on);
      const score =
        survey === "nps"
          ? clamped(7.9 + 1.5 * mood + 1.6 * noise, 0, 10)
          : clamped(4 + 0.7 * mood + 0.8 * noise, 1, 5);
      const isBad = survey === "nps" ? score <= 6 : score <= 2;
      const tone = isBad ? "bad" : (survey === "nps" ? score >= 9 : score >= 5) ? "good" : "middling";
      const spokenOn = on.add({ days: random.whole(2, 12) });
      const isSpokenTo = isBad && chance < 0.6 && Temporal.PlainDate.compare(spokenOn, today) < 0;
      answers.push({
        key: `${account.key}-S${answers.length}`,
        survey,
        contact: contact.key,
        score,
        comment: chance < 0.5 ? random.pick(comments[tone]) : null,
        at: instantOn(on, random.whole(7, 18)),
        followUp: isSpokenTo ? { on: spokenOn, note: "Called; the fix is planned with Support" } : null,
      });
    }
  }
  return answers;
}

function clamped(value: number, from: number, to: number): number {
  return Math.max(from, Math.min(to, Math.round(value)));
}
