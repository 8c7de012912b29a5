import { createEvent, type EventAttributes } from "ics";

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
  const event: EventAttributes & { timestamp: number } = {
    productId: "-//Perennial//Weekly review//EN",
    method: "REQUEST",
    uid,
    title,
    url,
    // The library takes it, its types do not name it; left out, it would read the machine's clock.
    timestamp: writtenAt.epochMilliseconds,
    start: startsAt.epochMilliseconds,
    startOutputType: "utc",
    duration: { minutes },
    organizer: { name: plain(organizer.name), email: organizer.address },
    attendees: attendees.map(({ name, address }) => ({ name: plain(name), email: address, rsvp: true })),
  };
  const { error, value } = createEvent(event);
  if (error || !value) throw error ?? new Error("no calendar object was made");
  return value;
}

/** Parameter values may hold no double quotes (§3.2), which the library escapes. */
function plain(name: string): string {
  return name.replaceAll('"', "'");
}
