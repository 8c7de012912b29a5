import { type Template, templates } from "@perennial/contract";
import { useEffect, useState } from "react";
import { useCall } from "../../api/query.ts";

/**
 * A text with its variables filled in for the account, and the variables that have no value. Rendering is asked of a
 * template with the text in its place; a free text borrows the first template there is.
 */
export function useMessagePreview(input: {
  template: Template | undefined;
  known: readonly Template[];
  accountId: string;
  contactId?: string | undefined;
  renewalId?: string | null;
  subject: string;
  body: string;
  enabled: boolean;
}) {
  const { template, known, accountId, contactId, renewalId, subject, body, enabled } = input;
  const id = (template ?? known[0])?.id;
  const texts = useSettled(subject, body);
  return useCall(
    templates.preview,
    {
      params: { id: id ?? "" },
      body: {
        accountId,
        ...(contactId ? { contactId } : {}),
        ...(renewalId ? { renewalId } : {}),
        content: { subject: texts.subject || "–", body: texts.body || "–" },
      },
    },
    { enabled: enabled && id !== undefined && texts.body.trim() !== "", keepPrevious: true },
  );
}

const quietMs = 350;

/** The texts as of the last pause in typing: not every letter is asked about. */
function useSettled(subject: string, body: string): { subject: string; body: string } {
  const [settled, setSettled] = useState({ subject, body });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ subject, body }), quietMs);
    return () => clearTimeout(timer);
  }, [subject, body]);
  return settled;
}
