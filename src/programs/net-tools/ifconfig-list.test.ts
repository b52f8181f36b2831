import { expect, it } from "vitest";
import { humanBytes } from "./ifconfig-list.ts";

it.each([
  [0n, "0.0 B"],
  [1022n, "1022.0 B"],
  [1552n, "1.5 KiB"],
  [1_587n, "1.5 KiB"],
  [10_485_760n, "10.0 MiB"],
  [2n ** 45n, "32.0 TiB"],
])("%d bytes", (bytes, text) => expect(humanBytes(bytes)).toBe(text));
