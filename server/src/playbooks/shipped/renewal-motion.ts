import type { PlaybookDefinitionInput } from "@perennial/contract";

/**
 * The reference playbook: the renewal window opens → segment, project, reminder as the renewal's owner → an answer, or
 * after a week the follow-up in the same thread → Notice Sent. Nothing in it is special: it is data like any other.
 */
export const renewalMotion: PlaybookDefinitionInput = {
  trigger: { kind: "segment-entered", segment: "renewing_180d" },
  // A term that renews leaves the window and comes back a term later; 150 days keep one window from counting twice.
  enrolment: { policy: "each-time", notWithinDays: 150 },
  first: "add-to-renewal",
  steps: [
    {
      id: "add-to-renewal",
      kind: "add-to-segment",
      settings: { segment: "renewal" },
      next: { next: "create-project" },
    },
    {
      id: "create-project",
      kind: "create-project",
      settings: { template: "renewal-project" },
      next: { next: "send-reminder" },
    },
    {
      id: "send-reminder",
      kind: "start-conversation",
      settings: { template: "renewal-reminder", sender: { kind: "renewal-owner" } },
      next: { next: "wait-for-answer" },
    },
    {
      id: "wait-for-answer",
      kind: "wait-for-answer",
      settings: { conversation: "send-reminder", days: 7 },
      next: { answered: "notice-sent", "timed-out": "send-follow-up" },
    },
    {
      id: "send-follow-up",
      kind: "reply-in-conversation",
      settings: { conversation: "send-reminder", template: "renewal-follow-up" },
      next: { next: "notice-sent" },
    },
    {
      id: "notice-sent",
      kind: "set-renewal-stage",
      settings: { stage: "notice_sent", stampsNoticeSent: true },
      next: {},
    },
  ],
};
