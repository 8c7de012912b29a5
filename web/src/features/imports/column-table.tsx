import { type ImportDetail, type ImportMap, listImportObjects, listTraits } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "../../api/query.ts";
import { Badge } from "../../ui/chip.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { formatNumber } from "../../ui/format.ts";
import { fieldLabel, typeWords } from "./import-words.ts";

const leftOut = "–";
const newTrait = "+";

export type ColumnTableProps = {
  one: ImportDetail;
  isDisabled: boolean;
  onChange: (patch: Partial<ImportMap>) => void;
};

/** Every column of the file with what its values look like and the field it becomes. */
export function ColumnTable({ one, isDisabled, onChange }: ColumnTableProps) {
  const { fields, traits, others } = useTargets(one.object);
  const choose = (column: string, value: string | null) => {
    const columns: NonNullable<ImportMap["columns"]> = {};
    for (const each of one.columns) columns[each.column] = each.target;
    const isNew = value === newTrait;
    columns[column] = isNew ? slugOf(column) : value === leftOut ? null : value;
    const create = new Set(one.map.create);
    if (isNew && others === "traits") create.add("traits");
    onChange({ columns, create: [...create] });
  };
  const newLabel = others === "traits" ? "A new trait" : "A property of the event";
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[640px] text-m">
        <thead>
          <tr className="border-b border-line text-left text-s text-ink-2">
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Column
            </th>
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Looks like
            </th>
            <th scope="col" className="py-1.5 pr-4 font-medium">
              Examples
            </th>
            <th scope="col" className="w-64 py-1.5 font-medium">
              Becomes
            </th>
          </tr>
        </thead>
        <tbody>
          {one.columns.map(({ column, target, by, type, filled, empty, examples }) => (
            <tr key={column} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                {column}
              </th>
              <td className="py-1.5 pr-4 whitespace-nowrap text-ink-2">
                {filled === 0 ? "Nothing" : (typeWords[type] ?? type)}
                {empty > 0 && filled > 0 && (
                  <span className="text-ink-3"> · {formatNumber(empty)} empty</span>
                )}
              </td>
              <td className="max-w-36 truncate xl:max-w-72 py-1.5 pr-4 text-ink-2">
                {examples.slice(0, 3).join(", ")}
              </td>
              <td className="py-1.5">
                <span className="flex items-center gap-2">
                  <Combobox
                    label={`What ${column} becomes`}
                    className="w-44 xl:w-56"
                    disabled={isDisabled}
                    value={target ?? leftOut}
                    onValueChange={(value) => choose(column, value)}
                    options={[
                      { value: leftOut, label: "Left out" },
                      ...(target && !isKnown(target, fields, traits)
                        ? [{ value: target, label: fieldLabel(target), hint: "new" }]
                        : []),
                      ...fields,
                      ...traits,
                      ...(others === "nothing"
                        ? []
                        : [{ value: newTrait, label: newLabel, hint: slugOf(column) }]),
                    ]}
                  />
                  {(by === "synonym" || by === "name") && <Badge>guessed</Badge>}
                  {by === "rest" && <Badge tone="accent">new</Badge>}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Target = { value: string; label: string; hint?: string };

const isKnown = (target: string, ...lists: readonly (readonly Target[])[]): boolean =>
  lists.some((list) => list.some(({ value }) => value === target));

/** The fields and traits that columns of this kind of rows can become. */
export function useTargets(object: string) {
  const objects = useCall(listImportObjects, {});
  const found = objects.data?.items.find((each) => each.object === object);
  const type = found?.objectType ?? "";
  const traits = useCall(listTraits, { query: { object: type } }, { enabled: type !== "" });
  return useMemo(
    () => ({
      others: found?.others ?? ("nothing" as const),
      namesTeammates: (found?.fields ?? []).some(({ field }) => field.startsWith("keyRole.")),
      fields: (found?.fields ?? []).map(({ field }): Target => ({ value: field, label: fieldLabel(field) })),
      traits: (traits.data?.items ?? []).map(
        ({ slug, name }): Target => ({ value: slug, label: name, hint: "trait" }),
      ),
    }),
    [found, traits.data],
  );
}

/** A column's name as the slug of a trait. */
function slugOf(column: string): string {
  const plain = column
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return (/^[a-z]/.test(plain) ? plain : `c_${plain}`).slice(0, 40);
}
