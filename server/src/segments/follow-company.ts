import { enqueue } from "../kernel/jobs/index.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { recordObjects } from "./record-objects.ts";
import { refreshSegments } from "./refresh-segments.job.ts";

/** Days and quarters of the company are part of rules: with other ones all contacts and organizations are judged again. */
export const followCompany: AfterCommand = async (tx, _ctx, { changes }) => {
  const isMoved = changes.some(
    ({ object, field }) => object === "company" && (field === "timeZone" || field === "fiscalYearStartMonth"),
  );
  if (!isMoved) return;
  for (const object of recordObjects) await enqueue(tx, refreshSegments, { object });
};
