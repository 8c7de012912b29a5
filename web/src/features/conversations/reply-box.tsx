import { type Conversation, conversations, outgoingMessages } from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Form } from "../../ui/field.tsx";
import { TextArea } from "../../ui/input.tsx";
import { toast } from "../../ui/toast.tsx";
import { MessagePreview } from "./message-preview.tsx";
import { contentText, TemplateChoice, useMailTemplates } from "./template-choice.tsx";
import { useMessagePreview } from "./use-message-preview.ts";

/** Writes on in the thread: free text or from a template, with its variables shown filled in. Ctrl+Enter sends. */
export function ReplyBox({ conversation }: { conversation: Conversation }) {
  const known = useMailTemplates();
  const [templateId, setTemplateId] = useState("");
  const [body, setBody] = useState("");
  const [isHeld, setHeld] = useState(false);
  const [isPreviewed, setPreviewed] = useState(false);
  const preview = useMessagePreview({
    template: known.find((one) => one.id === templateId),
    known,
    accountId: conversation.accountId,
    contactId: conversation.participants.find((one) => one.contactId)?.contactId ?? undefined,
    renewalId: conversation.renewalId,
    subject: conversation.subject,
    body,
    enabled: isPreviewed,
  });
  const reply = useWrite(conversations.reply, {
    refreshes: [conversations.get, conversations.list, outgoingMessages.list],
    onSuccess: () => {
      setBody("");
      setTemplateId("");
      setPreviewed(false);
      toast({ title: isHeld ? "Held for review" : "Reply queued" });
    },
  });
  const isEmpty = body.trim() === "";
  const send = () => {
    if (!isEmpty && !reply.isPending)
      reply.mutate({ params: { id: conversation.id }, body: { body, ...(isHeld ? { isHeld } : {}) } });
  };
  return (
    <Form
      aria-label="Reply"
      onSubmit={send}
      error={reply.error?.message}
      className="gap-2.5! rounded-card border border-line bg-surface px-4 py-3"
    >
      <TextArea
        aria-label="Your reply"
        placeholder={`Write to ${conversation.participants.map((one) => one.name || one.address).join(", ")} …`}
        rows={4}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        }}
      />
      {isPreviewed && !isEmpty && <MessagePreview preview={preview} hasSubject={false} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button variant="primary" type="submit" busy={reply.isPending} disabled={isEmpty}>
          {isHeld ? "Hold for review" : "Send reply"}
        </Button>
        <Button aria-pressed={isPreviewed} disabled={isEmpty} onClick={() => setPreviewed(!isPreviewed)}>
          Preview
        </Button>
        <TemplateChoice
          known={known}
          value={templateId}
          onChoose={(template) => {
            setTemplateId(template?.id ?? "");
            if (template) setBody(contentText(template, "body"));
          }}
        />
        <Checkbox label="Hold for review" checked={isHeld} onCheckedChange={setHeld} />
      </div>
    </Form>
  );
}
