import type { CustomObject, CustomRecord } from "@perennial/contract";
import { endpointsOf } from "../../api/custom-endpoints.ts";
import type { ViewedObject } from "../../api/viewed-object.ts";
import type { ListedRow } from "../../ui/grid/described-column.tsx";
import { linkWords } from "./link-words.ts";
import { recordsAddress } from "./records-address.ts";

export type ListedRecord = CustomRecord & ListedRow;
const known = new Map<string, ViewedObject<ListedRecord>>();

/** The records of a custom object as the page of their views shows them. */
export function viewedRecords(object: CustomObject, traits: readonly string[]): ViewedObject<ListedRecord> {
  const key = JSON.stringify([object, traits]);
  const found = known.get(key);
  if (found) return found;
  const { slug, name, namePlural, linkedTo, mirrorOf } = object;
  const { list, update } = endpointsOf(slug);
  const made: ViewedObject<ListedRecord> = {
    object: slug,
    plural: `custom-records/${slug}`,
    area: "custom-objects",
    title: namePlural,
    noun: name.toLowerCase(),
    list,
    update,
    live: [slug],
    searched: "name",
    hrefOf: (record) => recordsAddress(slug, record.id),
    titleOf: (record) => record.name ?? name,
    usualName: `All ${namePlural.toLowerCase()}`,
    usual: {
      filter: null,
      columns: ["name", linkWords[linkedTo].column, ...traits],
      sort: "name",
      group: null,
      layout: "table",
      layoutField: null,
      widths: {},
      pinned: null,
      footers: {},
    },
    useColumns: () => columns,
    empty: {
      title: `No ${name.toLowerCase()} yet`,
      text:
        mirrorOf === null
          ? "Add one, import a file, or send them with the API."
          : `They come from ${mirrorOf}: by its connector, an imported file or the API.`,
    },
  };
  const columns = [
    {
      id: "name",
      type: "text" as const,
      title: name,
      width: 220,
      editable: false,
      href: (record: ListedRecord) => recordsAddress(slug, record.id),
    },
  ];
  known.set(key, made);
  return made;
}
