// An esbuild plugin: puts constants (numbers, and what is computed from such) into every place that uses them, other files' included.
// In a bundle a top-level constant is a variable, which the engine has to load and to check each time, and a forwarded packet passes some
// hundred of them; esbuild itself does this for few.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { transform } from "esbuild";

const DECLARATION = /^(export )?const ([A-Z][A-Z0-9_]*)(?:: number)? =\s*([^;"'`{}[\]]+);$/gm;
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;
const NAMESPACE = /^import \* as (\w+) from "(\.[^"]+)";$/gm;
const NAME = /\b[A-Z][A-Z0-9_]*\b/g;
/** What an expression of numbers is made of, when its names are taken out. */
const ARITHMETIC = /^(?:0x[0-9a-fA-F]+|\d[\d_.]*(?:e\d+)?|[\s()+*/|&^~<>-])+$/;
/** As the project's own tsconfig.json has it. */
const TSCONFIG = { compilerOptions: { target: "ES2022", verbatimModuleSyntax: true } };

/** The files' texts, and what is known of their constants: expressions by name, where imported ones come from, values. */
class Sources {
  files = new Map();

  file(path) {
    let file = this.files.get(path);
    if (file !== undefined) return file;
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    file = { text, own: new Map(), imported: new Map(), values: new Map() };
    this.files.set(path, file);
    for (const [, , name, expression] of text.matchAll(DECLARATION)) file.own.set(name, expression);
    for (const [, names, from] of text.matchAll(IMPORT))
      for (const { name, local } of namesOf(names))
        file.imported.set(local, { path: resolve(dirname(path), from), name });
    return file;
  }

  /** @returns the number that a name stands for in a file; undefined: none, or it cannot be told */
  value(path, name) {
    const { values, imported, own } = this.file(path);
    if (values.has(name)) return values.get(name);
    values.set(name, undefined);
    const from = imported.get(name);
    const value = from === undefined ? this.evaluate(path, own.get(name)) : this.value(from.path, from.name);
    values.set(name, value);
    return value;
  }

  evaluate(path, expression) {
    if (expression === undefined) return undefined;
    let known = true;
    const numbers = expression.replace(/\/\/.*$/gm, "").replace(NAME, (name) => {
      const value = this.value(path, name);
      if (value === undefined) known = false;
      return `(${value})`;
    });
    if (!known || !ARITHMETIC.test(numbers)) return undefined;
    const value = Function(`"use strict"; return (${numbers});`)();
    return Number.isFinite(value) ? value : undefined;
  }
}

function namesOf(clause) {
  const parts = clause.split(",").map((part) => part.trim());
  return parts
    .filter((part) => part !== "")
    .map((part) => {
      const [name, local = name] = part.split(" as ");
      return { part, name, local };
    });
}

/** A file's constants are free names then, with their values in `define`. */
function freeConstants(sources, path) {
  const define = {};
  const note = (name) => {
    const value = sources.value(path, name);
    if (value !== undefined) define[name] = String(value);
    return value !== undefined;
  };
  let { text } = sources.file(path);
  const spaces = [...text.matchAll(NAMESPACE)];
  text = text.replace(DECLARATION, (all, exported, name) => {
    if (!note(name)) return all;
    return exported === undefined ? "" : `const ${name}$ = ${define[name]};\nexport { ${name}$ as ${name} };`;
  });
  text = text.replace(IMPORT, (_, names, from) => {
    const left = namesOf(names).filter(({ local }) => !note(local));
    return `import { ${left.map(({ part }) => part).join(", ")} } from "${from}";`;
  });
  for (const [, space, from] of spaces)
    text = text.replace(new RegExp(`(?<![\\w$.])${space}\\.([A-Z][A-Z0-9_]*)\\b`, "g"), (all, name) => {
      const value = sources.value(resolve(dirname(path), from), name);
      return value === undefined ? all : `(${value})`;
    });
  return { text, define };
}

export const inlineConstants = {
  name: "inline-constants",
  setup(build) {
    const sources = new Sources();
    build.onLoad({ filter: /\/(src|bench)\/.*\.ts$/ }, async ({ path }) => {
      const { text, define } = freeConstants(sources, path);
      const { code } = await transform(text, {
        loader: "ts",
        define,
        tsconfigRaw: TSCONFIG,
        sourcefile: path,
      });
      return { loader: "js", contents: code };
    });
  },
};
