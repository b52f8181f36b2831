/** `python3 -m http.server`: that one module, as Python 3.11 has it; there is no interpreter. */
import { strerror } from "../../errno.ts";
import { IN6ADDR_ANY, INADDR_ANY, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { Main, Process } from "../../process/process.ts";
import { listenStream } from "../lib/byte-stream.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { PythonRequest } from "./request.ts";

const BACKLOG = 5;
const DEFAULT_PORT = 8000;

interface Options {
  port: number;
  bind: string | undefined;
  directory: string;
}

export const main: Main = async (process) => {
  const words = process.argv.slice(1).filter((word) => !/^-[uBEIsS]+$/.test(word));
  if (words[0] !== "-m" || words[1] !== "http.server") {
    process.stderr.write("python3: only -m http.server is supported here\n");
    return 2;
  }
  const options = parse(process, words.slice(2));
  return typeof options === "number" ? options : serve(process, options);
};

function parse(process: Process, words: readonly string[]): Options | number {
  const options: Options = { port: DEFAULT_PORT, bind: undefined, directory: process.cwd };
  const usage = (problem: string) => {
    process.stderr.write(
      `usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\nserver.py: error: ${problem}\n`,
    );
    return 2;
  };
  for (let i = 0; i < words.length; i++) {
    const [word, attached] = words[i].startsWith("--") ? words[i].split(/=(.*)/s) : [words[i], undefined];
    const argument = () => attached ?? words[++i];
    if (word === "-b" || word === "--bind") options.bind = argument();
    else if (word === "-d" || word === "--directory") options.directory = process.resolve(argument() ?? "");
    else if (/^-/.test(word)) return usage(`${word} is not supported here`);
    else if (/^\d+$/.test(word)) options.port = Number(word);
    else return usage(`argument port: invalid int value: '${word}'`);
  }
  return options;
}

async function serve(process: Process, { port, bind, directory }: Options): Promise<number> {
  const v4 = bind === undefined ? INADDR_ANY : parseIpv4(bind);
  const v6 = v4 === undefined ? parseIpv6(bind ?? "") : undefined;
  if (v4 === undefined && v6 === undefined) {
    process.stderr.write("python3: names as addresses are not supported here\n");
    return 1;
  }
  const address: InternetAddress =
    v4 !== undefined ? { family: 2, address: v4, port } : { family: 10, address: v6 ?? IN6ADDR_ANY, port };
  const listener = listenStream(process, address, BACKLOG);
  if (typeof listener === "number") {
    process.stderr.write(`OSError: [Errno ${-listener}] ${strerror(-listener)}\n`);
    return 1;
  }
  const host = formatAddress(process.sys, address);
  const url = address.family === 10 ? `[${host}]` : host;
  process.stdout.write(`Serving HTTP on ${host} port ${port} (http://${url}:${port}/) ...\n`);
  let interrupted = false;
  process.onSignal("SIGINT", () => void (interrupted = true));
  while (!interrupted) {
    const socket = listener.accept();
    if (typeof socket === "number") await process.poll([listener]);
    else void new PythonRequest(process, socket, directory).serve().catch(() => socket.close());
  }
  process.stdout.write("\nKeyboard interrupt received, exiting.\n");
  return 0;
}
