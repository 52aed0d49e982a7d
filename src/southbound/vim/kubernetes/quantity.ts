/** Factors of the suffixes of a quantity. Kubernetes, resource.Quantity. */
const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity such as `500m`, `2Gi` or `1e3` stands for; undefined when it is none. */
export function quantityOf(text: string | number | undefined): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|[KMGTPE]i|[MGTPE])?$/.exec(String(text ?? ''));
  const factor = match === null ? undefined : FACTORS[match[2] ?? ''];
  return factor === undefined ? undefined : Number(match?.[1]) * factor;
}
