import type { ForecastRenewal } from "@perennial/contract/forecasting";
import {
  createLiveSimulation,
  type LiveSimulation,
  type WhatIfAnswer,
  type WhatIfQuestion,
} from "./live-simulation.ts";

/** What the page sends: the renewals once, then question after question. */
export type ToWorker =
  | { kind: "load"; renewals: readonly ForecastRenewal[] }
  | { kind: "ask"; question: WhatIfQuestion };
/** An answer with the milliseconds it took to work out. */
export type FromWorker = { answer: WhatIfAnswer; tookMs: number };

/** So long no question must have come before a preview is made whole. */
const quietMs = 120;

let live: LiveSimulation = createLiveSimulation([]);
let settling: ReturnType<typeof setTimeout> | undefined;

function timed(work: () => WhatIfAnswer | undefined): WhatIfAnswer | undefined {
  const began = performance.now();
  const answer = work();
  if (answer) postMessage({ answer, tookMs: performance.now() - began } satisfies FromWorker);
  return answer;
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  clearTimeout(settling);
  if (data.kind === "load") {
    live = createLiveSimulation(data.renewals);
    return;
  }
  const answer = timed(() => live.ask(data.question));
  if (answer?.isPreview) settling = setTimeout(() => timed(() => live.settle()), quietMs);
});
