import type { HealthMeasure } from "@perennial/contract";
import { sql } from "kysely";
import type { DerivedColumn, ExpressionNode, NodeSource } from "../engine/index.ts";
import { readUsual, type Usual } from "../segments/index.ts";
import { announceCrossing } from "./announce-crossing.ts";
import { readScores, type ScoreRow } from "./health.sql.ts";
import {
  coverageColumn,
  coverageField,
  labelColumn,
  labelField,
  labelNodeKey,
  measureField,
  pointsColumn,
  pointsNodeKey,
  scoreColumn,
  scoreField,
  scoreNodeKey,
} from "./health-columns.ts";
import { fieldsWithUsual, placedMeasures } from "./model.ts";
import { pointsExpression } from "./points.sql.ts";
import { coverageExpression, labelExpression, scoreExpression } from "./score.sql.ts";

const group = "Health";

/**
 * Three nodes for each score, one reading the other: the points of its measures, the score with its coverage, the label.
 * The points are columns of their own, so that a change can say which measure moved it.
 */
export const healthNodes: NodeSource = async (db) => {
  const scores = await readScores(db);
  const usual = await readUsual(db, fieldsWithUsual(scores.map((score) => score.model)));
  return scores.flatMap((score) => [pointsNode(score, usual), scoreNode(score), labelNode(score)]);
};

function columnOf(score: ScoreRow, measure: HealthMeasure): string {
  return pointsColumn(score.slug, score.numbers[measure.slug] ?? 0);
}

function pointsNode(score: ScoreRow, usual: Usual): ExpressionNode {
  const measures = placedMeasures(score.model).map(({ measure }) => measure);
  return {
    kind: "expression",
    key: pointsNodeKey(score.slug),
    columns: measures.map(
      (measure): DerivedColumn => ({
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
    reads: score.reads,
    expressions: (environment) =>
      Object.fromEntries(
        measures.map((measure) => [
          columnOf(score, measure),
          pointsExpression(measure, { ...environment, usual }),
        ]),
      ),
  };
}

function scoreNode(score: ScoreRow): ExpressionNode {
  const points = (measure: HealthMeasure) => sql`${sql.id("r_d", columnOf(score, measure))}`;
  return {
    kind: "expression",
    key: scoreNodeKey(score.slug),
    columns: [
      {
        name: scoreColumn(score.slug),
        field: { slug: scoreField(score.slug), label: score.name, group, type: "number" },
        isTracked: true,
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
    ],
    reads: placedMeasures(score.model).map(({ measure }) => measureField(score.slug, measure.slug)),
    expressions: () => ({
      [scoreColumn(score.slug)]: scoreExpression(score.model, points),
      [coverageColumn(score.slug)]: coverageExpression(score.model, points),
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
