import type { ForecastRenewal } from "@perennial/contract/forecasting";
import { useEffect, useRef, useState } from "react";
import type { WhatIfQuestion } from "./live-simulation.ts";
import type { FromWorker, ToWorker } from "./simulation.worker.ts";

/** The answer to a question about these renewals, from a worker of its own so that typing and sliding are never held up. */
export function useSimulation(
  renewals: readonly ForecastRenewal[] | undefined,
  question: WhatIfQuestion,
): FromWorker | undefined {
  const worker = useRef<Worker | undefined>(undefined);
  const [answered, setAnswered] = useState<FromWorker>();
  const [isLoaded, setLoaded] = useState(false);

  useEffect(() => {
    if (!renewals) return;
    const started = new Worker(new URL("./simulation.worker.ts", import.meta.url), { type: "module" });
    started.onmessage = ({ data }: MessageEvent<FromWorker>) => setAnswered(data);
    started.postMessage({ kind: "load", renewals } satisfies ToWorker);
    worker.current = started;
    setLoaded(true);
    return () => {
      worker.current = undefined;
      started.terminate();
    };
  }, [renewals]);

  // Also after another worker has been started: it has not been asked yet.
  useEffect(() => {
    if (isLoaded) worker.current?.postMessage({ kind: "ask", question } satisfies ToWorker);
  }, [isLoaded, question, renewals]);

  return answered;
}
