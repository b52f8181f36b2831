import { expect, it } from "vitest";
import { setGroMaxSize, setGsoMaxSize } from "./dev-sizes.ts";
import type { NetDevice } from "./netdevice.ts";

/** What Linux 6.18 shows as IFLA_GSO_IPV4_MAX_SIZE and IFLA_GRO_IPV4_MAX_SIZE after the other size was set. */
it("sizes of 64 KiB and less count for IPv4 too", () => {
  const dev = { gsoMaxSize: 0, gsoIpv4MaxSize: 65536, groMaxSize: 0, groIpv4MaxSize: 65536 } as NetDevice;
  setGsoMaxSize(dev, 7165);
  setGroMaxSize(dev, 9000);
  expect(dev).toMatchObject({
    gsoMaxSize: 7165,
    gsoIpv4MaxSize: 7165,
    groMaxSize: 9000,
    groIpv4MaxSize: 9000,
  });
  setGsoMaxSize(dev, 100_000);
  setGroMaxSize(dev, 100_000);
  expect(dev).toMatchObject({
    gsoMaxSize: 100_000,
    gsoIpv4MaxSize: 7165,
    groMaxSize: 100_000,
    groIpv4MaxSize: 9000,
  });
});
