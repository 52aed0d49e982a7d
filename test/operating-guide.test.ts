import { readFileSync } from 'node:fs';
import document from '../generated/vnfmig.json' with { type: 'json' };
import { FAULT_TYPES } from '../src/engine/alarms.ts';
import { createMetrics } from '../src/metrics.ts';

const sections = readFileSync('docs/operating.md', 'utf8').split('\n## ');
/** Rows of the table in a section that name something. */
const rowsOf = (title: string, name: string) =>
  sections
    .filter((section) => section.startsWith(title))
    .flatMap((section) => section.split('\n'))
    .filter((line) => line.startsWith('|') && line.includes(`\`${name}\``));

describe('the guide for whoever is on shift', () => {
  it.each(FAULT_TYPES)('says what to do about the alarm %s', (faultType) => {
    expect(rowsOf('Alarms', faultType)).toHaveLength(1);
  });

  it.each(document.components.schemas.RefusalReason.enum)('says what the refusal %s waits for', (reason) => {
    expect(rowsOf('Refusals', reason)).toHaveLength(1);
  });

  it.each(
    createMetrics()
      .registry.getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('nfvi_te_')),
  )('names the metric %s', (name) => {
    expect(rowsOf('Metrics', name)).toHaveLength(1);
  });
});
