import {
  addExternalId,
  eraseAccount,
  eraseContact,
  forgetDistinct,
  keepDistinct,
  listDuplicates,
  listMerges,
  mergeRecords,
  previewMerge,
  removeExternalId,
  unmergeRecords,
} from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import { ask } from "../kernel/query.ts";
import type { Slice } from "../kernel/slice.ts";
import { duplicateList } from "./duplicate-list.view.ts";
import { eraseOneAccount } from "./erase-account.ts";
import { eraseOneContact } from "./erase-contact.ts";
import { giveExternalId, takeExternalId } from "./external-id-commands.ts";
import { identityQuality } from "./identity-quality.ts";
import { forgetTwoDistinct, keepTwoDistinct } from "./keep-distinct.ts";
import { mergeList } from "./merge.view.ts";
import { merge } from "./merge-records.ts";
import { mergePreview } from "./preview-merge.ts";
import { takeLateRows } from "./take-late-rows.job.ts";
import { unmerge } from "./unmerge-records.ts";

export { bringersOf, forgetMerges, mergesFromOutside } from "./merges-across.ts";

/** Who is who: records that are one become one, and apart again. */
export const identitySlice: Slice = {
  name: "identity",
  routes: [
    route(previewMerge, ({ app, ctx, query }) => ask(app, ctx, mergePreview, query)),
    route(mergeRecords, ({ app, ctx, body }) => execute(app, ctx, merge, body)),
    route(listMerges, ({ app, ctx, query }) => ask(app, ctx, mergeList, query)),
    route(unmergeRecords, ({ app, ctx, params }) => execute(app, ctx, unmerge, params)),
    route(listDuplicates, ({ app, ctx, query }) => ask(app, ctx, duplicateList, query)),
    route(keepDistinct, ({ app, ctx, body }) => execute(app, ctx, keepTwoDistinct, body)),
    route(forgetDistinct, ({ app, ctx, query }) => execute(app, ctx, forgetTwoDistinct, query)),
    route(eraseContact, ({ app, ctx, params, body }) =>
      execute(app, ctx, eraseOneContact, { ...params, ...body }),
    ),
    route(eraseAccount, ({ app, ctx, params, body }) =>
      execute(app, ctx, eraseOneAccount, { ...params, ...body }),
    ),
    route(addExternalId, ({ app, ctx, body }) => execute(app, ctx, giveExternalId, body)),
    route(removeExternalId, ({ app, ctx, query }) => execute(app, ctx, takeExternalId, query)),
  ],
  jobs: [takeLateRows],
  contributes: { qualityChecks: identityQuality },
};
