import { useMemo } from "react";
import type { ChartContent } from "./model.ts";

/** Keeps the content's identity while it says the same, so that a page that draws again does not redraw its charts. */
export function useSameContent(content: ChartContent): ChartContent {
  const text = JSON.stringify(content);
  return useMemo(() => JSON.parse(text) as ChartContent, [text]);
}
