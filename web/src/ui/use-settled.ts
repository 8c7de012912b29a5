import { useEffect, useState } from "react";

/** The value once it has stayed the same for a while: for questions to the server while somebody types. */
export function useSettled<T>(value: T, waitMs = 400): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
