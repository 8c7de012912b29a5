import {
  addressIndicator,
  conversations,
  indicators,
  notes,
  raiseHand,
  renewals,
  reviewRisk,
  risks,
  snoozeIndicator,
  tasks,
  type WorkItem,
} from "@perennial/contract";
import { call } from "../../api/client.ts";
import type { WorkVerb } from "./work-verbs.ts";

export type Said = { text: string; date: string; person: string | null };

/** Does what a row's dialog asked for. @returns what was done, in words @throws ApiProblem */
export async function doWork(item: WorkItem, verb: WorkVerb, said: Said): Promise<string> {
  switch (verb) {
    case "done":
      return settle(item, said);
    case "snooze":
      await putOff(item, said);
      return `Put off until ${said.date}`;
    case "reassign":
      await give(item, said.person);
      return "Given away";
    case "note":
      await call(notes.create, { body: { account: item.accountId, body: said.text } });
      return "Note saved";
    case "hand":
      await call(raiseHand, { params: { id: item.accountId }, body: { message: said.text } });
      return "Your manager is told";
  }
}

async function settle({ kind, id }: WorkItem, { text, date }: Said): Promise<string> {
  const params = { id };
  switch (kind) {
    case "indicator":
      await call(addressIndicator, { params, body: { whatWasDone: text } });
      return "Addressed";
    case "task":
      await call(tasks.update, { params, body: { status: "done" } });
      return "Done";
    case "risk":
      await call(reviewRisk, { params, body: { note: text } });
      return "Reviewed";
    case "renewal":
      await call(renewals.update, { params, body: { nextStep: text, nextStepOn: date } });
      return "Next step set";
    case "conversation":
      await call(conversations.update, { params, body: { status: "closed" } });
      return "Closed";
  }
}

async function putOff({ kind, id }: WorkItem, { text, date }: Said): Promise<void> {
  const params = { id };
  if (kind === "indicator") await call(snoozeIndicator, { params, body: { until: date, reason: text } });
  if (kind === "task") await call(tasks.update, { params, body: { dueOn: date } });
  if (kind === "risk") await call(risks.update, { params, body: { nextReviewOn: date, nextStepOn: date } });
  if (kind === "renewal") await call(renewals.update, { params, body: { nextStepOn: date } });
}

async function give({ kind, id }: WorkItem, ownerId: string | null): Promise<void> {
  const params = { id };
  if (kind === "indicator") await call(indicators.update, { params, body: { ownerId } });
  if (kind === "task") await call(tasks.update, { params, body: { assigneeId: ownerId } });
  if (kind === "risk") await call(risks.update, { params, body: { ownerId } });
  if (kind === "renewal") await call(renewals.update, { params, body: { ownerId } });
  if (kind === "conversation") await call(conversations.update, { params, body: { ownerId } });
}
