import { describe, expect, it } from "vitest";
import { formatG, strtod, strtol, strtolSaturated, strtoulSaturated } from "./numbers.ts";
import { inetAton } from "./resolver.ts";

describe("numbers of C", () => {
  it.each([
    ["10", 10n],
    [" +7", 7n],
    ["-3", -3n],
    ["1x", "invalid"],
    ["", "invalid"],
    ["9223372036854775808", "range"],
  ])("strtol(%j)", (text, value) => expect(strtol(text)).toBe(value));

  it("reads other bases", () => {
    expect(strtol("0x1f", 0)).toBe(31n);
    expect(strtol("010", 0)).toBe(8n);
    expect(strtol("08", 0)).toBe("invalid");
    expect(strtol("0x", 0)).toBe("invalid");
    expect(strtol("ff", 16)).toBe(255n);
  });

  it("strtod says what it left", () => {
    expect(strtod("1.5x")).toEqual({ value: 1.5, rest: "x", range: false });
    expect(strtod(".25")).toEqual({ value: 0.25, rest: "", range: false });
    expect(strtod("x")).toEqual({ value: 0, rest: "x", range: false });
    expect(strtod("-0x1.8p3,")).toEqual({ value: -12, rest: ",", range: false });
    expect(strtod("0x")).toEqual({ value: 0, rest: "x", range: false });
    expect(strtod("nan(1)2")).toEqual({ value: Number.NaN, rest: "2", range: false });
  });

  it("strtod says what a double does not hold", () => {
    expect(strtod("1e999")).toEqual({ value: Number.POSITIVE_INFINITY, rest: "", range: true });
    expect(strtod("1e-999")).toEqual({ value: 0, rest: "", range: true });
    expect(strtod("0e-999").range).toBe(false);
    expect(strtod("inf").range).toBe(false);
  });

  it("what is too large becomes the end of a long", () => {
    expect(strtolSaturated("99999999999999999999")).toBe(0x7fff_ffff_ffff_ffffn);
    expect(strtolSaturated("-99999999999999999999")).toBe(-0x8000_0000_0000_0000n);
    expect(strtoulSaturated("99999999999999999999")).toBe(0xffff_ffff_ffff_ffffn);
    expect(strtoulSaturated("-1")).toBe(0xffff_ffff_ffff_ffffn);
    expect(strtoulSaturated("08", 0)).toBeUndefined();
  });

  it.each([
    [0, "0"],
    [100, "100"],
    [33.33333, "33.3333"],
    [0.0001, "0.0001"],
    [0.00001234, "1.234e-05"],
    [1234567, "1.23457e+06"],
  ])("formatG(%d)", (value, text) => expect(formatG(value)).toBe(text));
});

describe("inet_aton", () => {
  it.each([
    ["127.0.0.1", 0x7f000001],
    ["127.1", 0x7f000001],
    ["0x7f000001", 0x7f000001],
    ["010.0.0.1", 0x08000001],
    ["0", 0],
    ["1.2.3.4.5", undefined],
    ["300.1.1.1", undefined],
    ["1.2.3.", undefined],
    ["", undefined],
  ])("%j", (text, value) => expect(inetAton(text)).toBe(value));
});
