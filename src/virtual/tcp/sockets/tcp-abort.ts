/**
 * Ends a connection for an administrator (`SOCK_DESTROY`): the program is told, the other side gets a reset.
 *
 * Source: `net/ipv4/tcp.c` (`tcp_abort`, `tcp_done_with_error`).
 */
import { ENOENT } from "../../../errno.ts";
import { dropRequest } from "../handshake/tcp-request.ts";
import { RequestSock } from "../inet-connection-sock.ts";
import { sendActiveReset } from "../output/tcp-output.ts";
import type { SockCommon } from "../sock-common.ts";
import { lockSock, releaseSock } from "../tcp-lock.ts";
import { TcpSock } from "../tcp-sock.ts";
import { TCP_CLOSE, TCP_LISTEN } from "../tcp-states.ts";
import { connectionDone, purgeWriteQueue, setState } from "../tcp-teardown.ts";
import { TimewaitSock } from "../tcp-timewait-sock.ts";
import { needsReset, stopListening } from "./tcp-close.ts";

/** @param error positive, what the program's next call returns. @returns 0, or `-ENOENT` when it has ended already */
export function tcpAbort(sk: SockCommon, error: number): number {
  if (sk instanceof TimewaitSock) sk.end();
  else if (sk instanceof RequestSock) dropRequest(sk);
  if (!(sk instanceof TcpSock)) return 0;
  if (sk.state === TCP_CLOSE) return -ENOENT;
  lockSock(sk);
  if (sk.state === TCP_LISTEN) {
    setState(sk, TCP_CLOSE);
    stopListening(sk);
  }
  if (needsReset(sk.state)) sendActiveReset(sk);
  if (!sk.orphaned) sk.sk.error = error;
  purgeWriteQueue(sk);
  connectionDone(sk);
  releaseSock(sk);
  return 0;
}
