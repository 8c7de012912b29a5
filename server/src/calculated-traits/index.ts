import { previewTrait as endpoint } from "@perennial/contract";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { previewTrait } from "./preview-trait.ts";
import { ensureShippedCalculatedTraits } from "./shipped-calculated-traits.ts";

/** Calculated traits before they are stored, and those that are shipped. They are defined as traits are. */
export const calculatedTraitsSlice: Slice = {
  name: "calculated-traits",
  routes: [route(endpoint, ({ app, ctx, body }) => ask(app, ctx, previewTrait, body))],
  ensureShipped: ensureShippedCalculatedTraits,
};
