import type { Slice } from "./kernel/slice.ts";

/** The product's table of contents, in dependency order. */
export const slices: readonly Slice[] = [];
