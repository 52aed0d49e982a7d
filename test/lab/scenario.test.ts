import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { playBaseline } from '../../conformance/lab/baseline.ts';
import { BUILT_IN, checkScenario, readScenario } from '../../conformance/lab/scenario.ts';
import { createSite } from '../../conformance/lab/site.ts';
import { readSensors, serversOfZones } from '../../conformance/lab/sensors.ts';
import { levelOf } from '../../conformance/lab/threshold-level.ts';
import { createWorld } from '../../conformance/lab/world.ts';
import { gatewayConfiguration } from '../../conformance/lab/gateway-configuration.ts';
import { compileSchema } from '../../conformance/peers/spec-validator.ts';

/** A scenario that can be changed to be wrong in one place. */
function changed(change: (scenario: ReturnType<typeof readScenario>) => void): unknown {
  const scenario = structuredClone(readScenario('power'));
  change(scenario);
  return scenario;
}

describe('a scenario file', () => {
  it.each(BUILT_IN)('%s is valid and gives a valid configuration of the gateway', (name) => {
    const scenario = readScenario(name);
    expect(scenario.name).toBe(name);
    const surroundings = { port: 1, databaseFile: 'x', controllerUrl: 'http://c', bmcUrl: 'http://b' };
    const isConfiguration = compileSchema('config', 'Configuration');
    isConfiguration(gatewayConfiguration(scenario, surroundings));
    expect(isConfiguration.errors).toBeNull();
  });

  it('names the key that is unknown', () => {
    const content = changed((scenario) => Object.assign(scenario, { duratoin: 3 }));
    expect(() => checkScenario(content, 'file.yaml')).toThrow('/ has the unknown key "duratoin"');
  });

  it('names the key that is missing', () => {
    const content = changed((scenario) => Reflect.deleteProperty(scenario.site.vnfms[0] ?? {}, 'vnfmId'));
    expect(() => checkScenario(content, 'file.yaml')).toThrow("/site/vnfms/0 must have required property 'vnfmId'");
  });

  it('names what an event is about when it is not there', () => {
    const content = changed((scenario) => scenario.events.push({ at: 1, mainsOff: 'ups-9' }));
    expect(() => checkScenario(content, 'file.yaml')).toThrow(/\/events\/\d+\/mainsOff: there is no supply ups-9/);
  });

  it('refuses an event without anything that happens', () => {
    const content = changed((scenario) => scenario.events.push({ at: 1 }));
    expect(() => checkScenario(content, 'file.yaml')).toThrow(/\/events\/\d+ must NOT have fewer than 2 properties/);
  });

  it('refuses a function on a server that is not there', () => {
    const content = changed((scenario) =>
      Object.assign(scenario.site.virtualComputes[0] ?? {}, { hostId: 'server-9' }),
    );
    expect(() => checkScenario(content, 'file.yaml')).toThrow(
      '/site/virtualComputes/0/hostId: there is no server server-9',
    );
  });

  it('is as the worked example of the documentation', () => {
    const example = /```yaml\n([^]*?)```/.exec(readFileSync('docs/scenarios.md', 'utf8'))?.[1] ?? '';
    const play = playBaseline(checkScenario(parse(example), 'docs/scenarios.md'));
    const moments = play.happenings
      .filter(({ id }) => id === 'server-1')
      .map(({ kind, time }) => [kind, Math.round(time)]);
    expect(moments).toEqual([
      ['DIED', 22],
      ['BOOTING', 30],
      ['UP', 33],
    ]);
  });

  it('is looked for by name or by file', () => {
    expect(() => readScenario('nothing')).toThrow('no scenario nothing; there are power, cooling');
  });
});

