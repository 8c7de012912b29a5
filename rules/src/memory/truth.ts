/** True, false, or unknown. */
export type Truth = boolean | null;

/** False as soon as one is false, unknown when one is unknown, else true: SQL's AND. */
export function allOf(truths: Iterable<Truth>): Truth {
  let result: Truth = true;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth === null) result = null;
  }
  return result;
}

/** True as soon as one is true, unknown when one is unknown, else false: SQL's OR. */
export function anyOf(truths: Iterable<Truth>): Truth {
  let result: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth === null) result = null;
  }
  return result;
}

/** Unknown stays unknown. */
export function notOf(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
