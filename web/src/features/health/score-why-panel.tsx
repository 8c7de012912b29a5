import { listHealthScores } from "@perennial/contract";
import { type ReactNode, useState } from "react";
import { useCall } from "../../api/query.ts";
import { type AskWhy, ScoreWhy } from "../../ui/grid/score-why.ts";
import { HealthWhy } from "./health-why.tsx";

type Asked = { score: string; account: Parameters<AskWhy>[1] };

/** Lets the scores in the tables of a page be asked why they stand there, and answers beside them. */
export function ScoreWhyPanel({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const scores = useCall(listHealthScores, {}, { live: ["health-score"] });
  const score = scores.data?.items.find((each) => each.slug === asked?.score);
  return (
    <ScoreWhy value={(slug, account) => setAsked({ score: slug, account })}>
      {children}
      {asked && score && (
        <HealthWhy score={score} account={asked.account} onClose={() => setAsked(undefined)} />
      )}
    </ScoreWhy>
  );
}
