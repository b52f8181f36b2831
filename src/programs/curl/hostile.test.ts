/** What people and servers write: patterns of addresses and cookies, at random. Nothing throws but what is meant to, and nothing grows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CookieJar } from "./cookies.ts";
import { expandGlob, fillChosen } from "./globs.ts";
import { CurlFailure } from "./options.ts";

const letters = fc.constantFrom(..."ab019[]{},-:;=\\/.% \t#");
const text = fc.array(letters, { maxLength: 60 }).map((all) => all.join(""));

test("patterns of addresses", () => {
  fc.assert(
    fc.property(text, (pattern) => {
      try {
        const all = expandGlob(pattern);
        expect(all.length).toBeLessThanOrEqual(100_000);
        for (const { chosen } of all.slice(0, 3)) fillChosen("x#1#2#99", chosen);
      } catch (error) {
        expect(error).toBeInstanceOf(CurlFailure);
      }
    }),
    { numRuns: 2000 },
  );
});

test("ranges that are too long are refused", () => {
  for (const pattern of ["[0-999999999]", "[0-9999][0-9999]", `${"{a,b}".repeat(40)}`])
    expect(() => expandGlob(pattern)).toThrow();
  expect(expandGlob("http://[::1]:80/[08-10]").map((one) => one.text)).toEqual([
    "http://[::1]:80/08",
    "http://[::1]:80/09",
    "http://[::1]:80/10",
  ]);
});

test("cookies of servers and files", () => {
  const jar = new CookieJar(() => 1000);
  fc.assert(
    fc.property(text, text, (header, path) => {
      jar.set(header, "host.example", `/${path}`);
      jar.set(`${header}; domain=example; expires=${path}`, "host.example", "/");
      jar.load(`${header}\t${path}\tTRUE\t/\tTRUE\t0\tname\tvalue\n${header}`, true);
      jar.header("host.example", `/${path}`);
    }),
    { numRuns: 2000 },
  );
  for (let i = 0; i < 10_000; i++) jar.set(`n${i}=v`, "host.example", "/");
  expect(jar.text().split("\n").length).toBeLessThan(3010);
});
