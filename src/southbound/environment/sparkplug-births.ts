import type { SparkplugMetricValue } from './sparkplug-payload.ts';

/** What a birth says of a metric that later messages may name by its alias only. Sparkplug 3.0, 6.4.8. */
export interface Known {
  /** Absent for a metric of the edge node itself. */
  deviceId: string | undefined;
  name: string;
  datatype: number | undefined;
}

/** What the births of an edge node and its devices have told. */
export interface Births {
  learn(metrics: readonly SparkplugMetricValue[], deviceId: string | undefined): void;
  /** Which metric it is; undefined when it comes by an alias that no birth of this device has told. */
  find(metric: SparkplugMetricValue, deviceId: string | undefined): Known | undefined;
  forget(): void;
}

export function createBirths(): Births {
  const byAlias = new Map<string, Known>();
  const byName = new Map<string, Known>();
  const keyOf = (deviceId: string | undefined, name: string) => JSON.stringify([deviceId, name]);
  return {
    learn: (metrics, deviceId) => {
      for (const { name, alias, datatype } of metrics) {
        if (name === undefined) continue;
        byName.set(keyOf(deviceId, name), { deviceId, name, datatype });
        if (alias !== undefined) byAlias.set(alias, { deviceId, name, datatype });
      }
    },
    find: ({ name, alias }, deviceId) => {
      if (name !== undefined) return byName.get(keyOf(deviceId, name)) ?? { deviceId, name, datatype: undefined };
      const known = alias === undefined ? undefined : byAlias.get(alias);
      return known?.deviceId === deviceId ? known : undefined;
    },
    forget: () => {
      byAlias.clear();
      byName.clear();
    },
  };
}
