import { describe, expect, it } from "vitest";
import { sharesOf } from "./model-shares.ts";

describe("editing a model", () => {
  it("shows weights as shares of 100", () => {
    expect(sharesOf([{ weight: 1 }, { weight: 3 }])).toEqual([25, 75]);
  });
});
