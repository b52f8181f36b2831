import { expect, it } from "vitest";
import { EPERM } from "../../errno.ts";
import { IFF_NO_PI, IFF_TAP, TUNSETIFF } from "../../netlink/link-kinds/tun.ts";
import { setTxQueueLength } from "../core/dev/dev-change.ts";
import { RING_MAX } from "../core/dev/dev-queue.ts";
import { Box } from "../test-support/box.ts";
import { openTun } from "./tun.ts";

it("an open file's ring bounds the device's queue", () => {
  const box = new Box();
  const file = openTun(box.net);
  const request = new Uint8Array(40);
  request.set(Buffer.from("t0"));
  request.set([IFF_TAP & 0xff, (IFF_TAP | IFF_NO_PI) >> 8], 16);
  expect(file.ioctl(TUNSETIFF, request)).toBe(0);
  const dev = box.net.devByName("t0");
  if (dev === undefined) throw new Error("no device");
  expect(setTxQueueLength(dev, RING_MAX)).toBe(0);
  // as Linux 6.18 answers while the file is open, also with the device down
  expect(setTxQueueLength(dev, RING_MAX + 1)).toBe(-EPERM);
  expect(dev.txQueueLength).toBe(RING_MAX);
});
