/**
 * Runs in a worker thread: renders Liquid that a teammate wrote over values that customers wrote. It has no file
 * system tags, no environment, and the pool kills it when it takes too long or too much memory.
 */
import { filters, Liquid, Value } from "liquidjs";
import { serveWorker } from "../../kernel/worker-thread.ts";
import type { RenderReply, RenderRequest } from "./render-request.ts";

type FilterFunction = (this: unknown, ...values: unknown[]) => unknown;

/** Characters of one rendered part; a mail longer than this is a mistake, not a mail. */
const LONGEST_PART = 500_000;
const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Tags that read other files, and filters that would let a value go into HTML unescaped. */
const REFUSED_TAGS = ["include", "render", "layout", "block"];
const REFUSED_FILTERS = ["raw"];

// A `default` anywhere in the chain answers for a missing value, also behind `date`; liquidjs looks at the first only.
const evaluate = Value.prototype.value;
Value.prototype.value = function (ctx, isLenient) {
  return evaluate.call(this, ctx, isLenient || this.filters.some((filter) => filter.name === "default"));
};

const showDate = filters.date as FilterFunction;

function engine(request: RenderRequest, escapes: boolean): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    catchAllErrors: true,
    templates: {},
    timezoneOffset: request.timeZone,
    memoryLimit: 10_000_000,
    ...(escapes ? { outputEscape: "escape" as const } : {}),
  });
  for (const name of REFUSED_TAGS) delete (liquid.tags as Record<string, unknown>)[name];
  for (const name of REFUSED_FILTERS) delete (liquid.filters as Record<string, unknown>)[name];
  // A calendar date has no time zone: shown in the company's, it would slip by a day west of Greenwich.
  liquid.registerFilter("date", function (value: unknown, format: unknown, zone: unknown) {
    const instant = value === "now" || value === "today" ? request.now : value;
    const isPlain = typeof instant === "string" && PLAIN_DATE.test(instant);
    return showDate.call(this, instant, format, isPlain ? 0 : zone);
  });
  return liquid;
}

type LiquidFailure = Error & { errors?: LiquidFailure[]; token?: { getText(): string } };

function flatten(error: LiquidFailure): LiquidFailure[] {
  return error.errors ? error.errors.flatMap(flatten) : [error];
}

function renderPart(liquid: Liquid, source: string, scope: object): RenderReply["parts"][number] {
  try {
    const text: string = liquid.parseAndRenderSync(source, scope);
    if (text.length > LONGEST_PART)
      return { text: "", missing: [], errors: [`longer than ${LONGEST_PART} characters`] };
    return { text, missing: [], errors: [] };
  } catch (error) {
    const failures = flatten(error as LiquidFailure);
    const missing = failures.flatMap((failure) =>
      failure.name === "UndefinedVariableError" && failure.token ? [failure.token.getText()] : [],
    );
    const others = failures.filter((failure) => failure.name !== "UndefinedVariableError");
    return { text: "", missing: [...new Set(missing)], errors: others.map((failure) => failure.message) };
  }
}

serveWorker((request: RenderRequest): RenderReply => {
  const plain = engine(request, false);
  const escaping = engine(request, true);
  return {
    parts: request.parts.map((part) =>
      renderPart(part.format === "html" ? escaping : plain, part.source, request.scope),
    ),
  };
});
