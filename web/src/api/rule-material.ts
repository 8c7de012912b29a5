import { getRuleCatalog, teammates } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "./query.ts";

/** What the rule editor needs: everything that may be asked, and the names of those whom rules refer to. */
export function useRuleMaterial() {
  const catalog = useCall(
    getRuleCatalog,
    {},
    { live: ["trait", "segment", "metric", "health-score", "key-role"] },
  );
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  const references = useMemo(
    () => ({
      teammate: (people.data?.items ?? []).map((person) => ({ value: person.id, label: person.name ?? "" })),
    }),
    [people.data],
  );
  return { catalog: catalog.data, error: catalog.error, references };
}
