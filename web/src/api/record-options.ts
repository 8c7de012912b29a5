import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { recordNames } from "./record-names.ts";

export type ChoosableObject = keyof typeof recordNames;
type RecordOption = { value: string; label: string; hint?: string };

/**
 * Records of a kind to choose from in a `Combobox`: found by typing, by name when nothing was typed. The one chosen stays
 * among them, so that its name is shown whatever is typed next.
 */
export function useRecordOptions(object: ChoosableObject, hint = "") {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<RecordOption | null>(null);
  const q = text.trim() || hint;
  const { data } = useQuery({
    queryKey: ["record-options", object, q],
    queryFn: () => recordNames[object].search(q),
    placeholderData: keepPreviousData,
  });
  const options = useMemo(() => {
    const hits: readonly RecordOption[] = data ?? [];
    return chosen && !hits.some((hit) => hit.value === chosen.value) ? [chosen, ...hits] : hits;
  }, [data, chosen]);
  return {
    options,
    onSearch: setText,
    chosenId: chosen?.value ?? null,
    choose: (id: string | null) => setChosen(options.find((option) => option.value === id) ?? null),
  };
}
