/** `getent`: glibc's, for the databases that a box has: hosts, ahosts, services, protocols, networks. */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { formatIpv4, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { Main, Process } from "../../process/process.ts";
import { lookupAddress, lookupHost } from "../lib/host-lookup.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import { readLines } from "../lib/read-file.ts";
import { formatAddress, hostEntries, type InternetAddress } from "../lib/resolver.ts";

const NOT_FOUND = 2;

type Database = (process: Process, keys: readonly string[]) => Promise<number> | number;

function line(address: string, names: readonly string[]): string {
  return `${address.padEnd(15)} ${names.join(" ")}\n`;
}

/** The names that a line of /etc/hosts has for an address. */
function fileNames(process: Process, name: string, address: InternetAddress): readonly string[] | undefined {
  const text = formatAddress(process.sys, address);
  return hostEntries(process.sys).find(
    (entry) => entry.names.includes(name.toLowerCase()) && formatAddress(process.sys, entry.address) === text,
  )?.names;
}

async function hosts(process: Process, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return listHosts(process);
  let status = 0;
  for (const key of keys) if (!(await host(process, key))) status = NOT_FOUND;
  return status;
}

async function host(process: Process, key: string): Promise<boolean> {
  const v4 = parseIpv4(key);
  const v6 = v4 === undefined ? parseIpv6(key) : undefined;
  const numeric: InternetAddress | undefined =
    v4 !== undefined ? { family: 2, address: v4, port: 0 } : v6 && { family: 10, address: v6, port: 0 };
  if (numeric !== undefined) {
    const name = await lookupAddress(process, numeric);
    if (name === undefined) return false;
    const names = fileNames(process, name, numeric) ?? [name];
    process.stdout.write(line(formatAddress(process.sys, numeric), names));
    return true;
  }
  for (const family of [AF_INET6, AF_INET]) {
    const found = await lookupHost(process, key, family);
    if (typeof found === "string") continue;
    for (const address of found.addresses) {
      const names = fileNames(process, key, address) ?? [found.canonicalName];
      process.stdout.write(line(formatAddress(process.sys, address), names));
    }
    return true;
  }
  return false;
}

/** All lines that are IPv4's; IPv6's own host is IPv4's, too (`gethostent(3)`). */
function listHosts(process: Process): number {
  for (const { address, names } of hostEntries(process.sys)) {
    if (address.family === 2) process.stdout.write(line(formatIpv4(address.address), names));
    else if (address.address.isLoopback) process.stdout.write(line("127.0.0.1", names));
  }
  return 0;
}

/** `AI_ADDRCONFIG`: a family of which this host has only its own loopback address is not looked up. */
function configured(process: Process, family: number): boolean {
  if (family === AF_UNSPEC) return true;
  return localAddresses(process.sys).some(({ address }) => {
    if (address.family !== family) return false;
    return address.family === 2 ? address.address !== 0x7f000001 : !address.address.isLoopback;
  });
}

function addresses(family: number): Database {
  return async (process, keys) => {
    if (keys.length === 0) return listHosts(process);
    let status = 0;
    for (const key of keys) {
      const found = configured(process, family) ? await lookupHost(process, key, family) : "";
      if (typeof found === "string") {
        status = NOT_FOUND;
        continue;
      }
      for (const [i, address] of found.addresses.entries()) {
        const text = formatAddress(process.sys, address).padEnd(15);
        for (const [j, type] of ["STREAM", "DGRAM ", "RAW   "].entries())
          process.stdout.write(`${text} ${type} ${i + j === 0 ? found.canonicalName : ""}\n`);
      }
    }
    return status;
  };
}

/** Lines of a file: name, number, aliases. */
function table(path: string, show: (name: string, number: string, aliases: string) => string): Database {
  return (process, keys) => {
    const rows = readLines(process.sys, path)
      .map((text) =>
        text
          .replace(/#.*$/, "")
          .split(/[ \t]+/)
          .filter(Boolean),
      )
      .filter(([, number]) => number !== undefined);
    const print = ([name, number, ...aliases]: readonly string[]) =>
      process.stdout.write(`${show(name, number, aliases.map((alias) => ` ${alias}`).join(""))}\n`);
    if (keys.length === 0) for (const row of rows) print(row);
    let status = 0;
    for (const key of keys) {
      const [wanted, protocol] = key.split("/");
      const row = rows.find(
        ([name, number, ...aliases]) =>
          [name, ...aliases, number.split("/")[0]].includes(wanted) &&
          (protocol === undefined || number.endsWith(`/${protocol}`)),
      );
      if (row === undefined) status = NOT_FOUND;
      else print(row);
    }
    return status;
  };
}

const DATABASES: Readonly<Record<string, Database>> = {
  hosts,
  ahosts: addresses(AF_UNSPEC),
  ahostsv4: addresses(AF_INET),
  ahostsv6: addresses(AF_INET6),
  services: table("/etc/services", (name, number, aliases) => `${name.padEnd(21)} ${number}${aliases}`),
  protocols: table("/etc/protocols", (name, number, aliases) => `${name.padEnd(21)} ${number}${aliases}`),
};
const REFUSED = "aliases ethers group gshadow initgroups netgroup networks passwd rpc shadow".split(" ");
const HINT = "Try `getent --help' or `getent --usage' for more information.\n";

export const main: Main = (process) => {
  const [database, ...keys] = process.argv.slice(1);
  if (database?.startsWith("-")) {
    process.stderr.write(`getent: ${database} is not supported here\n`);
    return 1;
  }
  if (database === undefined) {
    process.stderr.write(`getent: wrong number of arguments\n${HINT}`);
    return 1;
  }
  if (Object.hasOwn(DATABASES, database)) return DATABASES[database](process, keys);
  if (REFUSED.includes(database)) process.stderr.write(`getent: ${database} is not supported here\n`);
  else process.stderr.write(`Unknown database: ${database}\n${HINT}`);
  return 1;
};
