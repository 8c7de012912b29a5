import { teammates } from "@perennial/contract";
import { useMemo } from "react";
import type { Option } from "../ui/option-list.tsx";
import { useCall } from "./query.ts";

/** Teammates as the choices of a cell or a field. */
export function useTeammateOptions(): readonly Option[] {
  const people = useCall(teammates.list, { query: { limit: 1000, sort: "name" } });
  return useMemo(
    () => (people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? "" })),
    [people.data],
  );
}
