/** The socket of the DHCP side: how it is opened, and where answers go. */
import { isErrno, strerror } from "../../errno.ts";
import {
  ARPREQ_DEV,
  ARPREQ_FLAGS,
  ARPREQ_HA,
  ARPREQ_LENGTH,
  ARPREQ_PA,
  ATF_COM,
  SIOCSARP,
} from "../../ioctl/arpreq.ts";
import { AF_INET, SOCK_DGRAM, SOL_SOCKET, type Socket } from "../../kernel.ts";
import { INADDR_ANY, INADDR_BROADCAST, type Ipv4Address, ipv4, ipv4ToBytes } from "../../packet/address.ts";
import {
  BOOTREPLY,
  buildDhcp,
  DHCP_BROADCAST,
  DHCP_CLIENT_PORT,
  DHCP_SERVER_PORT,
} from "../../packet/dhcp.ts";
import type { Process } from "../../process/process.ts";
import type { Client } from "./dhcp-client.ts";
import type { OptionList } from "./dhcp-reply.ts";
import { StartFailure } from "./options.ts";

const SOL_IP = 0;
const IP_TOS = 1;
const IP_PKTINFO = 8;
const IP_MTU_DISCOVER = 10;
const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const SO_BINDTODEVICE = 25;
/** `IPTOS_CLASS_CS6` */
const CONTROL_CLASS = 0xc0;
/** Opens the socket. @throws {@link StartFailure} */
export function openDhcpSocket(process: Process, reuse: boolean, device: string | undefined): Socket {
  const socket = process.sys.socket(AF_INET, SOCK_DGRAM, 0);
  if (isErrno(socket)) throw new StartFailure(`cannot create DHCP socket: ${strerror(-socket)}`, 2);
  socket.setsockopt(SOL_IP, IP_MTU_DISCOVER, 0);
  socket.setsockopt(SOL_IP, IP_TOS, CONTROL_CLASS);
  socket.setsockopt(SOL_IP, IP_PKTINFO, 1);
  socket.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  if (reuse) socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  const error = socket.bind({ family: AF_INET, address: INADDR_ANY, port: DHCP_SERVER_PORT });
  if (error < 0) throw new StartFailure(`failed to bind DHCP server socket: ${strerror(-error)}`, 2);
  if (device !== undefined)
    socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${device}\0`));
  return socket;
}

/** Sends an answer to where the client hears it. */
export function sendDhcp(
  socket: Socket,
  client: Client,
  options: OptionList,
  yiaddr: Ipv4Address,
  siaddr: Ipv4Address,
  refusal: boolean,
): void {
  const { message, ifindex } = client;
  const flags = refusal ? message.flags | DHCP_BROADCAST : message.flags;
  const bytes = buildDhcp({
    op: BOOTREPLY,
    xid: message.xid,
    flags,
    ciaddr: refusal ? 0 : message.ciaddr,
    yiaddr,
    siaddr,
    giaddr: message.giaddr,
    chaddr: message.chaddr,
    options,
  });
  const info = new Uint8Array(12);
  const control = [{ level: SOL_IP, type: IP_PKTINFO, data: info }];
  let destination = yiaddr;
  if (message.ciaddr !== 0 && !refusal) destination = ipv4(message.ciaddr);
  else {
    new DataView(info.buffer).setInt32(0, ifindex, true);
    if ((flags & DHCP_BROADCAST) !== 0 || yiaddr === 0) destination = INADDR_BROADCAST;
    else teachNeighbour(socket, client, yiaddr);
  }
  socket.send(bytes, {
    to: { family: AF_INET, address: destination, port: DHCP_CLIENT_PORT },
    control,
  });
}

/** The client has no address yet and can not be asked for its hardware address: the kernel is told. */
function teachNeighbour(socket: Socket, client: Client, address: Ipv4Address): void {
  const request = new Uint8Array(ARPREQ_LENGTH);
  request[ARPREQ_PA] = AF_INET;
  ipv4ToBytes(address, request, ARPREQ_PA + 4);
  request[ARPREQ_HA] = client.message.htype;
  request.set(client.message.chaddr, ARPREQ_HA + 2);
  request[ARPREQ_FLAGS] = ATF_COM;
  request.set(new TextEncoder().encode(client.device).subarray(0, 15), ARPREQ_DEV);
  socket.ioctl(SIOCSARP, request);
}
