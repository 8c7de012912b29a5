import {
  type Account,
  accountTimeline,
  contacts,
  conversations,
  listKeyRoles,
  outgoingMessages,
  type Sender,
} from "@perennial/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { contactsOfAccount } from "../../api/contacts-of-account.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Form } from "../../ui/field.tsx";
import { Input, TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { toast } from "../../ui/toast.tsx";
import { MessagePreview } from "./message-preview.tsx";
import { contentText, TemplateChoice, useMailTemplates } from "./template-choice.tsx";
import { useMessagePreview } from "./use-message-preview.ts";

const empty = { templateId: "", to: [] as string[], from: "author", subject: "", body: "", isHeld: false };

function senderOf(from: string): Sender {
  return from === "author" || from === "fixed" ? { kind: from } : { kind: "key-role", role: from };
}

/** Starts a conversation with the account's people: from a template or as free text, previewed on this account. */
export function EmailComposer({ account, onDone }: { account: Account; onDone: () => void }) {
  const navigate = useNavigate();
  const known = useMailTemplates();
  const [draft, setDraft] = useState(empty);
  const [isPreviewed, setPreviewed] = useState(false);
  const change = (patch: Partial<typeof empty>) => setDraft((before) => ({ ...before, ...patch }));
  const people = useReachable(account);
  const roles = useCall(listKeyRoles, {}).data?.items ?? [];
  const template = known.find((one) => one.id === draft.templateId);
  const preview = useMessagePreview({
    template,
    known,
    accountId: account.id,
    contactId: draft.to[0],
    subject: draft.subject,
    body: draft.body,
    enabled: isPreviewed,
  });
  const start = useWrite(conversations.start, {
    refreshes: [accountTimeline, conversations.list, outgoingMessages.list],
    onSuccess: ({ id }) => {
      toast({
        title: draft.isHeld ? "Held for review" : "E-mail queued",
        action: { label: "Open", run: () => void navigate({ to: `/conversations/${id}` }) },
      });
      onDone();
    },
  });
  const isReady = draft.subject.trim() !== "" && draft.body.trim() !== "";
  const send = () => {
    if (!isReady || start.isPending) return;
    const { subject, body, isHeld } = draft;
    start.mutate({
      body: {
        accountId: account.id,
        subject,
        body,
        sender: senderOf(draft.from),
        ...(template ? { template: { id: template.id } } : {}),
        ...(draft.to.length > 0 ? { contactIds: draft.to } : {}),
        ...(isHeld ? { isHeld } : {}),
      },
    });
  };
  return (
    <Form aria-label="Write an e-mail" className="gap-2!" onSubmit={send} error={start.error?.message}>
      <div className="flex flex-wrap gap-2">
        <TemplateChoice
          known={known}
          value={draft.templateId}
          onChoose={(chosen) => change(chosen ? draftOf(chosen) : { templateId: "" })}
        />
        <Select
          aria-label="Send as"
          options={[
            { value: "author", label: "From me" },
            ...roles.map(({ slug, name }) => ({ value: slug, label: `From the ${name}` })),
            { value: "fixed", label: "From the company's address" },
          ]}
          value={draft.from}
          onValueChange={(from) => change({ from })}
        />
      </div>
      <Combobox
        multiple
        label="To"
        placeholder="To the decision maker, else the champion …"
        className="w-full"
        options={people}
        value={draft.to}
        onValueChange={(to) => change({ to })}
      />
      <Input
        aria-label="Subject"
        placeholder="Subject"
        value={draft.subject}
        onChange={(event) => change({ subject: event.target.value })}
      />
      <TextArea
        aria-label="Text"
        placeholder="Text; variables such as {{ account.name }} are filled in"
        rows={6}
        value={draft.body}
        onChange={(event) => change({ body: event.target.value })}
      />
      {isPreviewed && draft.body.trim() !== "" && <MessagePreview preview={preview} hasSubject />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button variant="primary" type="submit" busy={start.isPending} disabled={!isReady}>
          {draft.isHeld ? "Hold for review" : "Send"}
        </Button>
        <Button
          aria-pressed={isPreviewed}
          disabled={draft.body.trim() === ""}
          onClick={() => setPreviewed(!isPreviewed)}
        >
          Preview
        </Button>
        <Checkbox
          label="Hold for review"
          checked={draft.isHeld}
          onCheckedChange={(isHeld) => change({ isHeld })}
        />
      </div>
    </Form>
  );
}

/** A chosen template fills in what it says; whom it goes to stays with whoever writes. */
function draftOf(template: Parameters<typeof contentText>[0] & object): Partial<typeof empty> {
  const sender = template.content.sender as Sender | undefined;
  return {
    templateId: template.id,
    subject: contentText(template, "subject"),
    body: contentText(template, "body"),
    ...(sender?.kind === "key-role" ? { from: sender.role } : {}),
  };
}

/** The account's contacts that have an address and have not left. */
function useReachable(account: Account) {
  const filter = contactsOfAccount(account.id);
  const list = useCall(contacts.list, { query: { filter, limit: 200 } }, { live: ["contact"] });
  return (list.data?.items ?? []).flatMap(({ id, name, email, deactivatedOn }) =>
    email && !deactivatedOn ? [{ value: id, label: name ?? email, hint: email }] : [],
  );
}
