import type { Slice } from "../kernel/slice.ts";

export const risksSlice: Slice = { name: "risks" };
