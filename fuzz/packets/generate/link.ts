/** Frames that are odd on the link already: unknown types, 802.2, VLAN tags, runts, and too much. */
import { DEVICE, mac } from "../world.ts";
import { ipv4Frame } from "./ipv4.ts";
import { ipv6Frame } from "./ipv6.ts";
import { choosePlace } from "./place.ts";
import type { Recipe } from "./recipe.ts";
import { be16, concat, ethernet } from "./wire.ts";

/** Any type, or the length of an 802.2 frame. */
const otherType: Recipe = (chance) => {
  const { from, to } = choosePlace(chance);
  const type = chance.pick([
    0, 1, 4, 46, 100, 0x05dc, 0x05ff, 0x0600, 0x0805, 0x8035, 0x8847, 0x88b5, 0x88cc, 0x88f7, 0x8809, 0xffff,
  ]);
  const destination = chance.pick([
    mac(DEVICE[to].mac),
    mac(DEVICE[to].mac),
    new Uint8Array(6).fill(255),
    mac("01:80:c2:00:00:00"),
    mac("02:00:00:00:00:99"),
  ]);
  const payload = chance.oneIn(3)
    ? concat(
        chance.pick(
          [
            [0x42, 0x42, 3],
            [0xaa, 0xaa, 3],
            [0xff, 0xff, 3],
            [0xe0, 0xe0, 3],
          ].map((each) => Uint8Array.from(each)),
        ),
        chance.bytes(chance.int(50)),
      )
    : chance.bytes(chance.int(60));
  return [{ from, frame: ethernet(destination, mac(DEVICE[from].mac), type, payload) }];
};

/** An IP frame behind one tag or two, of 802.1Q or 802.1ad. */
const tagged: Recipe = (chance) =>
  chance
    .pick([ipv4Frame, ipv6Frame])(chance)
    .map(({ from, frame }) => {
      const tag = be16(
        chance.pick([0x8100, 0x8100, 0x88a8, 0x9100]),
        chance.pick([0, 1, 5, 0xe000, 0x6005, 0xffff]),
      );
      const inner = chance.oneIn(5) ? be16(0x8100, 7) : new Uint8Array(0);
      return { from, frame: concat(frame.subarray(0, 12), tag, inner, frame.subarray(12)) };
    });

/** The beginning of a frame; shorter than a link header is refused by the packet socket. */
const runt: Recipe = (chance) =>
  chance
    .pick([ipv4Frame, ipv6Frame])(chance)
    .map(({ from, frame }) => ({ from, frame: frame.subarray(0, chance.int(60)) }));

/** More than most devices take. */
const jumbo: Recipe = (chance) => {
  const { from, to } = choosePlace(chance);
  const length = chance.pick([1501, 1504, 1505, 2000, 4000, 8990, 9000, 9014, 9100]);
  return [
    {
      from,
      frame: ethernet(
        mac(DEVICE[to].mac),
        mac(DEVICE[from].mac),
        chance.pick([0x0800, 0x86dd, 0x88b5]),
        chance.bytes(length),
      ),
    },
  ];
};

export const oddLink: Recipe = (chance) =>
  chance.weighted([
    [4, otherType],
    [4, tagged],
    [3, runt],
    [1, jumbo],
  ] as const)(chance);
