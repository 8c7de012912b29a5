import type { HealthBackTest } from "@perennial/contract";
import type { Db } from "../../kernel/db.ts";
import { readScores } from "../health.sql.ts";
import { judge } from "./back-test.ts";
import { readBackcast } from "./backcasts.sql.ts";
import { type Asked, readCases } from "./cases.sql.ts";
import { measuresTold } from "./measures-told.ts";

const looks = [90, 180];

/** Judges a back-cast by who really left. Those of whom the period has no day so many days before are left out. */
export async function readBackTest(db: Db, id: string, asked: Asked): Promise<HealthBackTest> {
  const cast = await readBackcast(db, id);
  const told = measuresTold(cast.model, await readScores(db));
  const judged: HealthBackTest["looks"] = [];
  for (const daysBefore of looks) {
    const cases = await readCases(db, { cast, daysBefore }, asked);
    judged.push(judge(cast.model, daysBefore, cases, told));
  }
  return { looks: judged };
}
