/** Names of hosts, as `/etc/hosts` has them. */
import { describe, expect, it } from "vitest";
import type { NftContext } from "../context.ts";
import { IP6ADDR, IPADDR } from "./index.ts";

const HOSTS: Readonly<Record<string, readonly string[]>> = {
  web: ["10.0.0.7", "fd00::7"],
  two: ["10.0.0.8", "10.0.0.9"],
  localhost: ["127.0.0.1", "::1"],
  www: ["10.0.0.7"],
};
const ctx = { hostAddresses: (name: string) => HOSTS[name] ?? [] } as unknown as NftContext;

describe("names of hosts", () => {
  it("are addresses of the family", () => {
    expect(IPADDR.parse?.("web", ctx)).toBe(0x0a000007n);
    expect(IP6ADDR.parse?.("web", ctx)).toBe((0xfd00n << 112n) | 7n);
    expect(IP6ADDR.parse?.("localhost", ctx)).toBe(1n);
  });

  it("must stand for one address; the C library counts ::1 as one of IPv4, too", () => {
    expect(IPADDR.parse?.("two", ctx)).toBe("Hostname resolves to multiple addresses");
    expect(IPADDR.parse?.("localhost", ctx)).toBe("Hostname resolves to multiple addresses");
  });

  it("are not found otherwise", () => {
    const unknown = "Could not resolve hostname: Name or service not known";
    expect(IPADDR.parse?.("nosuchhost", ctx)).toBe(unknown);
    expect(IP6ADDR.parse?.("www", ctx)).toBe(unknown);
  });
});
