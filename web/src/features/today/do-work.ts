import {
  addressIndicator,
  conversations,
  indicators,
  meetings,
  notes,
  renewals,
  reopenIndicator,
  reviewRisk,
  risks,
  snoozeIndicator,
  tasks,
  wakeIndicator,
} from "@perennial/contract";
import { call } from "../../api/client.ts";
import type { Workable, WorkVerb } from "./work-verbs.ts";

export type Said = { text: string; date: string; person: string | null };
/** The way back; a review that was held, and a day nobody knows any more, have none. */
export type Undo = (() => Promise<unknown>) | null;

/** Does to one row what the dialog asked for. @returns the way back @throws ApiProblem */
export async function doWork(item: Workable, verb: WorkVerb, said: Said): Promise<Undo> {
  switch (verb) {
    case "done":
      return settle(item, said);
    case "snooze":
      return putOff(item, said);
    case "reassign": {
      await give(item, said.person);
      return () => give(item, item.ownerId);
    }
    case "note": {
      const { id } = await call(notes.create, { body: { account: item.accountId, body: said.text } });
      return () => call(notes.archive, { params: { id } });
    }
  }
}

async function settle({ kind, id }: Workable, { text, date }: Said): Promise<Undo> {
  const params = { id };
  switch (kind) {
    case "indicator":
      await call(addressIndicator, { params, body: { whatWasDone: text } });
      return () => call(reopenIndicator, { params });
    case "task":
      await call(tasks.update, { params, body: { status: "done" } });
      return () => call(tasks.update, { params, body: { status: "open" } });
    case "risk":
      await call(reviewRisk, { params, body: { note: text } });
      return null;
    case "renewal": {
      const { nextStep, nextStepOn } = await call(renewals.get, { params, query: {} });
      await call(renewals.update, { params, body: { nextStep: text, nextStepOn: date } });
      return () => call(renewals.update, { params, body: { nextStep, nextStepOn } });
    }
    case "meeting": {
      const { status, outcome } = await call(meetings.get, { params, query: {} });
      await call(meetings.update, { params, body: { status: "held", outcome: text } });
      return () => call(meetings.update, { params, body: { status: status ?? "scheduled", outcome } });
    }
    case "conversation":
      await call(conversations.update, { params, body: { status: "closed" } });
      return () => call(conversations.update, { params, body: { status: "open" } });
  }
}

async function putOff({ kind, id }: Workable, { text, date }: Said): Promise<Undo> {
  const params = { id };
  switch (kind) {
    case "indicator":
      await call(snoozeIndicator, { params, body: { until: date, reason: text } });
      return () => call(wakeIndicator, { params });
    case "task": {
      const { dueOn } = await call(tasks.get, { params, query: {} });
      await call(tasks.update, { params, body: { dueOn: date } });
      return () => call(tasks.update, { params, body: { dueOn } });
    }
    case "risk": {
      const { nextReviewOn, nextStepOn } = await call(risks.get, { params, query: {} });
      await call(risks.update, { params, body: { nextReviewOn: date, nextStepOn: date } });
      return () => call(risks.update, { params, body: { nextReviewOn, nextStepOn } });
    }
    case "renewal": {
      const { nextStepOn } = await call(renewals.get, { params, query: {} });
      await call(renewals.update, { params, body: { nextStepOn: date } });
      return () => call(renewals.update, { params, body: { nextStepOn } });
    }
    case "conversation":
    case "meeting":
      return null;
  }
}

function give({ kind, id }: Workable, ownerId: string | null): Promise<unknown> {
  const params = { id };
  switch (kind) {
    case "indicator":
      return call(indicators.update, { params, body: { ownerId } });
    case "task":
      return call(tasks.update, { params, body: { assigneeId: ownerId } });
    case "risk":
      return call(risks.update, { params, body: { ownerId } });
    case "renewal":
      return call(renewals.update, { params, body: { ownerId } });
    case "conversation":
      return call(conversations.update, { params, body: { ownerId } });
    case "meeting":
      return call(meetings.update, { params, body: { authorId: ownerId } });
  }
}
