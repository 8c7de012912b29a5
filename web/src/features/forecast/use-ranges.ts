import { getScenario, getWhatIf } from "@perennial/contract";
import { dueIn, forecastRenewals, suppose, suppositionsOf } from "@perennial/contract/forecasting";
import { useEffect, useMemo, useState } from "react";
import { useCall } from "../../api/query.ts";
import type { Forecast } from "./forecast-shown.ts";
import type { RangesAnswer, RangesQuestion } from "./ranges.worker.ts";

/**
 * P10 to P90 of every level, drawn in a worker of its own so that the page stands before it. Nothing of the past, whose
 * simulation nobody kept, and of groups that are no levels.
 */
export function useRanges(forecast: Forecast): RangesAnswer | undefined {
  const isAsked = forecast.asOf === null && forecast.rows.every(({ level }) => level !== "group");
  const scenarioId = forecast.scenario?.id;
  const base = useCall(
    getWhatIf,
    {
      query: { dueFrom: forecast.from, dueTo: forecast.to, ...(scenarioId ? { scenario: scenarioId } : {}) },
    },
    { live: ["renewal"], enabled: isAsked, keepPrevious: true },
  );
  const scenario = useCall(
    getScenario,
    { params: { id: scenarioId ?? "" } },
    { enabled: scenarioId !== undefined },
  );
  const overrides = scenarioId ? scenario.data?.overrides : undefined;
  const question = useMemo((): RangesQuestion | undefined => {
    if (!isAsked || !base.data || (scenarioId && !overrides)) return undefined;
    const { rows, named } = base.data;
    const renewals = suppose(
      forecastRenewals(rows, forecast.likelihoodFirst),
      suppositionsOf(overrides ?? [], named, rows),
    );
    const levels = forecast.rows.map(({ key, ownerIds, hasNobody }) => ({ key, ownerIds, hasNobody }));
    return { renewals: dueIn(renewals, { from: forecast.from, to: forecast.to }), levels };
  }, [isAsked, base.data, scenarioId, overrides, forecast]);
  const [answer, setAnswer] = useState<RangesAnswer>();
  useEffect(() => {
    setAnswer(undefined);
    if (!question) return;
    const worker = new Worker(new URL("./ranges.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<RangesAnswer>) => setAnswer(data);
    worker.postMessage(question);
    return () => worker.terminate();
  }, [question]);
  return answer;
}
