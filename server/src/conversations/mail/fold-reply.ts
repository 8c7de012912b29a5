import EmailReplyParser from "email-reply-parser";

/** The parser's patterns are not linear in the worst case; what a person writes above a quote fits in this many characters. */
const LONGEST_READ = 60_000;

/**
 * What the person wrote: the text without quoted earlier messages and signature. Folding is for reading only, the whole
 * text stays stored; when nothing would be left (a bare forward), the whole text is the reply.
 */
export function foldReply(text: string): string {
  const reply = new EmailReplyParser().parseReply(text.slice(0, LONGEST_READ)).trim();
  return reply === "" ? text.trim() : reply;
}