describe('the run without a gateway', () => {
  it.each(BUILT_IN)('of %s loses functions and brings every server back before its end', (name) => {
    const scenario = readScenario(name);
    const play = playBaseline(scenario);
    expect(play.measures().vnfsLost).toBeGreaterThan(0);
    expect(Object.values(play.state().servers).map(({ power }) => power)).not.toContain('OFF');
    expect(play.state().time).toBeCloseTo(scenario.duration, 1);
  });

  it('counts the outage from the death of the server until it runs again', () => {
    const play = playBaseline(readScenario('power'));
    const time = (kind: string): number => play.happenings.find((happening) => happening.kind === kind)?.time ?? 0;
    const measures = play.measures();
    expect(measures.serverOutageSeconds).toBeCloseTo(time('UP') - time('DIED'), 0);
    expect(measures.vnfOutageSeconds.total).toBeCloseTo(3 * measures.vnfOutageSeconds.max, 1);
    expect(measures.lostVnfInstanceIds).toEqual(['vnf-amf', 'vnf-smf', 'vnf-upf']);
  });

  it('reaches only the servers that the water reaches', () => {
    const play = playBaseline(readScenario('water'));
    expect(play.happenings.filter(({ kind }) => kind === 'DIED').map(({ id }) => id)).toEqual(['server-1', 'server-2']);
  });

  it('counts optional functions apart', () => {
    const measures = playBaseline(readScenario('datacentre')).measures();
    expect(measures.vnfsLost).toBe(7);
    expect(measures.leftBehindVnfInstanceIds).toEqual(['vnf-probe']);
    expect(measures.optionalVnfOutageSeconds.total).toBeGreaterThan(0);
  });
});

describe('the site', () => {
  it('takes a function only where there is power and room', () => {
    const off = new Set<string>();
    const site = createSite(readScenario('power'), (hostId) => !off.has(hostId));
    expect(site.migrate('amf-1', 'server-2')).toBeUndefined();
    expect(site.migrate('smf-1', 'server-2')).toBeUndefined();
    expect(site.migrate('upf-1', 'server-2')).toBe('server-2 is full: numVirtualCpu');
    off.add('server-3');
    expect(site.migrate('upf-1', 'server-3')).toBe('server-3 is not running');
    off.add('server-1');
    off.delete('server-3');
    expect(site.migrate('upf-1', 'server-3')).toBe('server-1 is not running');
    expect(site.placements().map(({ hostId }) => hostId)).toEqual(['server-2', 'server-2', 'server-1']);
  });

  it('keeps the function running on the second server when it was duplicated', () => {
    const site = createSite(readScenario('power'), () => true);
    expect(site.duplicate('amf-1', 'server-3', 'amf-1-2')).toBeUndefined();
    expect(site.duplicate('amf-1', 'server-3', 'amf-1-2')).toBe('amf-1-2 exists');
    expect(site.placements().at(-1)).toMatchObject({ hostId: 'server-3', duplicateOf: 'amf-1' });
  });
});

describe('the sensors', () => {
  it('speak about what the UPS feeds and what the room has', () => {
    const scenario = readScenario('datacentre');
    const world = createWorld(scenario);
    const play = playBaseline(scenario);
    const first = play.states[0];
    const data = first === undefined ? [] : readSensors(world, first);
    expect(data.map(({ resourceZoneId, parameterName }) => [resourceZoneId, parameterName])).toEqual([
      ['room-1', 'ups.status'],
      ['room-1', 'battery.charge'],
      ['room-1', 'battery.runtime'],
    ]);
    expect(serversOfZones(world)).toEqual({ 'room-1': ['server-1', 'server-2', 'server-3', 'server-4'] });
  });

  it('give each server the level of its own height', () => {
    const scenario = readScenario('water');
    const world = createWorld(scenario);
    const flooded = playBaseline(scenario).states.find(({ rooms }) => (rooms['room-1']?.level ?? 0) > 100);
    const levels = scenario.site.computeHosts.map((server) =>
      flooded === undefined ? undefined : levelOf(scenario, world, flooded, server),
    );
    expect(levels).toEqual(['DEGRADED', 'NORMAL', 'NORMAL', 'UNKNOWN']);
  });
});
