/** The servers that BIND's tools ask: those of /etc/resolv.conf, or this host's loopback addresses. */
import { AF_INET, AF_INET6, AF_UNSPEC, type SystemCalls } from "../../kernel.ts";
import { IN6ADDR_LOOPBACK, INADDR_LOOPBACK } from "../../packet/address.ts";
import type { ResolvConf } from "../lib/resolv-conf.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";

/** @param family AF_UNSPEC, or the only one that may be used */
export function usualServers(conf: ResolvConf, family: number): InternetAddress[] {
  const usual: InternetAddress[] = conf.named
    ? [...conf.servers]
    : [
        { family: AF_INET6, address: IN6ADDR_LOOPBACK, port: 53, scopeId: 0 },
        { family: AF_INET, address: INADDR_LOOPBACK, port: 53 },
      ];
  return usual.filter((server) => family === AF_UNSPEC || server.family === family);
}

/** `ADDRESS#PORT` */
export function serverText(sys: SystemCalls, server: InternetAddress): string {
  return `${formatAddress(sys, server)}#${server.port}`;
}
