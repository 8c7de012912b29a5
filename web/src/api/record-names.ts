import { accounts, contacts, organizations, searchRecords } from "@perennial/contract";
import type { RecordNames } from "../ui/grid/described-column.tsx";
import { call } from "./client.ts";

const lists = { account: accounts.list, contact: contacts.list, organization: organizations.list };

function namesOfKind(object: keyof typeof lists): RecordNames {
  const names = new Map<string, string>();
  const remember = (id: string, name: string) => void names.set(id, name);
  return {
    page: `${object}s`,
    nameOf: (id) => names.get(id),
    idOf: (name) => {
      const wanted = name.toLowerCase();
      const ids = [...names].flatMap(([id, known]) => (known.toLowerCase() === wanted ? [id] : []));
      return ids.length === 1 ? ids[0] : undefined;
    },
    remember,
    search: async (text) => {
      const found = text.trim()
        ? (await call(searchRecords, { query: { q: text.trim(), limit: 40 } })).items
            .filter((hit) => hit.object === object)
            .map(({ id, title, subtitle }) => ({
              value: id,
              label: title,
              ...(subtitle ? { hint: subtitle } : {}),
            }))
        : (
            await call(lists[object] as typeof accounts.list, { query: { sort: "name", limit: 50 } })
          ).items.map(({ id, name }) => ({ value: id, label: name ?? "" }));
      for (const { value, label } of found) remember(value, label);
      return found;
    },
  };
}

/** What cells of all grids know of other records' names. */
export const recordNames = {
  account: namesOfKind("account"),
  contact: namesOfKind("contact"),
  organization: namesOfKind("organization"),
};
