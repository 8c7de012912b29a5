import type { Slice } from "../../kernel/slice.ts";
import { keepSortIndexes, keepSortIndexesCron } from "./keep-sort-indexes.job.ts";

/** Keeps long lists quick in whatever order people ask for. */
export const sortIndexesSlice: Slice = {
  name: "sort-indexes",
  jobs: [keepSortIndexes],
  crons: [keepSortIndexesCron],
};
