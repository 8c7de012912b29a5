import { explainRuleFor, type Segment } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { WhyPanel } from "../../ui/why-panel.tsx";
import { RecordPicker } from "./record-picker.tsx";
import { segmentWords } from "./segment-words.ts";

/** Why the rule as it is being written holds a chosen record, or does not. */
export function RuleWhyNot({ object, rule }: { object: Segment["object"]; rule: RuleJson }) {
  const [record, setRecord] = useState<{ id: string; name: string }>();
  return (
    <div className="mt-3 border-t border-line pt-3">
      <RecordPicker
        object={object}
        label={`Why, or why not: choose ${/^[ao]/.test(object) ? "an" : "a"} ${segmentWords[object].one}`}
        onPick={(id, name) => setRecord({ id, name })}
      />
      {record && <Why object={object} rule={rule} record={record} onClose={() => setRecord(undefined)} />}
    </div>
  );
}

function Why({
  object,
  rule,
  record,
  onClose,
}: {
  object: Segment["object"];
  rule: RuleJson;
  record: { id: string; name: string };
  onClose: () => void;
}) {
  const { data, error } = useCall(explainRuleFor, { body: { object, rule, recordId: record.id } });
  return <WhyPanel title={record.name} explanation={data} error={error} onClose={onClose} />;
}
