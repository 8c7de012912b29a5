import type { Metric, MetricSource } from "@perennial/contract";
import type { Planned, SourceKind } from "../source-kind.ts";
import { contactsKind } from "./contacts.ts";
import { eventValuesKind } from "./event-values.ts";
import { eventsKind } from "./events.ts";
import { eventsOfContactKind } from "./events-of-contact.ts";
import { featuresKind } from "./features.ts";
import { givenKind } from "./given.ts";
import { lastSeenKind } from "./last-seen.ts";
import { recordsKind } from "./records.ts";
import { seatUtilisationKind } from "./seat-utilisation.ts";
import { surveysKind } from "./surveys.ts";
import { ticketsKind } from "./tickets.ts";
import { touchesKind } from "./touches.ts";
import { traitKind } from "./trait.ts";

const sourceKinds: Readonly<Record<MetricSource["kind"], SourceKind>> = {
  events: eventsKind,
  "event-values": eventValuesKind,
  contacts: contactsKind,
  "seat-utilisation": seatUtilisationKind,
  "last-seen": lastSeenKind,
  features: featuresKind,
  tickets: ticketsKind,
  surveys: surveysKind,
  touches: touchesKind,
  records: recordsKind,
  trait: traitKind,
  given: givenKind,
};

/** All that is known of where a metric comes from. */
export function kindOf({ object, source }: Pick<Metric, "object" | "source">): SourceKind {
  return object === "contact" ? eventsOfContactKind : sourceKinds[source.kind];
}

export function planned(metric: Metric): Planned {
  return { metric, kind: kindOf(metric) };
}
