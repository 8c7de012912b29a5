import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { fillJob, removeJob } from "./sample-company.jobs.ts";
import { readSampleCompany, setSampleCompanyIn } from "./sample-company-status.ts";

/** Asks for the sample company to be filled or removed; the work goes on in the background. */
export const requestSampleCompany = command({
  name: "sample-company.request",
  permission: "sample-company.write",
  input: z.object({ wish: z.enum(["fill", "remove"]) }),
  async run({ tx, ctx, input }) {
    await tx.selectFrom("sample_company").select("id").forUpdate().execute();
    const { status } = await readSampleCompany(tx);
    if (status === "filling" || status === "removing") {
      throw problem(
        "conflict",
        `The sample company is being ${status === "filling" ? "filled" : "removed"}. Wait for it.`,
      );
    }
    if (input.wish === "fill" && status === "present") {
      throw problem("conflict", "The sample company is there already. Remove it first.");
    }
    if (input.wish === "remove" && status === "absent") return { result: null };
    const next = input.wish === "fill" ? "filling" : "removing";
    await setSampleCompanyIn(tx, {
      status: next,
      step: null,
      done: 0,
      error: null,
      startedAt: ctx.now.toString(),
      finishedAt: null,
    });
    await enqueue(tx, input.wish === "fill" ? fillJob : removeJob, {});
    return {
      result: null,
      events: [{ name: `sample-company.${next}`, object: "sample-company", objectId: null, accountId: null }],
    };
  },
});
