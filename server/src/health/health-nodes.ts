import type { HealthMeasure } from "@perennial/contract";
import { asksInHours } from "@perennial/rules";
import { sql } from "kysely";
import type { ComputeEnvironment, DerivedColumn, ExpressionNode, NodeSource } from "../engine/index.ts";
import { type KnownDay, readKnownDays } from "../metrics/index.ts";
import { checkStoredRule, readsOf, readUsual, type Usual } from "../segments/index.ts";
import { announceCrossing } from "./announce-crossing.ts";
import { fieldsRead } from "./check-model.ts";
import { readScores, type ScoreRow } from "./health.sql.ts";
import {
  coverageColumn,
  coverageField,
  labelColumn,
  labelField,
  labelNodeKey,
  measureField,
  modelColumn,
  modelField,
  modelNodeKey,
  oldestColumn,
  oldestField,
  overrideColumn,
  overrideField,
  pointsColumn,
  pointsNodeKey,
  primaryField,
  primaryLabelField,
  scoreColumn,
  scoreField,
  scoreNodeKey,
} from "./health-columns.ts";
import { oldestInput } from "./input-dates.sql.ts";
import { fieldsWithUsual, placedMeasures, segmentsOfModels } from "./model.ts";
import { columnsOf, pointsExpression } from "./points.sql.ts";
import { byVariant, coverageExpression, labelExpression, scoreExpression } from "./score.sql.ts";

const group = "Health";

/**
 * Four nodes for each score, one reading the other: the points of its measures; what the model says, with its coverage and the
 * day of its oldest input; the score, which is a person's value while one stands; the label. The points are columns of their
 * own, so that a change can say which measure moved it.
 */
export const healthNodes: NodeSource = async (db) => {
  const scores = await readScores(db);
  const usual = await readUsual(db, fieldsWithUsual(scores.map((score) => score.model)));
  const inputs = await readKnownDays(db);
  return scores.flatMap((score) => nodesOfScore(score, usual, inputs));
};

export function nodesOfScore(
  score: ScoreRow,
  usual: Usual,
  inputs: ReadonlyMap<string, KnownDay>,
): ExpressionNode[] {
  return [pointsNode(score, usual), modelNode(score, inputs), scoreNode(score), labelNode(score)];
}

function columnOf(score: ScoreRow, measure: HealthMeasure): string {
  return pointsColumn(score.slug, score.numbers[measure.slug] ?? 0);
}

function pointsNode(score: ScoreRow, usual: Usual): ExpressionNode {
  const placed = placedMeasures(score.model);
  return {
    kind: "expression",
    key: pointsNodeKey(score.slug),
    columns: placed.map(
      ({ measure }): DerivedColumn => ({
        name: columnOf(score, measure),
        field: {
          slug: measureField(score.slug, measure.slug),
          label: `${score.name}: ${measure.name}, points`,
          group,
          type: "number",
        },
        isTracked: true,
      }),
    ),
    reads: [...score.reads, ...segmentsOfModels(score.model)],
    changesHourly: asksInHours(score.model),
    expressions: (environment) =>
      Object.fromEntries(
        placed.map((each) => [
          columnOf(score, each.measure),
          pointsExpression(score.model, each, { ...environment, usual }),
        ]),
      ),
  };
}

function modelNode(score: ScoreRow, inputs: ReadonlyMap<string, KnownDay>): ExpressionNode {
  const points = (measure: HealthMeasure) => sql`${sql.id("r_d", columnOf(score, measure))}`;
  const placed = placedMeasures(score.model);
  const scoresRead = score.reads.flatMap((slug) => {
    const [, other] = /^score:([^.]+)/.exec(slug) ?? [];
    return other === undefined ? [] : [oldestField(other)];
  });
  return {
    kind: "expression",
    key: modelNodeKey(score.slug),
    columns: [
      {
        name: modelColumn(score.slug),
        field: { slug: modelField(score.slug), label: `${score.name}, by the model`, group, type: "number" },
      },
      {
        name: coverageColumn(score.slug),
        field: {
          slug: coverageField(score.slug),
          label: `${score.name}, coverage`,
          group,
          type: "number",
          description: "The share of weights that have data, in percent",
        },
      },
      {
        name: oldestColumn(score.slug),
        field: {
          slug: oldestField(score.slug),
          label: `${score.name}, oldest input`,
          group,
          type: "date",
          description: "The day of the oldest fact that counts in it",
        },
      },
    ],
    reads: [
      ...placed.map(({ measure }) => measureField(score.slug, measure.slug)),
      ...segmentsOfModels(score.model),
      ...score.reads,
      ...scoresRead,
    ],
    expressions(environment) {
      const column = columnsOf(environment.catalog);
      const inputsOf = placed.map((each) => ({
        ...each,
        points: points(each.measure),
        reads: readsOfMeasure(each.measure, environment),
      }));
      return {
        [modelColumn(score.slug)]: byVariant(score.model, column, (each) => scoreExpression(each, points)),
        [coverageColumn(score.slug)]: byVariant(score.model, column, (each) =>
          coverageExpression(each, points),
        ),
        [oldestColumn(score.slug)]: oldestInput(inputsOf, environment, inputs),
      };
    },
  };
}

function readsOfMeasure(measure: HealthMeasure, { rules }: ComputeEnvironment): string[] {
  if (measure.source.kind === "field") return fieldsRead(measure);
  const checked = checkStoredRule(rules, measure.source.rule);
  return "rule" in checked ? readsOf(checked.rule).filter((slug) => !slug.includes("/")) : [];
}

/** Sentences and explanations say which score it is at present. */
const primaryLabel = ({ name }: ScoreRow) => `Primary score (${name})`;

function scoreNode(score: ScoreRow): ExpressionNode {
  return {
    kind: "expression",
    key: scoreNodeKey(score.slug),
    columns: [
      {
        name: scoreColumn(score.slug),
        field: { slug: scoreField(score.slug), label: score.name, group, type: "number" },
        aliases: score.is_primary
          ? [{ slug: primaryField, label: primaryLabel(score), group, type: "number" }]
          : [],
        isTracked: true,
      },
    ],
    reads: [modelField(score.slug), overrideField(score.slug)],
    expressions: () => ({
      [scoreColumn(score.slug)]:
        sql`coalesce(${sql.id("r_d", overrideColumn(score.slug))}, ${sql.id("r_d", modelColumn(score.slug))})`,
    }),
  };
}

function labelNode(score: ScoreRow): ExpressionNode {
  const options = score.model.labels.map(({ value, label, tone }) => ({ value, label, tone }));
  return {
    kind: "expression",
    key: labelNodeKey(score.slug),
    columns: [
      {
        name: labelColumn(score.slug),
        field: {
          slug: labelField(score.slug),
          label: `${score.name}, label`,
          group,
          type: "select",
          options,
        },
        aliases: score.is_primary
          ? [
              {
                slug: primaryLabelField,
                label: `${primaryLabel(score)}, label`,
                group,
                type: "select",
                options,
              },
            ]
          : [],
        isTracked: true,
      },
    ],
    reads: [scoreField(score.slug)],
    expressions: () => ({
      [labelColumn(score.slug)]: labelExpression(score.model, sql`${sql.id("r_d", scoreColumn(score.slug))}`),
    }),
    announce: (args) => announceCrossing(score, args),
  };
}
