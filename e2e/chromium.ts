import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The Chromium that browser stories run on: CHROMIUM_PATH, the system's, Playwright's own, or one installed now where we
 * may. Undefined, after saying how to install it, where we may not.
 */
export async function ensureChromium(): Promise<string | undefined> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium for the browser stories …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: "inherit",
      env,
    });
    return findChromium();
  }
  console.error(
    "The browser stories need Chromium. Install it with `sudo apt-get install chromium` or `npx playwright install chromium`, or set CHROMIUM_PATH to one.",
  );
  return undefined;
}

function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH ?? "", ...USUAL_PLACES, chromium.executablePath()].find((path) =>
    existsSync(path),
  );
}
