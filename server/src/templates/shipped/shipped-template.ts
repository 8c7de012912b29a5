import type { ConversationContent, NoteContent, ProjectContent, TaskContent } from "@perennial/contract";

type Head = { slug: string; name: string; category: string; description: string };

/** A template that comes with Perennial. Its slug never changes: playbooks name it. */
export type ShippedTemplate = Head &
  (
    | { kind: "conversation"; content: ConversationContent }
    | { kind: "project"; content: ProjectContent }
    | { kind: "note"; content: NoteContent }
    | { kind: "task"; content: TaskContent }
  );

/** Shorthand for a mail: the greeting and the signature are the same in all of them. */
export function mail(
  head: Head,
  subject: string,
  paragraphs: string[],
  more: Partial<ConversationContent> = {},
): ShippedTemplate {
  const greeting = 'Hello {{ contact.first_name | default: "there" }},';
  const signature = "Best regards,\n{{ sender.name }}\n{{ company.name }}";
  const content: ConversationContent = {
    subject,
    body: [greeting, ...paragraphs, signature].join("\n\n"),
    sender: { kind: "key-role", role: "csm" },
    ...more,
  };
  return { kind: "conversation", ...head, content };
}
