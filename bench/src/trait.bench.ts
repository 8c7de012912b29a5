import { setTimeout as sleep } from "node:timers/promises";
import type { BenchCompany } from "./bench-company.ts";
import { addAccounts } from "./fill.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";

const writers = 4;
const headers = { "content-type": "application/json", "x-perennial-csrf": "1" };

/**
 * What others feel while traits are added to all accounts: writers edit accounts and a reader reads pages of them through
 * HTTP, as fast as they can, while one trait after another is added. Beside it the same for as long without a trait.
 */
export async function benchTrait(
  company: BenchCompany,
  { accounts }: { accounts: number },
  traits: number,
): Promise<Figure> {
  const ids = await addAccounts(company.pool, writers, "written");
  const added: number[] = [];
  const during = await editWhile(company, ids, async () => {
    for (let n = 0; n < traits; n += 1) {
      added.push((await timed(() => addTrait(company, n))).ms);
      await sleep(20);
    }
  });
  const span = added.reduce((sum, ms) => sum + ms + 20, 0);
  const without = await editWhile(company, ids, () => sleep(span));
  const words = (values: number[]) =>
    `p50 ${asMs(percentile(values, 0.5))}, p99 ${asMs(percentile(values, 0.99))}, longest ${asMs(Math.max(...values))}`;
  return {
    work: `edits of ${writers} writers through HTTP while ${traits} traits are added to ${accounts.toLocaleString("en")} accounts, one after the other`,
    measured: `${words(during)} of ${during.length} edits; a trait was there after p50 ${asMs(percentile(added, 0.5))}, longest ${asMs(Math.max(...added))}`,
    limit: `${words(without)} of ${without.length} edits (the same without a trait)`,
    ratio: `${(percentile(during, 0.99) / percentile(without, 0.99)).toFixed(1)}× at p99`,
    mustReach: "no edit longer than 1 s",
  };
}

/** How long each edit took that writers made while the work went on. */
async function editWhile(
  { address }: BenchCompany,
  ids: readonly string[],
  work: () => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  let isOver = false;
  const write = async (id: string) => {
    for (let n = 0; !isOver; n += 1) {
      const body = JSON.stringify({ plan: `Plan ${n}` });
      const { ms, result } = await timed(() =>
        fetch(`${address}/api/v1/accounts/${id}`, { method: "PATCH", headers, body }),
      );
      if (result.status !== 200) throw new Error(`the edit answered ${result.status}`);
      took.push(ms);
    }
  };
  const read = async () => {
    while (!isOver) await (await fetch(`${address}/api/v1/accounts?limit=100&sort=name`)).json();
  };
  const others = Promise.all([...ids.map(write), read()]);
  await Promise.race([work(), others]);
  isOver = true;
  await others;
  return took;
}

async function addTrait({ address }: BenchCompany, n: number): Promise<void> {
  const body = JSON.stringify({
    object: "account",
    slug: `bench_added_${n}`,
    name: `Added ${n}`,
    type: n % 2 === 0 ? "number" : "text",
    validation: n % 2 === 0 ? { min: "0" } : {},
  });
  const answer = await fetch(`${address}/api/v1/traits`, { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`the trait answered ${answer.status}: ${await answer.text()}`);
}
