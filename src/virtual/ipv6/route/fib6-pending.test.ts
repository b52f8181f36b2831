/** A namespace that nobody asks holds no routes, groups or listening state of its own; the first look makes the routes. */
import { expect, test } from "vitest";
import { IFF_UP } from "../../core/dev/netdevice.ts";
import { Box } from "../../test-support/box.ts";
import { addVeth, setLink } from "../../test-support/links.ts";

test("routes of devices and link-local addresses are made at the first look at a table", () => {
  const box = new Box();
  const nl = box.netlink();
  addVeth(
    nl,
    { name: "v0", address: new Uint8Array([2, 0, 0, 0, 0, 1]) },
    { name: "v1", address: new Uint8Array([2, 0, 0, 0, 0, 2]) },
  );
  const { ipv6 } = box.net;
  const dev = box.net.devByName("v0")!;
  for (const end of [dev, box.net.devByName("v1")!]) setLink(nl, end.ifindex, IFF_UP, IFF_UP);
  box.clock.advance(10e9);
  const idev = dev.in6Dev!;
  expect(ipv6.hasTables).toBe(false);
  expect(ipv6.routesDue).toHaveLength(4);
  expect(idev.multicast).toBe(null);
  expect(idev.firstGroup?.next).toBe(null);

  const destinations: string[] = [];
  ipv6.localTable.walk((route) => {
    destinations.push(`${route.destination}/${route.destinationLength} ${route.dev.name}`);
    return true;
  });
  expect(destinations).toEqual([
    "fe80::ff:fe00:1/128 v0",
    "fe80::ff:fe00:2/128 v1",
    // the second one to come up gives the first its carrier, and is ready before it
    "ff00::/8 v1",
    "ff00::/8 v0",
  ]);
  expect(ipv6.routesDue).toBe(null);
  expect(idev.routes).toHaveLength(3);
  expect(idev.groups).toHaveLength(3);
});
