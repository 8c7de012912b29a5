import { createWorkerPool, WorkerError, type WorkerPool } from "../../kernel/worker-pool.ts";
import type { RenderReply, RenderRequest } from "./render-request.ts";

export type TemplatePart = { name: string; source: string; format: "text" | "html" };
export type RenderProblem = {
  part: string;
  /** `missing`: a variable without a value and without a default; otherwise the template itself is wrong. */
  kind: "missing" | "invalid";
  /** The variable as written (`renewal.due_on`), or what is wrong with the template. */
  text: string;
};
export type Rendered = { texts: Record<string, string>; problems: RenderProblem[] };

export type Renderer = {
  /**
   * Renders all parts of one message over one scope. Nothing is thrown for a bad template or a missing value: `problems`
   * lists every one of them and the caller must not send while it is not empty.
   */
  render: (parts: TemplatePart[], scope: Record<string, unknown>, at: RenderAt) => Promise<Rendered>;
  close: () => Promise<void>;
};
export type RenderAt = { now: Temporal.Instant; timeZone: string };

/** Longest template source accepted, in characters over all parts. */
const LONGEST_SOURCE = 200_000;

/** Opens a renderer over worker threads: a template that loops or swells is killed, its neighbours are not. */
export function createRenderer({ timeoutMs = 2_000, heapMb = 48, threads = 2 } = {}): Renderer {
  const script = new URL("./liquid-worker.ts", import.meta.url);
  const pool: WorkerPool<RenderRequest, RenderReply> = createWorkerPool({
    script,
    threads,
    timeoutMs,
    heapMb,
  });
  return {
    async render(parts, scope, at) {
      const size = parts.reduce((sum, part) => sum + part.source.length, 0);
      if (size > LONGEST_SOURCE)
        return everywhere(parts, `the template is longer than ${LONGEST_SOURCE} characters`);
      const request: RenderRequest = {
        parts: parts.map(({ source, format }) => ({ source, format })),
        scope: withoutBlanks(scope),
        timeZone: at.timeZone,
        now: at.now.toString(),
      };
      try {
        return collect(parts, await pool.run(request));
      } catch (error) {
        if (error instanceof WorkerError && error.failure !== "closed")
          return everywhere(parts, `the template could not be rendered: ${error.message}`);
        throw error;
      }
    },
    close: pool.close,
  };
}

function collect(parts: TemplatePart[], reply: RenderReply): Rendered {
  const rendered: Rendered = { texts: {}, problems: [] };
  parts.forEach(({ name }, at) => {
    const part = reply.parts[at];
    if (!part) return;
    rendered.texts[name] = part.text;
    for (const text of part.missing) rendered.problems.push({ part: name, kind: "missing", text });
    for (const text of part.errors) rendered.problems.push({ part: name, kind: "invalid", text });
  });
  return rendered;
}

function everywhere(parts: TemplatePart[], text: string): Rendered {
  return { texts: {}, problems: parts.map(({ name }) => ({ part: name, kind: "invalid", text })) };
}

/** Null and blank count as missing, so that "Dear ," is never sent; values become plain JSON on the way. */
function withoutBlanks(scope: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(scope, (_, value: unknown) =>
      value === null || (typeof value === "string" && value.trim() === "") ? undefined : value,
    ),
  );
}
