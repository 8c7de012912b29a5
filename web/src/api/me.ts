import { getMe, type Me } from "@perennial/contract";
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

/** Whether this teammate may do something: `useMay("renewals.write")`. */
export function useMay(permission: string): boolean {
  const { data } = useMe();
  return data ? allows(data.permissions, permission) : false;
}
