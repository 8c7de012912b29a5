import { z } from "zod";
import { contactsForm, contactsSource } from "./contacts.ts";
import { eventValuesForm, eventValuesSource } from "./event-values.ts";
import { eventsForm, eventsSource } from "./events.ts";
import { featuresForm, featuresSource } from "./features.ts";
import { givenForm, givenSource } from "./given.ts";
import { lastSeenForm, lastSeenSource } from "./last-seen.ts";
import { recordsForm, recordsSource } from "./records.ts";
import { seatUtilisationForm, seatUtilisationSource } from "./seat-utilisation.ts";
import type { SourceForm } from "./source-form.ts";
import { surveysForm, surveysSource } from "./surveys.ts";
import { ticketsForm, ticketsSource } from "./tickets.ts";
import { touchesForm, touchesSource } from "./touches.ts";
import { traitForm, traitSource } from "./trait.ts";

/** What a metric counts. */
export const metricSource = z.discriminatedUnion("kind", [
  eventsSource,
  contactsSource,
  seatUtilisationSource,
  lastSeenSource,
  eventValuesSource,
  featuresSource,
  ticketsSource,
  surveysSource,
  touchesSource,
  recordsSource,
  traitSource,
  givenSource,
]);
export type MetricSource = z.infer<typeof metricSource>;

/** What the builder tells and asks, by kind of source, in the order in which they are offered. */
export const metricSourceForms: Readonly<Record<MetricSource["kind"], SourceForm>> = {
  events: eventsForm,
  "event-values": eventValuesForm,
  contacts: contactsForm,
  "seat-utilisation": seatUtilisationForm,
  "last-seen": lastSeenForm,
  features: featuresForm,
  tickets: ticketsForm,
  surveys: surveysForm,
  touches: touchesForm,
  records: recordsForm,
  trait: traitForm,
  given: givenForm,
};
