import { test } from "@playwright/test";
import { type Installation, startInstallation } from "./installation.ts";
import { type MailSink, startMailSink } from "./mail-sink.ts";

/** One installation for the stories of a file, whose mail goes into a sink; both end with the file. */
export function mailStory(): { installation: () => Installation; sink: () => MailSink } {
  let installation: Installation | undefined;
  let sink: MailSink | undefined;
  test.beforeAll(async () => {
    sink = await startMailSink();
    installation = await startInstallation([], { SMTP_URL: sink.url });
  });
  test.afterAll(async () => {
    await installation?.stop();
    await sink?.close();
  });
  const started = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error("Nothing runs before the first story begins.");
    return what;
  };
  return { installation: () => started(installation), sink: () => started(sink) };
}
