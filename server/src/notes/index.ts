import { notes } from "@perennial/contract";
import type { Slice } from "../kernel/slice.ts";
import {
  type Present,
  presentCommon,
  readBesideColumns,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";
import { noteLikelihoodFeatures } from "./note-likelihood-features.ts";
import { noteTimeline } from "./note-timeline.ts";
import { noteBeside, noteType } from "./note-type.ts";

export const noteCommands = recordCommands(noteType);

const presentNotes: Present = async (app, ctx, records) => {
  const beside = await readBesideColumns(
    app.db,
    noteType,
    noteBeside,
    records.map((record) => record.id),
    ctx,
  );
  return records.map((record) => {
    const { id: _id, ...shown } = beside.get(record.id) ?? {};
    return { ...presentCommon(noteType, record), ...shown };
  });
};

export const notesSlice: Slice = {
  name: "notes",
  routes: recordRoutes(noteType, notes, noteCommands, presentNotes),
  contributes: {
    objectTypes: [noteType],
    timelineSources: [noteTimeline],
    likelihoodFeatures: [noteLikelihoodFeatures],
  },
};
