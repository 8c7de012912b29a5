export type Invitation = {
  uid: string;
  writtenAt: Temporal.Instant;
  startsAt: Temporal.Instant;
  minutes: number;
  title: string;
  url: string;
  organizer: { name: string; address: string };
  attendees: readonly { name: string; address: string }[];
};

/** An invitation as calendars read it (RFC 5545, with the method of RFC 5546). */
export function invitationText(invitation: Invitation): string {
  const { uid, writtenAt, startsAt, minutes, title, url, organizer, attendees } = invitation;
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Perennial//Weekly review//EN",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(writtenAt)}`,
    `DTSTART:${stamp(startsAt)}`,
    `DTEND:${stamp(startsAt.add({ minutes }))}`,
    `SUMMARY:${escaped(title)}`,
    `URL:${url}`,
    `ORGANIZER;CN=${quoted(organizer.name)}:mailto:${organizer.address}`,
    ...attendees.map(({ name, address }) => `ATTENDEE;CN=${quoted(name)};RSVP=TRUE:mailto:${address}`),
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]
    .map(folded)
    .join("\r\n");
}

/** UTC in the basic form: `20261123T090000Z`. */
function stamp(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r?\n/g, "\\n");
}

/** Parameter values may hold neither quotes nor control characters (§3.2). */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\p{Cc}]/gu, "")}"`;
}

/** Lines longer than 75 octets go on after a line break and a space (§3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  for (const character of line) {
    if (Buffer.byteLength(part + character) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part].join("\r\n ");
}
