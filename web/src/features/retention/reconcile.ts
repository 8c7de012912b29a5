import { sumDecimals } from "../../ui/grid/decimal.ts";

type Row = { accountId: string; name: string; startArr: string; endArr: string; retainedArr: string };
type Sums = { start: string; end: string; retained: string };

/** What an account adds to the figures under two definitions. Null where a definition leaves it out. */
export type AccountDifference = {
  accountId: string;
  name: string;
  startOne: string | null;
  startOther: string | null;
  retainedOne: string | null;
  retainedOther: string | null;
  endOne: string | null;
  endOther: string | null;
  why: string;
};

/** The accounts that two sets of rows count differently, the largest difference first. */
export function differencesOf(ones: readonly Row[], others: readonly Row[]): AccountDifference[] {
  const [one, other] = [sumsByAccount(ones), sumsByAccount(others)];
  const names = new Map([...ones, ...others].map((row) => [row.accountId, row.name]));
  return [...names]
    .flatMap(([accountId, name]) => {
      const [a, b] = [one.get(accountId), other.get(accountId)];
      const why = reasonOf(a, b);
      if (why === null) return [];
      return [
        {
          accountId,
          name,
          startOne: a?.start ?? null,
          startOther: b?.start ?? null,
          retainedOne: a?.retained ?? null,
          retainedOther: b?.retained ?? null,
          endOne: a?.end ?? null,
          endOther: b?.end ?? null,
          why,
        },
      ];
    })
    .sort((a, b) => sizeOf(b) - sizeOf(a) || a.name.localeCompare(b.name));
}

/** Several renewals of an account count together. */
function sumsByAccount(rows: readonly Row[]): Map<string, Sums> {
  const byAccount = Map.groupBy(rows, (row) => row.accountId);
  return new Map(
    [...byAccount].map(([accountId, own]) => [
      accountId,
      {
        start: sumDecimals(own.map((row) => row.startArr)),
        end: sumDecimals(own.map((row) => row.endArr)),
        retained: sumDecimals(own.map((row) => row.retainedArr)),
      },
    ]),
  );
}

function reasonOf(one: Sums | undefined, other: Sums | undefined): string | null {
  if (one && !other) return "Only in A";
  if (!one && other) return "Only in B";
  if (!one || !other) return null;
  const parts = [
    one.start === other.start ? [] : ["another start"],
    one.retained === other.retained ? [] : ["another part retained"],
    one.end === other.end ? [] : ["another end"],
  ].flat();
  return parts.length === 0 ? null : parts.join(", ").replace(/^a/, "A");
}

/** For the order alone: how far apart the two are, in any of the three. */
function sizeOf(row: AccountDifference): number {
  const pairs = [
    [row.startOne, row.startOther],
    [row.retainedOne, row.retainedOther],
    [row.endOne, row.endOther],
  ];
  return Math.max(...pairs.map(([one, other]) => Math.abs(Number(one ?? 0) - Number(other ?? 0))));
}
