import { getMe, type Me } from "@perennial/contract";
import { usePast } from "../ui/past.ts";
import { useCall } from "./query.ts";

/** Who is signed in, what they may do, and the company. The shell waits for it: inside a page it is there. */
export function useMe() {
  return useCall(getMe, {}, { live: ["teammate", "company", "role"] });
}

/** Whether permissions given as `renewals.write`, `renewals.*` or `*` allow what is asked. */
export function allows(permissions: Me["permissions"], wanted: string): boolean {
  return permissions.some(
    (given) =>
      given === "*" || given === wanted || (given.endsWith(".*") && wanted.startsWith(given.slice(0, -1))),
  );
}

/** Whether this teammate may do something here and now: `useMay("renewals.write")`. The past may only be read. */
export function useMay(permission: string): boolean {
  const { data } = useMe();
  const { day } = usePast();
  if (day !== undefined && !permission.endsWith(".read")) return false;
  return data ? allows(data.permissions, permission) : false;
}
