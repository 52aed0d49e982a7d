import { parseArgs } from 'node:util';

export interface Arguments {
  help: boolean;
  json: boolean;
  strict: boolean;
  quick: boolean;
  /** Names of figures; empty means all. */
  only: readonly string[];
  /** Folder for the plots; undefined draws none. */
  plots: string | undefined;
}

/** Options that cannot be understood, in a sentence for whoever gave them. */
export class WrongArguments extends Error {}

const OPTIONS = {
  help: 'this text',
  json: 'print one JSON object on standard output instead of the table',
  only: 'NAME[,NAME…]: only these figures, and what is measured with them',
  plots: 'DIR: also write plots as SVG files to this folder',
  quick: 'a small site and short rounds, to see that it works; the numbers mean nothing',
  strict: 'exit with 1 when a target is missed',
} as const;

/** Reads the command line; `names` are those of all figures. */
export function readArguments(argv: readonly string[], names: readonly string[]): Arguments {
  const values = parse(argv);
  const only = values.only?.split(',').filter((name) => name !== '') ?? [];
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new WrongArguments(`There is no figure ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  const { help = false, json = false, strict = false, quick = false, plots } = values;
  return { help, json, strict, quick, only, plots };
}

function parse(argv: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        strict: { type: 'boolean' },
        quick: { type: 'boolean' },
        only: { type: 'string' },
        plots: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw new WrongArguments(`${error instanceof Error ? error.message : String(error)}. --help tells the options.`);
  }
}

export function helpText(names: readonly string[]): string {
  const lines = Object.entries(OPTIONS).map(([name, meaning]) => `  --${name.padEnd(8)} ${meaning}\n`);
  return `Measures the gateway from outside, each figure beside a bare program that does nothing else.

  npm run bench -- [options]

${lines.join('')}
Figures: ${names.join(', ')}.
The exit status is 0 when everything was measured, 1 when something could not be (or, with --strict, missed its target), 2 when
the options are wrong.
`;
}
