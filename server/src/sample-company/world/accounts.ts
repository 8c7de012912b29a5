import { stakeholderRoles } from "@perennial/contract";
import { companyFirsts, companySeconds, firstNames, industries, lastNames, places, titles } from "./names.ts";
import { type Random, randomOf } from "./random.ts";
import { sampleTeammates } from "./teammates.ts";
import { moodOf, termsOf } from "./terms.ts";
import type { SampleAccount, SampleContact, SampleOrganization, World } from "./world.ts";

/** How large the company is; the shipped one has 400 accounts and about 6,000 contacts. */
export type WorldSize = { accounts: number; contactsPerAccount: number };
export const shippedSize: WorldSize = { accounts: 400, contactsPerAccount: 15 };

const historyMonths = 30;

/** The sample company as it stands on `today`: the same for the same day, size and seed. */
export function createWorld(
  today: Temporal.PlainDate,
  size: WorldSize = shippedSize,
  seed = "perennial",
): World {
  const names = companyNames(size.accounts);
  const organizations: SampleOrganization[] = [];
  const accounts = names.map((name, index) => {
    const random = randomOf(`${seed} account ${index}`);
    const organization = organizationOf(random, organizations, index, name);
    return createAccount(random, { index, name, organization, today, size });
  });
  return { today, teammates: sampleTeammates, organizations, accounts };
}

function companyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = companyFirsts[index % companyFirsts.length];
    const round = Math.floor(index / companyFirsts.length);
    const second = companySeconds[(index * 5 + round * 3) % companySeconds.length];
    return round < companySeconds.length ? `${first} ${second}` : `${first} ${second} ${round}`;
  });
}

const groupWords = ["Group", "Holdings", "International", "Partners", "Industries", "Ventures", "Collective"];

/** Every fourth account belongs to a group of two to four. */
function organizationOf(
  random: Random,
  organizations: SampleOrganization[],
  index: number,
  accountName: string,
): string | null {
  if (index % 4 !== 0) return null;
  const last = organizations.at(-1);
  if (last && !random.isTrue(0.35)) return last.key;
  const base = accountName.split(" ")[0] ?? accountName;
  const key = `O-${organizations.length + 1}`;
  const namesakes = organizations.filter((one) => one.name.startsWith(`${base} `)).length;
  const name = `${base} ${groupWords[namesakes % groupWords.length]}`;
  organizations.push({ key, name, domains: [`${slug(name)}.example`] });
  return key;
}

type Seed = {
  index: number;
  name: string;
  organization: string | null;
  today: Temporal.PlainDate;
  size: WorldSize;
};

function createAccount(random: Random, seed: Seed): SampleAccount {
  const { index, name, organization, today, size } = seed;
  const place = random.pick(places);
  const plan = random.pickWeighted([
    ["Growth", 5],
    ["Scale", 3],
    ["Enterprise", 2],
  ] as const);
  const { users, price, seatsFrom, seatsTo } = planSizes[plan];
  const people = random.whole(users[0], users[1]);
  const worth = people * Math.round(price * (0.85 + random.next() * 0.3));
  // Seats go with the contacts that we know, so that the share of them in use says something.
  const share = (people - users[0]) / (users[1] - users[0]);
  const seats = Math.round(seatsFrom + share * (seatsTo - seatsFrom));
  const seatPrice = Math.round(worth / seats);
  const arr = seats * seatPrice;
  const customerSince = today.subtract({ months: random.whole(1, historyMonths), days: random.whole(0, 27) });
  const months = customerSince.until(today, { largestUnit: "months" }).months + 1;
  const mood = troubled(moodOf(random, months), randomOf(`${name} trouble`));
  const key = `S-${String(index + 1).padStart(4, "0")}`;
  const terms = termsOf(random, { key, since: customerSince, seats, seatPrice, mood }, today);
  const domain = `${slug(name)}.example`;
  const ofRegion = (prefix: string) => sampleTeammates.filter((teammate) => teammate.key.startsWith(prefix));
  const area = place.region === "EMEA" ? "e" : "a";
  return {
    key,
    name,
    domain,
    organization,
    industry: random.pick(industries),
    ...place,
    employeeCount: people * random.whole(3, 25),
    plan,
    tier: arr > 150_000 ? "I" : arr > 80_000 ? "A" : arr > 35_000 ? "B" : arr > 12_000 ? "C" : "D",
    touchModel: arr > 80_000 ? "high" : arr > 25_000 ? "medium" : "low",
    seatsLicensed: seatsNow(terms, today),
    customerSince,
    csm: random.isTrue(0.04) ? null : random.pick(ofRegion(`csm-${area}`)).key,
    accountManager: random.pick(ofRegion(`am-${area}`)).key,
    contacts: createContacts(random, key, domain, size.contactsPerAccount, mood, today),
    terms,
    mood,
  };
}

/** By plan: how many people work with it, what it costs for each of them, and how many seats are sold. */
const planSizes = {
  Growth: { users: [5, 40], price: 480, seatsFrom: 14, seatsTo: 22 },
  Scale: { users: [30, 150], price: 420, seatsFrom: 18, seatsTo: 30 },
  Enterprise: { users: [120, 900], price: 360, seatsFrom: 24, seatsTo: 48 },
} as const;

/** One account in twelve has lost its footing in the last three months, and it shows. */
function troubled(mood: readonly number[], random: Random): number[] {
  if (!random.isTrue(1 / 12)) return [...mood];
  const drops = [0.9, 1.7, 2.4];
  return mood.map((value, month) => value - (drops[month - mood.length + drops.length] ?? 0));
}

function seatsNow(terms: SampleAccount["terms"], today: Temporal.PlainDate): number {
  const last = terms.at(-1);
  if (!last || Temporal.PlainDate.compare(last.endsOn, today) < 0) return 0;
  return last.seats + (last.expansion?.seats ?? 0);
}

type Leaving = (account: { key: string; moodNow: number }) => boolean;

/** Who goes where it goes badly: the sponsor of those far down, now and then the champion of those below the middle. */
const leavesAs: Partial<Record<string, Leaving>> = {
  sponsor: ({ moodNow }) => moodNow < -0.8,
  champion: ({ key, moodNow }) => moodNow < -0.3 && randomOf(`${key} champion`).isTrue(0.3),
};

function createContacts(
  random: Random,
  accountKey: string,
  domain: string,
  average: number,
  mood: readonly number[],
  today: Temporal.PlainDate,
): SampleContact[] {
  const count = Math.max(3, random.whole(Math.floor(average * 0.6), Math.ceil(average * 1.4)));
  const used = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const role = stakeholderRoles[Math.min(index, stakeholderRoles.length - 1)]?.value ?? "end-user";
    const first = random.pick(firstNames);
    const last = random.pick(lastNames);
    let local = `${slug(first)}.${slug(last)}`;
    while (used.has(local)) local = `${local}${index}`;
    used.add(local);
    const leaves = leavesAs[role]?.({ key: accountKey, moodNow: mood.at(-1) ?? 0 }) ?? false;
    return {
      key: `${accountKey}-P${index + 1}`,
      name: `${first} ${last}`,
      email: `${local}@${domain}`,
      title: random.pick(titles[role]),
      stakeholderRole: role,
      deactivatedOn: leaves ? today.subtract({ days: random.whole(2, 40) }) : null,
    };
  });
}

function slug(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
