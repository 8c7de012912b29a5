import type { RuleCatalog } from "@perennial/contract";
import { type Catalog, checkRule, describeRule, nodesOf, type Rule, type RuleJson } from "@perennial/rules";
import { useContext, useMemo } from "react";
import type { Option } from "../option-list.tsx";
import { FindRecordsContext, isRecordType, type RecordType } from "./record-options.ts";

/** Records that conditions may name by id, by type: teammates, accounts. */
export type References = Readonly<Record<string, readonly Option[]>>;

/** Whether a rule can be asked as it stands, and what it says in plain English. */
export function readRule(catalog: RuleCatalog, object: string, rule: RuleJson, references: References = {}) {
  const checked = checkRule(rule, catalog as Catalog, object);
  if ("problems" in checked) return { problems: checked.problems, sentence: null };
  const nameOf = (type: string, id: string) => references[type]?.find((each) => each.value === id)?.label;
  return { problems: [], sentence: describeRule(checked.rule, { nameOf }) };
}

/** The same, with the names of the accounts, contacts and organizations that the rule is about. */
export function useReadRule(
  catalog: RuleCatalog | undefined,
  object: string,
  rule: RuleJson,
  references: References,
) {
  const useFound = useContext(FindRecordsContext);
  const ids = useMemo(() => {
    const checked = catalog && checkRule(rule, catalog as Catalog, object);
    return recordIds(checked && "rule" in checked ? checked.rule : undefined);
  }, [catalog, object, rule]);
  const account = useFound("account", { ids: ids.account });
  const contact = useFound("contact", { ids: ids.contact });
  const organization = useFound("organization", { ids: ids.organization });
  return useMemo(() => {
    const named = { ...references, account, contact, organization };
    return catalog ? readRule(catalog, object, rule, named) : { problems: [], sentence: null };
  }, [catalog, object, rule, references, account, contact, organization]);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The records that a rule names by id, by their type. */
function recordIds(rule: Rule | undefined): Record<RecordType, string[]> {
  const found: Record<RecordType, Set<string>> = {
    account: new Set(),
    contact: new Set(),
    organization: new Set(),
  };
  for (const { node } of rule ? nodesOf(rule) : []) {
    if (node.kind !== "condition" || !isRecordType(node.field.type)) continue;
    const { value } = node;
    const written = typeof value === "object" && value !== null ? Object.values(value) : [value];
    for (const id of written) if (typeof id === "string" && uuid.test(id)) found[node.field.type].add(id);
  }
  return {
    account: [...found.account],
    contact: [...found.contact],
    organization: [...found.organization],
  };
}
