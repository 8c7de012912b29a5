import { sql } from "kysely";
import { z } from "zod";
import { query } from "../kernel/query.ts";
import { readVersion, type StoredVersion, versionInUse } from "./likelihood-versions.sql.ts";

type Shown<V> = V & { isInUse: boolean; openRenewals: number };
type Summary = Omit<StoredVersion, "model" | "backTest">;

/** All versions, newest first, and how many open renewals each has judged last. */
export const listVersions = query({
  name: "likelihood.versions",
  permission: "likelihood.read",
  input: z.object({}),
  async run({ db }) {
    const { rows } = await sql<Shown<Summary>>`
      select v.version, v.kind, v.reason, v.renewed, v.lost, v.looks, v.renewed_ratio::float8 as "renewedRatio",
             v.trained_by as "trainedBy", v.trained_at as "trainedAt",
             v.version = max(v.version) over () as "isInUse", coalesce(o.count, 0)::integer as "openRenewals"
        from likelihood_versions v
        left join (select d.likelihood_version, count(*) from renewal_derived d
                     join renewals r on r.account_id = d.account_id and r.id = d.id
                    where r.outcome is null and r.archived_at is null group by 1) o on o.likelihood_version = v.version
       order by v.version desc
    `.execute(db);
    return rows;
  },
});

/** One version with its model and back-test. */
export const showVersion = query({
  name: "likelihood.version",
  permission: "likelihood.read",
  input: z.object({ version: z.number().int() }),
  async run({ db, input }): Promise<Shown<StoredVersion>> {
    const version = await readVersion(db, input.version);
    const current = await versionInUse(db);
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from renewal_derived d
        join renewals r on r.account_id = d.account_id and r.id = d.id
       where d.likelihood_version = ${version.version} and r.outcome is null and r.archived_at is null
    `.execute(db);
    return {
      ...version,
      isInUse: current?.version === version.version,
      openRenewals: rows[0]?.count ?? 0,
    };
  },
});
