import type { App } from "../kernel/app.ts";
import { createRenderer, type Renderer } from "./liquid/render.ts";

const renderers = new WeakMap<App, Renderer>();

/** The application's renderer; its threads start with the first template and keep nothing alive. */
export function rendererOf(app: App): Renderer {
  let renderer = renderers.get(app);
  if (!renderer) {
    renderer = createRenderer();
    renderers.set(app, renderer);
  }
  return renderer;
}
