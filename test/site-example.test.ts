import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checkConfiguration } from '../src/config.ts';

const text = readFileSync(new URL('../docs/site.example.yaml', import.meta.url), 'utf8');
/** A line of YAML that is commented out, not a sentence: a key, an entry, or what is within one. */
const uncommented = text.replaceAll(/^# ((?: +.*)|(?:[a-zA-Z]+:))$/gm, '$1');

describe('the example of a site', () => {
  it('is a configuration as it is', () => {
    expect(checkConfiguration(parse(text))).not.toHaveProperty('problems');
  });

  it('has a configuration of every kind of counterpart in its comments, but for files that are not there', () => {
    const configuration = parse(uncommented) as Record<string, { type: string }[] | undefined>;
    const types = (key: string) => configuration[key]?.map(({ type }) => type).sort();
    expect(types('environmentSources')).toEqual(['alertmanager', 'controller', 'mqtt', 'nut', 'redfish', 'snmp']);
    expect(types('powerControllers')).toEqual(['ipmi', 'ironic', 'nut', 'redfish']);
    expect(types('vims')).toEqual(['kubernetes', 'openstack']);
    expect(types('vnfManagers')).toEqual(['direct', 'sol003', 'tacker']);
    const checked = checkConfiguration(configuration);
    const problems = 'problems' in checked ? checked.problems : [];
    expect(problems.filter((problem) => !problem.includes('ENOENT'))).toEqual([]);
  });
});
