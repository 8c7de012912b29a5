import { expect, test } from "vitest";
import { isTouched } from "./live.ts";

const change = (object: string, name: string) => [{ object, name, objectId: null, accountId: null }];

test("definitions touch what reads the list that changed, and no other", () => {
  const ratings = change("definition", "forecast-ratings.changed");
  expect(isTouched({ objects: ["forecast", "forecast-ratings"] }, ratings)).toBe(true);
  expect(isTouched({ objects: ["forecast-rating"] }, ratings)).toBe(true);
  expect(isTouched({ objects: ["renewal-stages"] }, ratings)).toBe(false);
  expect(isTouched({ objects: ["renewal"] }, change("renewal", "renewal.changed"))).toBe(true);
});
