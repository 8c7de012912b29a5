import type { Part } from "./pass-parts.ts";

/** So long a changed fact may wait for its account, where that is in a part. */
const aimMs = 500;
/** Where nothing is known of a pass; and fewer cost the pass too much: what its statements take for nobody is what they take for 180. */
const leastSize = 500;
const mostSize = 2_000;

type Done = Pick<Part, "pass_id" | "accounts">;

/** How many accounts the next part of a pass takes, by how long those before took. */
export type PartSizes = {
  of(passId: string): number;
  took(part: Done, ms: number): void;
  failed(part: Done): void;
};

export function createPartSizes(): PartSizes {
  let known = "";
  let size = leastSize;
  return {
    of(passId) {
      if (passId !== known) size = leastSize;
      known = passId;
      return size;
    },
    took({ pass_id, accounts }, ms) {
      if (pass_id !== known) return;
      const fitting = Math.round((accounts * aimMs) / ms);
      if (ms > aimMs) size = Math.min(size, Math.max(leastSize, fitting));
      // A part that the end of a chunk cut short tells nothing of longer ones.
      else if (accounts >= size) size = Math.min(mostSize, 2 * size, fitting);
    },
    failed({ pass_id, accounts }) {
      if (pass_id === known) size = Math.max(1, Math.ceil(accounts / 2));
    },
  };
}
