export { raiseDefinitionVersion } from "../kernel/definition-version.ts";
export { accountsOfRecords } from "./accounts-of-records.ts";
export { type BesideColumns, readBesideColumns, writeBesideColumns } from "./beside-columns.ts";
export { type Catalog, catalogOf, objectTypeOf } from "./catalog.ts";
export { columnsOf, columnValues, namesOfReferences, parseColumns } from "./columns.ts";
export { addColumn, addColumns, createRecordTable, dropColumn } from "./columns-ddl.ts";
export {
  claimExternalIds,
  type ExternalId,
  findByExternalIds,
  releaseExternalIds,
} from "./external-ids.ts";
export { columnTypeOf, type Field, parseFieldValue } from "./field.ts";
export { followMerges } from "./follow-merges.ts";
export { followersOf } from "./followers-of.ts";
export { checkStoredFormula, digitsOf, formulaExpression } from "./formula-expression.ts";
export { listIds } from "./list-records.ts";
export {
  areaOf,
  builtIns,
  type FieldSource,
  type Followers,
  type ObjectType,
  type ObjectTypeSource,
  type PrepareArguments,
  type RecordWrite,
  type RowProblem,
  type ShownValue,
  type WriteArguments,
} from "./object-type.ts";
export type { Kept } from "./past/changed-since.sql.ts";
export type { Moment } from "./past/moment.ts";
export type { PastContext } from "./past/past.ts";
export { contextAsOf, contextAt, hasPast, isPast, readingContext } from "./past/past.ts";
export type { PastPart, PastSource } from "./past/past-source.ts";
export { ownFields, recordsThen } from "./past/past-tables.ts";
export { readAsOf, tablesAsOf } from "./past/read-as-of.ts";
export type { Restated, RestatedFigure, RestatedSource } from "./past/restated.ts";
export { recordsStandIn, tablesStandIn, withQueries } from "./past/stand-ins.ts";
export { momentOf, selectThen, type TableThen } from "./past/table-then.ts";
export { pinsOf, setPinned } from "./pins.sql.ts";
export { accountsWhere, type FindArguments, type QualityCheck, type QualityRow } from "./quality-check.ts";
export { readRecords, type StoredRecord } from "./read-records.ts";
export { type RecordCommands, recordCommands } from "./record-commands.ts";
export { recordInputOf } from "./record-input.ts";
export {
  bulkResult,
  type Present,
  presentCommon,
  recordRoutes,
  recordRoutesOf,
  valuesWithPrefix,
} from "./record-routes.ts";
export { derivedJoin } from "./record-tables.ts";
export { resolveForUpsert } from "./resolve-records.ts";
export {
  type ComputedField,
  type FieldBaselines,
  type FormulaName,
  type RuleEvents,
  type RuleRelation,
  ruleCatalogOf,
} from "./rule-catalog.ts";
export { boundText, parseRuleFor, ruleEnv, ruleExpression } from "./rule-condition.ts";
export { sortIndexesSlice } from "./sort-indexes/slice.ts";
export { parseRequirement } from "./validate-values.ts";
export { writeCells, writeWholeRows } from "./write-cells.ts";
export { type RecordInput, type RowResult, writeRecords } from "./write-records.ts";
