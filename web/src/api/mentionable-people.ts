import { teammates } from "@perennial/contract";
import { useMemo } from "react";
import type { Option } from "../ui/option-list.tsx";
import { useCall } from "./query.ts";

/** Teammates who are told when somebody mentions them: those who sign in. */
export function useMentionablePeople(): readonly Option[] {
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  return useMemo(
    () =>
      (people.data?.items ?? []).flatMap(({ id, name, status, email }) =>
        name && status === "active" ? [{ value: id, label: name, ...(email ? { hint: email } : {}) }] : [],
      ),
    [people.data],
  );
}
