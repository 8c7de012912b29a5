import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLines } from "../server/src/cli/commands.ts";
import { repository } from "./step.ts";

const pages = ["*.md", "docs/**/*.md", "web/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: repository }))
  .map((path) => ({ path, text: readFileSync(join(repository, path), "utf8") }));

describe("the documentation", () => {
  it("is found", () => {
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["README.md", "CONTRIBUTING.md", join("docs", "user-guide.md")]),
    );
  });

  it("has links that lead somewhere", () => {
    const broken = pages.flatMap(({ path, text }) =>
      linksOf(text)
        .filter((link) => !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
    expect(pages.flatMap(({ text }) => linksOf(text)).length).toBeGreaterThan(30);
  });

  it("lists every decision in the index", () => {
    const index = readFileSync(join(repository, "docs/decisions/README.md"), "utf8");
    const records = globSync("[0-9]*.md", { cwd: join(repository, "docs/decisions") });
    expect(records.filter((file) => !linksOf(index).includes(file))).toEqual([]);
  });

  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
    const wanted = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/npm run ([a-z:]+)(?! -w)\b(?! -w)/g)].map(([, name]) => `${path}: ${name}`),
    );
    expect(wanted.filter((each) => !((each.split(": ")[1] ?? "") in scripts))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(3);
  });

  it("names commands that exist", () => {
    const known = new Set(["help", ...commandLines.map(({ name }) => name.split(" ")[0])]);
    const wanted = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/npx perennial ([a-z-]+)/g)].map(([, name]) => `${path}: ${name}`),
    );
    expect(wanted.filter((each) => !known.has(each.split(": ")[1] ?? ""))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(5);
  });
});

describe("the README", () => {
  const readme = readFileSync(join(repository, "README.md"), "utf8");

  it("draws a tree of folders that exist", () => {
    const folders = foldersOfTree(readme);
    expect(folders).toEqual(expect.arrayContaining(["rules/", "server/src/"]));
    const missing = folders.filter((folder) => !existsSync(join(repository, folder)));
    expect(missing).toEqual([]);
  });

  it("shows a picture of at most 300 KB", () => {
    const [picture] = linksOf(readme).filter((link) => link.endsWith(".png"));
    expect(statSync(join(repository, picture ?? "")).size).toBeLessThanOrEqual(300 * 1024);
  });
});

/** Targets of links and pictures, code left out. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
}

function leadsSomewhere(page: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true;
  const [target = "", anchor] = link.split("#");
  const file = target === "" ? join(repository, page) : resolve(repository, dirname(page), target);
  if (relative(repository, file).startsWith("..") || !existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, "utf8")).includes(anchor);
}

/** Headings as they are linked to: lower case, spaces as dashes, other signs left out. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** The folders of the tree in the README; those indented lie in the one above. */
function foldersOfTree(readme: string): string[] {
  const tree = readme.match(/```\n(rules\/[\s\S]*?)```/)?.[1] ?? "";
  let parent = "";
  return tree.split("\n").flatMap((line) => {
    const [, indent, folder] = line.match(/^( *)(\S+\/)\s/) ?? [];
    if (folder === undefined) return [];
    if (indent === "") parent = folder;
    return [indent === "" ? folder : `${parent}${folder}`];
  });
}
