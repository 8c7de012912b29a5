import { renewals } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useEffect } from "react";
import { usePages } from "../../api/query.ts";

/** Most renewals shown at once; more than a team works. */
const mostRows = 5_000;

/** The renewals of a rule, page after page until all are here, live. */
export function useRenewalRows(filter: RuleJson, sort = "dueOn") {
  const list = usePages(
    renewals.list,
    { query: { filter: JSON.stringify(filter), sort, limit: 500 } },
    { live: ["renewal", "account"] },
  );
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && rows.length < mostRows) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);
  return list;
}
