import { type Meeting, meetings } from "@perennial/contract";
import type { ViewChoice, ViewedObject } from "../../api/viewed-object.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";

export type ListedMeeting = Meeting & ListedRow;

const placeOf = (meeting: ListedMeeting) => `/accounts/${meeting.accountId}?meeting=${meeting.id}`;

const own: readonly GridColumn<ListedMeeting>[] = [
  {
    id: "subject",
    type: "text",
    title: "Meeting",
    width: 220,
    href: placeOf,
    value: (meeting) => meeting.subject ?? "Meeting",
  },
  {
    id: "accountName",
    type: "text",
    title: "Account",
    width: 180,
    href: (meeting) => `/accounts/${meeting.accountId}`,
  },
];

/** Meetings as the page of their views shows them: those ahead first. */
export const meetingsViewed: ViewedObject<ListedMeeting> = {
  object: "meeting",
  plural: "meetings",
  title: "Meetings",
  noun: "meeting",
  list: meetings.list,
  update: meetings.update,
  live: ["meeting"],
  searched: "subject",
  hrefOf: placeOf,
  titleOf: (meeting) => meeting.subject ?? "Meeting",
  usualName: "All meetings",
  laidOutBy: { board: "status", calendar: "at" },
  usual: {
    filter: null,
    columns: [
      "subject",
      "accountName",
      "at",
      "kind",
      "status",
      "authorId",
      "attendees",
      "outcome",
      "nextStep",
    ],
    sort: "-at",
    group: null,
    layout: "table",
    layoutField: null,
    widths: {},
    pinned: null,
    footers: {},
  },
  useColumns: () => own,
  useChoices: () => choices,
  empty: {
    title: "No meeting here",
    text: "Note one on the page of an account, import them, or take a filter away.",
  },
};

const choices: readonly ViewChoice[] = [
  {
    id: "time",
    label: "When",
    usual: "all",
    options: [
      { value: "all", label: "Ahead or past", rule: null },
      { value: "ahead", label: "Ahead", rule: { subject: "status", op: "is", value: "scheduled" } },
      {
        value: "unsaid",
        label: "Past, nothing said",
        rule: {
          all: [
            { subject: "status", op: "is", value: "scheduled" },
            { subject: "at", op: "more-than-ago", value: { count: 0, unit: "days" } },
          ],
        },
      },
    ],
  },
  {
    id: "host",
    label: "Host",
    usual: "all",
    options: [
      { value: "all", label: "Host anybody", rule: null },
      { value: "me", label: "Host me", rule: { subject: "authorId", op: "is-me" } },
    ],
  },
];
