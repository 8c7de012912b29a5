import { afterAll, describe, expect, test } from "vitest";
import { createRenderer } from "./render.ts";

const renderer = createRenderer({ timeoutMs: 1_500, heapMb: 24, threads: 1 });
afterAll(() => renderer.close());

const at = { now: Temporal.Instant.from("2026-11-23T03:30:00Z"), timeZone: "America/New_York" };
const scope = {
  account: { name: "Kestrel & Sons <Ltd>", employees: null, note: "  ", seats: 40 },
  renewal: { due_on: "2027-03-31", notice_at: "2027-01-01T03:00:00Z" },
  contacts: [{ name: "Ada" }, { name: "Bo" }],
};
const text = async (source: string) => {
  const { texts, problems } = await renderer.render([{ name: "body", source, format: "text" }], scope, at);
  return problems.length > 0 ? problems.map((problem) => `${problem.kind}: ${problem.text}`) : texts.body;
};

describe("rendering", () => {
  test.each([
    ["Dear {{ account.name }}", "Dear Kestrel & Sons <Ltd>"],
    ['{{ renewal.due_on | date: "%d %B %Y" }}', "31 March 2027"],
    ['{{ renewal.notice_at | date: "%d %B %Y %H:%M" }}', "31 December 2026 22:00"],
    ['{{ "now" | date: "%Y-%m-%d" }}', "2026-11-22"],
    ['{{ csm.first_name | default: "the team" }}', "the team"],
    ['{{ renewal.signed_on | date: "%d %B" | default: "soon" }}', "soon"],
    ["{% if account.seats > 30 %}many{% endif %}{% if csm %}x{% endif %}", "many"],
    ["{% for contact in contacts %}{{ contact.name }} {% endfor %}", "Ada Bo "],
  ])("%s", async (source, expected) => {
    expect(await text(source)).toBe(expected);
  });

  test("lists every missing variable, null and blank ones too, as written", async () => {
    const source =
      "{{ csm.first_name }} {{ account.employees }} {{ account.note }} {% if true %}{{ renewal.owner.name }}{% endif %}";
    expect(await text(source)).toEqual([
      "missing: csm.first_name",
      "missing: account.employees",
      "missing: account.note",
      "missing: renewal.owner.name",
    ]);
  });

  test("escapes values in HTML parts only, and knows no way around it", async () => {
    const parts = [
      { name: "html", source: "<p>{{ account.name }}</p>", format: "html" as const },
      { name: "subject", source: "{{ account.name }}", format: "text" as const },
      { name: "raw", source: "{{ account.name | raw }}", format: "html" as const },
    ];
    const { texts, problems } = await renderer.render(parts, scope, at);
    expect(texts.html).toBe("<p>Kestrel &amp; Sons &lt;Ltd&gt;</p>");
    expect(texts.subject).toBe("Kestrel & Sons <Ltd>");
    expect(problems).toMatchObject([{ part: "raw", kind: "invalid" }]);
  });

  test("says what is wrong with a template", async () => {
    expect(await text("{{ account.name ")).toEqual([expect.stringContaining("not closed")]);
    expect(await text("{{ account.name | sparkle }}")).toEqual([expect.stringContaining("sparkle")]);
  });
});

describe("hostile templates", () => {
  test.each(["{% include '/etc/passwd' %}", "{% render '/etc/passwd' %}", "{% layout 'x' %}"])(
    "%s is refused",
    async (source) => {
      expect(await text(source)).toEqual([expect.stringContaining("not found")]);
    },
  );

  test("prototypes and constructors are out of reach", async () => {
    expect(await text("{{ account.constructor }}{{ account.__proto__ }}")).toEqual([
      "missing: account.constructor",
      "missing: account.__proto__",
    ]);
  });

  test("an endless template is killed in time and the next one renders", async () => {
    const loop =
      "{% for a in (1..99999) %}{% for b in (1..99999) %}{% assign c = a %}{% endfor %}{% endfor %}";
    expect(await text(loop)).toEqual([expect.stringMatching(/stopped after 1500 ms|memory/)]);
    expect(await text("{{ account.name }}")).toBe("Kestrel & Sons <Ltd>");
  });

  test("a swelling template is stopped and the next one renders", async () => {
    const swell = `{% assign s = "${"x".repeat(1000)}" %}{% for a in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}`;
    expect(await text(swell)).toEqual([expect.stringMatching(/memory|stopped|longer/)]);
    expect(await text("{{ account.name }}")).toBe("Kestrel & Sons <Ltd>");
  });
});
