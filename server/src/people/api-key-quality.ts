import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

const silentDays = 7;

export const apiKeyQuality: readonly QualityCheck[] = [
  {
    slug: "silent-api-keys",
    group: "sources",
    title: "API keys that stopped being used",
    consequence:
      "If a program sends data with one, that data stands still; if not, the key is a risk for nothing: revoke it.",
    find: ({ ctx }) => sql`
      select null::uuid as account_id, 'api-key' as object, k.id as record_id,
             k.name || ' was last used on ' || (k.last_used_at at time zone ${ctx.timeZone})::date as what
        from api_keys k
       where k.revoked_at is null and (k.expires_at is null or k.expires_at > ${ctx.now.toString()}::timestamptz)
         and k.last_used_at < ${ctx.now.subtract({ hours: 24 * silentDays }).toString()}::timestamptz`,
  },
];
