import type { Endpoint, ViewDefinition } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { GridColumn } from "../ui/grid/column.ts";
import type { ListedRow } from "../ui/grid/described-column.tsx";
import type { CellEdit, CellResult } from "../ui/grid/edit.ts";

/** A filter that stands in the row above every table of an object: one of a few, each with its rule. */
export type ViewChoice = {
  id: string;
  label: string;
  /** What stands when nothing was chosen, in a page that is not narrowed otherwise. */
  usual: string;
  /** Seen only while it narrows the page: set by a number that was clicked. */
  isRare?: boolean;
  /** `rule` is null where everything fits. The first is “any”. */
  options: readonly { value: string; label: string; rule: RuleJson | null }[];
};

type CellCommit = (edits: readonly CellEdit[]) => Promise<CellResult[]>;

/** An object as the page of its views needs to know it: a feature gives it, the page draws it. */
export type ViewedObject<Row extends ListedRow> = {
  /** As rules and the API name it: `renewal`. */
  object: string;
  plural: string;
  /** What its permissions begin with, where that is not the plural. */
  area?: string;
  title: string;
  /** One of them, in words: “renewal”. */
  noun: string;
  list: Endpoint;
  update: Endpoint;
  bulkUpdate?: Endpoint;
  /** Objects whose changes make the list old. */
  live: readonly string[];
  /** Found by typing. */
  searched?: string;
  /** What opens a row from a board or a calendar, and what it is called there. */
  hrefOf: (row: Row) => string;
  titleOf: (row: Row) => string;
  /** What is shown before anybody saved a view. */
  usual: ViewDefinition;
  usualName: string;
  /** What a board or a calendar is laid out by before anybody chose. */
  laidOutBy?: { board?: string; calendar?: string };
  /** Columns drawn otherwise than their description says; asked for inside the page, so it may use hooks. */
  useColumns?: (canEdit: boolean) => readonly GridColumn<Row>[];
  /** Writes cells otherwise than field by field. */
  wrapCommit?: (commit: CellCommit) => CellCommit;
  useChoices?: () => readonly ViewChoice[];
  empty: { title: string; text: string };
};
