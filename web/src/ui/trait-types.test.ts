import { slugText } from "@perennial/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { slugOf } from "./trait-types.ts";

it.each([
  ["Net promoter score (%)", "net_promoter_score"],
  ["  Région préférée ", "region_preferee"],
  ["2nd owner", "nd_owner"],
  ["***", ""],
])("%s becomes %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it("is a slug the server takes, whatever the name, or nothing", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (name) => {
      const slug = slugOf(name);
      return slug === "" || slugText.safeParse(slug).success;
    }),
  );
});
