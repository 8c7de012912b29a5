import { useMemo } from "react";
import { useRuleMaterial } from "../../api/rule-material.ts";

const numeric: readonly string[] = ["number", "integer", "currency", "percentage"];

/** The numbers that accounts have, as options: fields, traits, metrics and scores. */
export function useAccountNumbers() {
  const { catalog } = useRuleMaterial();
  return useMemo(() => {
    const accounts = catalog?.objects.find((each) => each.slug === "account");
    return (accounts?.fields ?? [])
      .filter((field) => numeric.includes(field.type) && !field.slug.startsWith("organization."))
      .map((field) => ({ value: field.slug, label: field.label, hint: field.group }));
  }, [catalog]);
}
