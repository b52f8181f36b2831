import { expect, test } from "vitest";
import { Box } from "../test-support/box.ts";
import { addVeth } from "../test-support/links.ts";

test("a namespace goes when its last holder lets go, and takes its devices and their peers along", () => {
  const box = new Box();
  const { machine } = box;
  const other = machine.createNet();
  machine.netByFd = () => other;
  const nl = box.netlink();
  expect(addVeth(nl, { name: "v0" }, { name: "v1", netns: 3 })).toBe(0);
  const inside = box.netlink(other);
  box.clock.advance(2e9);
  other.release();
  box.clock.advance(1e9);
  expect(box.net.devByName("v0")).toBeDefined();
  inside.socket.close();
  box.clock.advance(1e9);
  expect([...box.net.names.keys()]).toEqual(["lo"]);
  expect(other.devices.size).toBe(0);
  expect(box.net.nsids?.entries()).toEqual([]);
  expect([...machine.nets]).toEqual([box.net]);
});
