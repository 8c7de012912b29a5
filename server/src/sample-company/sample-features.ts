import { type App, systemContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import { Problem } from "../kernel/errors.ts";
import { createFeature, setFeatureArchived } from "../metrics/index.ts";
import type { Loading } from "./loading.ts";

/** What the sample company's product can do, by the events that its contacts send. */
const features = [
  {
    slug: "sample_reports",
    name: "Reports",
    names: ["Report created"],
    minTimes: 5,
    minContacts: 2,
    windowDays: 60,
  },
  {
    slug: "sample_dashboards",
    name: "Dashboards",
    names: ["Dashboard viewed"],
    minTimes: 8,
    minContacts: 2,
    windowDays: 30,
  },
  {
    slug: "sample_exports",
    name: "Exports",
    names: ["Export run"],
    minTimes: 5,
    minContacts: 1,
    windowDays: 30,
  },
  {
    slug: "sample_automation",
    name: "Automation",
    names: ["Workflow automated"],
    minTimes: 10,
    minContacts: 2,
    windowDays: 30,
  },
  {
    slug: "sample_connections",
    name: "Data connections",
    names: ["Data connected"],
    minTimes: 10,
    minContacts: 3,
    windowDays: 60,
  },
];
const slugs = features.map(({ slug }) => slug);

/** Defines them; those that an earlier filling left archived are there again. */
export async function loadFeatures({ app, world, contextOn }: Loading): Promise<void> {
  const ctx = await contextOn(world.today);
  const known = new Map((await knownFeatures(app)).map((row) => [row.slug, row.id]));
  for (const feature of features) {
    const id = known.get(feature.slug);
    if (id) await execute(app, ctx, setFeatureArchived, { id, isArchived: false });
    else await execute(app, ctx, createFeature, { ...feature, description: "" });
  }
}

/** Archives them with the company whose product they are of, where nothing of one's own asks about them. */
export async function archiveFeatures(app: App): Promise<void> {
  const ctx = await systemContext(app, "sample company");
  for (const { id } of await knownFeatures(app)) {
    try {
      await execute(app, ctx, setFeatureArchived, { id, isArchived: true });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "conflict")) throw error;
    }
  }
}

function knownFeatures(app: App): Promise<{ id: string; slug: string }[]> {
  return app.db.selectFrom("features").select(["id", "slug"]).where("slug", "in", slugs).execute();
}
