/** Gives the box its one address. */

import { read32 } from "../../packet/bytes.ts";
import {
  BOOTREPLY,
  BOOTREQUEST,
  buildDhcp,
  DHCPACK,
  DHCPDISCOVER,
  DHCPNAK,
  DHCPOFFER,
  DHCPREQUEST,
  OPTION_DNS,
  OPTION_LEASE_TIME,
  OPTION_MESSAGE_TYPE,
  OPTION_NETMASK,
  OPTION_REQUESTED_IP,
  OPTION_ROUTER,
  OPTION_SERVER_ID,
  option32,
  parseDhcp,
} from "../../packet/dhcp.ts";
import { CLIENT, GATEWAY, NAME_SERVER, NETMASK } from "./network.ts";

const LEASE = 86_400;

/** The answer to a message; undefined when there is none. */
export function answerDhcp(bytes: Uint8Array): Uint8Array | undefined {
  const request = parseDhcp(bytes);
  const type = request?.options.get(OPTION_MESSAGE_TYPE)?.[0];
  if (request === undefined || request.op !== BOOTREQUEST) return undefined;
  if (type !== DHCPDISCOVER && type !== DHCPREQUEST) return undefined;
  const asked = request.options.get(OPTION_REQUESTED_IP);
  const wanted = asked?.length === 4 ? read32(asked, 0) : request.ciaddr;
  const refused = type === DHCPREQUEST && wanted !== CLIENT;
  const answer = type === DHCPDISCOVER ? DHCPOFFER : refused ? DHCPNAK : DHCPACK;
  const grants: (readonly [number, Uint8Array])[] = [
    [OPTION_LEASE_TIME, option32(LEASE)],
    [OPTION_NETMASK, option32(NETMASK)],
    [OPTION_ROUTER, option32(GATEWAY)],
    [OPTION_DNS, option32(NAME_SERVER)],
  ];
  return buildDhcp({
    op: BOOTREPLY,
    xid: request.xid,
    flags: request.flags,
    chaddr: request.chaddr,
    ...(refused ? {} : { yiaddr: CLIENT, siaddr: GATEWAY }),
    options: [
      [OPTION_MESSAGE_TYPE, Uint8Array.of(answer)],
      [OPTION_SERVER_ID, option32(GATEWAY)],
      ...(refused ? [] : grants),
    ],
  });
}
