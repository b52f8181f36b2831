/** ARP, valid and not (RFC 826). */
import type { Chance } from "../chance.ts";
import { ADDRESS4, DEVICE, ip4, mac } from "../world.ts";
import { choosePlace, destination4, type Place, source4 } from "./place.ts";
import type { Recipe } from "./recipe.ts";
import { be16, concat, ethernet } from "./wire.ts";

const ETH_P_ARP = 0x0806;

function hardwareAddress(chance: Chance, right: Uint8Array): Uint8Array {
  if (!chance.oneIn(8)) return right;
  return chance.pick([
    new Uint8Array(6),
    new Uint8Array(6).fill(0xff),
    mac("02:00:00:00:00:99"),
    mac("01:00:5e:00:00:05"),
    mac(DEVICE.r0.mac),
  ]);
}

function target(chance: Chance, place: Place): Uint8Array {
  if (chance.oneIn(6)) return destination4(chance, place);
  return ip4(chance.pick([ADDRESS4[place.to], ADDRESS4[place.to], ADDRESS4[place.from], "10.0.1.77"]));
}

export const arp: Recipe = (chance) => {
  const place = choosePlace(chance);
  const own = mac(DEVICE[place.from].mac);
  const operation = chance.weighted([
    [10, 1],
    [6, 2],
    [1, 3],
    [1, 0],
    [1, 8],
    [1, 9],
  ] as const);
  const packet = concat(
    be16(chance.oneIn(20) ? chance.pick([0, 6, 24, 512]) : 1, chance.oneIn(25) ? 0x86dd : 0x0800),
    Uint8Array.of(chance.oneIn(25) ? chance.int(9) : 6, chance.oneIn(25) ? chance.int(17) : 4),
    be16(operation),
    hardwareAddress(chance, own),
    chance.oneIn(4) ? source4(chance, place) : ip4(ADDRESS4[place.from]),
    operation === 1
      ? hardwareAddress(chance, new Uint8Array(6))
      : hardwareAddress(chance, mac(DEVICE[place.to].mac)),
    target(chance, place),
    chance.oneIn(3) ? new Uint8Array(18) : new Uint8Array(0),
  );
  const length = chance.oneIn(20) ? chance.int(packet.length) : packet.length;
  const destination =
    operation === 1 && !chance.oneIn(4) ? new Uint8Array(6).fill(0xff) : mac(DEVICE[place.to].mac);
  return [{ from: place.from, frame: ethernet(destination, own, ETH_P_ARP, packet.subarray(0, length)) }];
};
