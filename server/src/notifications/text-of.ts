import type { App } from "../kernel/app.ts";

/** Title, text and address, as mail and Slack show them. */
export function textOf(
  app: App,
  { title, body, href }: { title: string; body?: string | undefined; href: string },
): string {
  return [title, ...(body ? [body] : []), `${app.settings.publicUrl}${href}`].join("\n\n");
}
