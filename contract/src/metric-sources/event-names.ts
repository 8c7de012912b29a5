import { z } from "zod";
import type { SourceAsk } from "./source-form.ts";

export const eventNames = z
  .array(z.string().trim().min(1).max(200))
  .max(200)
  .default([])
  .describe("Events by name, in any case; none means any event");

export const askForNames: SourceAsk = { ask: "event-names", key: "names", label: "Events" };
