import "../ui/styles.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "../api/query.ts";
import { useRecordsFound } from "../api/records-found.ts";
import { useValuesFound } from "../api/values-found.ts";
import { FindRecordsContext } from "../ui/rule-editor/record-options.ts";
import { FindValuesContext } from "../ui/rule-editor/value-suggestions.ts";
import { TooltipProvider } from "../ui/tooltip.tsx";

/** Dates are `Temporal` everywhere; browsers that lack it get it before anything else runs. */
async function start(): Promise<void> {
  if (!("Temporal" in globalThis)) await import("temporal-polyfill/global");
  const [{ createAppRouter }, { pages }] = await Promise.all([import("./router.tsx"), import("./pages.ts")]);
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <TooltipProvider delayDuration={350} skipDelayDuration={200}>
          <FindRecordsContext value={useRecordsFound}>
            <FindValuesContext value={useValuesFound}>
              <RouterProvider router={createAppRouter(pages)} />
            </FindValuesContext>
          </FindRecordsContext>
        </TooltipProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
