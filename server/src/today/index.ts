import type { Slice } from "../kernel/slice.ts";

export const todaySlice: Slice = { name: "today" };
