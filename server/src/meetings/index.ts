import { meetings } from "@perennial/contract";
import type { Slice } from "../kernel/slice.ts";
import {
  namesOfReferences,
  type Present,
  presentCommon,
  readBesideColumns,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";
import { meetingTimeline } from "./meeting-timeline.ts";
import { meetingBeside, meetingType } from "./meeting-type.ts";

export const meetingCommands = recordCommands(meetingType);

const presentMeetings: Present = async (app, ctx, records) => {
  const ids = records.map((record) => record.id);
  const beside = await readBesideColumns(app.db, meetingType, meetingBeside, ids, ctx);
  const names = await namesOfReferences(
    app.db,
    records.map(({ accountId }) => ({ type: "account", value: accountId })),
  );
  return records.map((record) => {
    const { id: _id, ...shown } = beside.get(record.id) ?? {};
    return {
      ...presentCommon(meetingType, record),
      ...shown,
      accountName: names.get(String(record.accountId)) ?? null,
    };
  });
};

/** Meetings with accounts. */
export const meetingsSlice: Slice = {
  name: "meetings",
  routes: recordRoutes(meetingType, meetings, meetingCommands, presentMeetings),
  contributes: { objectTypes: [meetingType], timelineSources: [meetingTimeline] },
};
