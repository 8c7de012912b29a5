import { pulseField } from "@perennial/contract";
import type { NodeSource } from "../engine/index.ts";
import { selectPulses } from "./pulses.sql.ts";

const group = "Health";

/** What a person of ours said last of the account, as long as it holds. */
export const pulseNodes: NodeSource = async () => [
  {
    kind: "source",
    key: "health-pulse",
    reads: [],
    columns: [
      {
        name: "pulse",
        field: {
          slug: pulseField,
          label: "Pulse",
          group,
          type: "integer",
          description: "How happy a person of ours finds the customer, 1 to 5; missing once it has expired",
        },
        isTracked: true,
      },
      {
        name: "pulse_given_on",
        field: { slug: "pulseGivenOn", label: "Pulse given on", group, type: "date" },
      },
      {
        name: "pulse_expires_on",
        field: { slug: "pulseExpiresOn", label: "Pulse expires on", group, type: "date" },
      },
    ],
    select: ({ scope, ctx }) => selectPulses(scope, ctx.today, ctx.timeZone),
  },
];
