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
export type FromWorker = WhatIfAnswer;

/** So long no question must have come before a preview is made whole. */
const quietMs = 120;

let live: LiveSimulation = createLiveSimulation([]);
let settling: ReturnType<typeof setTimeout> | undefined;

function tell(answer: WhatIfAnswer | undefined): void {
  if (answer) postMessage(answer satisfies FromWorker);
}

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  clearTimeout(settling);
  if (data.kind === "load") {
    live = createLiveSimulation(data.renewals);
    return;
  }
  const answer = live.ask(data.question);
  tell(answer);
  if (answer.isPreview) settling = setTimeout(() => tell(live.settle()), quietMs);
});
