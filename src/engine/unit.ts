import { createRequire } from 'node:module';

interface UcumConversion {
  status: string;
  toVal: number | null;
}
interface UcumUtils {
  convertUnitTo(from: string, value: number, to: string): UcumConversion;
}

// The UCUM package of the U.S. National Library of Medicine; it is CommonJS and has no types.
const { UcumLhcUtils } = createRequire(import.meta.url)('@lhncbc/ucum-lhc') as {
  UcumLhcUtils: { getInstance(): UcumUtils };
};

/** Converts between units; undefined when they are not of one dimension or not UCUM, or the value is beyond all numbers. */
export type Convert = (value: number, from: string, to: string) => number | undefined;

/** Makes a converter that remembers each pair of units: every conversion between UCUM units here is linear. */
export function createConvert(): Convert {
  const known = new Map<string, { factor: number; offset: number } | undefined>();
  const learn = (from: string, to: string) => {
    const zero = convertUnit(from, 0, to);
    const one = convertUnit(from, 1, to);
    return zero === null || one === null ? undefined : { factor: one - zero, offset: zero };
  };
  return (value, from, to) => {
    if (from === to) return value;
    const key = `${from} ${to}`;
    if (!known.has(key)) known.set(key, learn(rateOfDifference(from), rateOfDifference(to)));
    const linear = known.get(key);
    const converted = linear === undefined ? NaN : value * linear.factor + linear.offset;
    return Number.isFinite(converted) ? converted : undefined;
  };
}

/** Whether it is a UCUM unit, or a rate that `convert` takes. */
export function isUnit(text: string): boolean {
  const unit = rateOfDifference(text);
  return convertUnit(unit, 1, unit) !== null;
}

function convertUnit(from: string, value: number, to: string): number | null {
  try {
    return UcumLhcUtils.getInstance().convertUnitTo(from, value, to).toVal;
  } catch {
    // The package stumbles over names that every object has, such as `constructor`; none is a unit.
    return null;
  }
}

/** UCUM forbids `Cel` inside a product; as a rate it means a difference, which is the kelvin's. UCUM §21. */
function rateOfDifference(unit: string): string {
  return unit.replace(/^Cel\//, 'K/');
}
