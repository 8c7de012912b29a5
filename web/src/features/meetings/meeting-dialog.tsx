import {
  type Account,
  accountTimeline,
  type Meeting,
  meetingAbsents,
  meetingKinds,
  meetingStatuses,
  meetings,
} from "@perennial/contract";
import { useState } from "react";
import { AccountField } from "../../api/account-field.tsx";
import { useAccountOptions } from "../../api/account-options.ts";
import { useContactsOfAccount } from "../../api/contacts-of-account.ts";
import { useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { now } from "../../ui/clock.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { InstantField } from "../../ui/instant-field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";

type MeetingDialogProps = {
  account?: Pick<Account, "id" | "name">;
  /** The one that is changed; a new one without it. */
  meeting?: Meeting;
  onClose: () => void;
};
type Draft = ReturnType<typeof draftOf>;

/** Arranges a meeting, or says what came of it. */
export function MeetingDialog({ account, meeting, onClose }: MeetingDialogProps) {
  const chosen = useAccountOptions();
  const [draft, setDraft] = useState(() => draftOf(meeting));
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const refreshes = [meetings.list, accountTimeline];
  const done = () => {
    toast({ title: meeting ? "Meeting saved" : "Meeting noted" });
    onClose();
  };
  const create = useWrite(meetings.create, { refreshes, onSuccess: done });
  const update = useWrite(meetings.update, { refreshes, onSuccess: done });
  const accountId = account?.id ?? chosen.accountId ?? "";
  const body = bodyOf(draft);
  const submit = () =>
    meeting
      ? update.mutate({ params: { id: meeting.id }, body })
      : create.mutate({ body: { account: accountId, ...body } });
  return (
    <FormDialog
      title={meeting ? "Meeting" : account ? `New meeting with ${account.name}` : "New meeting"}
      width="m"
      write={meeting ? update : create}
      onSubmit={submit}
      onClose={onClose}
      submitLabel={meeting ? "Save" : "Note the meeting"}
      disabled={draft.at === ""}
    >
      {!account && !meeting && <AccountField chosen={chosen} />}
      <TextField
        label="Subject"
        path="subject"
        mentions
        value={draft.subject}
        onChange={(subject) => set({ subject })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <InstantField label="Begins" path="at" value={draft.at} onChange={(at) => set({ at })} />
        <InstantField
          label="Ends"
          path="endsAt"
          optional
          value={draft.endsAt}
          onChange={(endsAt) => set({ endsAt })}
        />
        <Field label="Kind">
          {(control) => (
            <Select
              {...control}
              options={meetingKinds}
              value={draft.kind}
              onValueChange={(kind) => set({ kind })}
            />
          )}
        </Field>
        <Standing draft={draft} set={set} />
      </div>
      <People accountId={accountId || meeting?.accountId || ""} draft={draft} set={set} />
      <TextAreaField
        label="Notes"
        path="body"
        mentions
        rows={4}
        value={draft.body}
        onChange={(text) => set({ body: text })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Outcome"
          path="outcome"
          mentions
          optional
          value={draft.outcome}
          onChange={(outcome) => set({ outcome })}
        />
        <TextField
          label="Next step"
          path="nextStep"
          mentions
          optional
          value={draft.nextStep}
          onChange={(nextStep) => set({ nextStep })}
        />
      </div>
    </FormDialog>
  );
}

type PartProps = { draft: Draft; set: (part: Partial<Draft>) => void };

/** What became of it; who did not come, where somebody did not. */
function Standing({ draft, set }: PartProps) {
  return (
    <>
      <ComboField
        label="Status"
        path="status"
        placeholder="By its time"
        options={[...meetingStatuses]}
        value={draft.status}
        onValueChange={(status) => set({ status })}
      />
      {draft.status === "missed" && (
        <ComboField
          label="Who did not come"
          path="missedBy"
          options={[...meetingAbsents]}
          value={draft.missedBy}
          onValueChange={(missedBy) => set({ missedBy })}
        />
      )}
    </>
  );
}

/** Who takes part: the host, and contacts of the account by their addresses. */
function People({ accountId, draft, set }: PartProps & { accountId: string }) {
  const people = useTeammateOptions();
  const known = useContactsOfAccount(accountId);
  const addresses = known.flatMap(({ name, email }) =>
    email ? [{ value: email.toLowerCase(), label: name ?? email, hint: email }] : [],
  );
  const others = draft.attendees.filter((each) => !addresses.some(({ value }) => value === each));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <ComboField
        label="Host"
        path="authorId"
        placeholder="You"
        options={[...people]}
        value={draft.authorId}
        onValueChange={(authorId) => set({ authorId })}
      />
      <Field label="Attendees">
        {(control) => (
          <Combobox
            {...control}
            multiple
            label="Attendees"
            placeholder="Contacts of the account"
            className="w-full"
            options={[...addresses, ...others.map((each) => ({ value: each, label: each }))]}
            value={draft.attendees}
            onValueChange={(attendees) => set({ attendees })}
          />
        )}
      </Field>
    </div>
  );
}

function draftOf(meeting: Meeting | undefined) {
  return {
    subject: meeting?.subject ?? "",
    kind: (meeting?.kind ?? "check-in") as string,
    at: meeting?.at ?? nextFullHour(),
    endsAt: meeting?.endsAt ?? "",
    status: (meeting?.status ?? null) as string | null,
    missedBy: (meeting?.missedBy ?? null) as string | null,
    authorId: meeting?.authorId ?? null,
    attendees: meeting?.attendees ?? [],
    body: meeting?.body ?? "",
    outcome: meeting?.outcome ?? "",
    nextStep: meeting?.nextStep ?? "",
  };
}

function nextFullHour(): string {
  return now().round({ smallestUnit: "hour", roundingMode: "ceil" }).toString();
}

/** What was left empty is cleared; what has a default of its own is left out. */
function bodyOf(draft: Draft) {
  const { authorId, status, ...texts } = draft;
  const values = Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, value === "" ? null : value]),
  );
  return { ...values, ...(authorId ? { authorId } : {}), ...(status ? { status } : {}) };
}
