import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, lchown, mkdir, mkdtemp, readdir, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type PerennialProcess, postmasterPid, runPerennial } from "../perennial-process.ts";

// `git clone`, then `npm start`, as somebody does it who has never seen the project. What `npm ci` installs is linked
// from here, since installing it again proves nothing that CI's clean install does not.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const repository = resolve(import.meta.dirname, "../../..");
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

let root: string;
let clone: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "perennial-clone-"));
  clone = join(root, "perennial");
  if (!existsSync(join(repository, ".git"))) return;
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", repository, clone]);
  await linkInstalled("node_modules");
  for (const workspace of ["rules", "contract", "server", "web", "e2e", "bench"])
    await linkInstalled(join(workspace, "node_modules"));
  await chmod(root, 0o755);
  if (isRoot) execFileSync("chown", ["-R", "-h", `${nobody}:${nobody}`, clone]);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Links every installed package; links between workspaces and programs stay relative, so that they mean the clone's. */
async function linkInstalled(folder: string): Promise<void> {
  const from = join(repository, folder);
  if (!existsSync(from)) return;
  await mkdir(join(clone, folder), { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(clone, folder, entry.name)];
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else if (entry.name === ".bin" || entry.name === "@perennial")
      await linkInstalled(join(folder, entry.name));
    else if (entry.isDirectory() && !entry.name.startsWith(".")) await symlink(source, target);
  }
}

type Start = { process: PerennialProcess; dataDir: string; home: string; temporary: string };

/** `npm start` with places of its own for everything a process may write to. */
async function npmStart(name: string, uid?: number): Promise<Start> {
  const [own, home, temporary] = [join(root, name), join(root, `${name}-home`), join(root, `${name}-tmp`)];
  for (const folder of [own, home, temporary]) {
    await mkdir(folder);
    if (uid !== undefined) await lchown(folder, uid, uid);
  }
  const dataDir = join(own, "data");
  const process = runPerennial(["start"], {
    viaNpm: true,
    cwd: clone,
    env: { DATA_DIR: dataDir, HOME: home, TMPDIR: temporary },
    ...(uid === undefined ? {} : { uid }),
  });
  return { process, dataDir, home, temporary };
}

test("a fresh clone serves by npm start, as an ordinary user and as root beside it, and leaves nothing outside its folders", async ({
  skip,
}) => {
  if (!existsSync(clone)) return skip("this is not a git work tree");
  const starts = [await npmStart("first", isRoot ? nobody : undefined)];
  try {
    const [first] = starts as [Start];
    const addresses = [await first.process.ready()];
    expect(first.process.output()).toContain("Building the web application");
    const second = await npmStart("second");
    starts.push(second);
    addresses.push(await second.process.ready());
    expect(second.process.output()).not.toContain("Building the web application");
    expect(new Set(addresses).size).toBe(2);
    for (const address of addresses) {
      expect((await fetch(`${address}/readyz`)).status).toBe(200);
      expect(await (await fetch(address)).text()).toContain('<div id="root"');
    }
    for (const { process: npm } of starts) {
      expect(npm.output()).toMatch(/Create the first administrator: http:\/\/\S+\/set-up\/\S+/);
      process.kill(npm.child.pid ?? 0, "SIGTERM");
    }
    for (const { process: npm, dataDir, home, temporary } of starts) {
      await npm.ended;
      for (let waited = 0; postmasterPid(dataDir) !== undefined && waited < 20_000; waited += 100)
        await sleep(100);
      expect(postmasterPid(dataDir)).toBe(undefined);
      // What npm itself keeps is not ours: its logs at home, its compile cache among temporary files.
      expect((await readdir(home)).filter((name) => name !== ".npm")).toEqual([]);
      expect((await readdir(temporary)).filter((name) => name !== "node-compile-cache")).toEqual([]);
    }
    const left = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(root));
    expect(left).toEqual([]);
    const git = ["-c", "safe.directory=*", "-C", clone, "status", "--porcelain"];
    expect(execFileSync("git", git, { encoding: "utf8" })).toBe("");
  } finally {
    for (const { process: npm } of starts) if (npm.child.exitCode === null) npm.child.kill("SIGKILL");
  }
});
