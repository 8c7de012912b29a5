import { previewSegment, type RuleCatalog, type Segment } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Link } from "@tanstack/react-router";
import { useDeferredValue } from "react";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Card } from "../../ui/card.tsx";
import { formatNumber } from "../../ui/format.ts";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { Money } from "../../ui/values.tsx";
import { RuleWhyNot } from "./rule-why-not.tsx";
import { segmentWords } from "./segment-words.ts";

type PreviewProps = { catalog: RuleCatalog; object: Segment["object"]; rule: RuleJson };

/** Who a rule would hold as it stands now: the count and the first by name, while one edits. */
export function RulePreview({ catalog, object, rule }: PreviewProps) {
  const asked = useDeferredValue(rule);
  const words = segmentWords[object];
  const isComplete = readRule(catalog, object, asked).problems.length === 0;
  const currency = useMe().data?.company.currency ?? "USD";
  const preview = useCall(
    previewSegment,
    { body: { object, rule: asked } },
    { enabled: isComplete, keepPrevious: true, live: [object] },
  );
  const found = preview.data;
  // The answer to the rule before stays on the screen while this one is counted, but not its number.
  const isCurrent = asked === rule && !preview.isPlaceholderData;
  return (
    <Card
      title="Who this would hold now"
      subtitle={
        <span aria-live="polite">
          {!isComplete
            ? "Complete the rule to see who fits."
            : found && isCurrent
              ? `${formatNumber(found.count)} of ${formatNumber(found.total)} ${words.many}`
              : "Counting…"}
        </span>
      }
    >
      {found && isComplete && (
        <ol className="flex flex-col text-m leading-6">
          {found.sample.map((record) => (
            <li key={record.id} className="flex justify-between gap-3">
              <Link to={`${words.path}/${record.id}`} className="min-h-6 truncate hover:underline">
                {record.name}
              </Link>
              {object === "account" && <Money amount={record.arr} currency={currency} missing="no ARR" />}
            </li>
          ))}
          {found.count > found.sample.length && (
            <li className="text-s text-ink-3">and {formatNumber(found.count - found.sample.length)} more</li>
          )}
        </ol>
      )}
      {isComplete && <RuleWhyNot object={object} rule={asked} />}
    </Card>
  );
}
