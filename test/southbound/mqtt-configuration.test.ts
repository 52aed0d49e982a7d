import { checkConfiguration } from '../../src/config.ts';
import { mqttConfiguration, WATER } from './mqtt-harness.ts';

const TEMPERATURE = {
  topic: 'sensors/{rack}/temperature',
  computeHostIds: ['server-1'],
  parameterType: 'COOLING',
  parameterName: 'inlet {rack}',
  unit: 'Cel',
};
const METRIC = { computeHostIds: ['server-1'], parameterType: 'POWER', parameterName: 'charge', unit: '%' };
const edgeNode = (metrics: object, devices: object[] = []) => ({
  sparkplug: { edgeNodes: [{ groupId: 'g', edgeNodeId: 'e', metrics, devices }] },
});

function problemsOf(source: object): string[] {
  const checked = checkConfiguration({
    environmentSources: [{ id: 'building', type: 'mqtt', url: 'mqtt://broker.example', ...source }],
  });
  return 'problems' in checked ? checked.problems : [];
}

describe('the configuration of a source mqtt', () => {
  it('has defaults', () => {
    expect(mqttConfiguration({ topics: [TEMPERATURE], ...edgeNode({ charge: METRIC }) })).toMatchObject({
      keepAlive: 15,
      timeout: 10,
      topics: [{ dataType: 'VALUE', scale: 1, silenceTime: 300 }],
      sparkplug: { edgeNodes: [{ devices: [], metrics: { charge: { dataType: 'VALUE', scale: 1 } } }] },
    });
  });

  it.each<[string, object, string]>([
    ['nothing to hear', {}, 'neither topics nor sparkplug is there'],
    ['a password in the address', { url: 'mqtt://a:b@broker', topics: [WATER] }, 'url: must match pattern'],
    ['an address of another kind', { url: 'http://broker', topics: [WATER] }, 'url: must match pattern'],
    [
      'a CA that is not there',
      { topics: [WATER], caFile: '/nowhere/ca.pem' },
      'caFile: /nowhere/ca.pem cannot be read',
    ],
    [
      'a topic that is none',
      { topics: [{ ...TEMPERATURE, topic: 'sensors/r{rack}' }] },
      'topics.0.topic: a placeholder has to be a whole level, such as /{rack}/',
    ],
    [
      'nothing that it is about',
      { topics: [{ ...TEMPERATURE, computeHostIds: undefined }] },
      'topics.0: must match exactly one schema in oneOf',
    ],
    [
      'a table for a placeholder that is not there',
      { topics: [{ ...WATER, topic: 'sensors/{room}/water', parameterName: 'leak {room}' }] },
      'topics.0.computeHostIdsBy.rack: the topic has no {rack}',
    ],
    [
      'a name with a placeholder that is not there',
      { topics: [{ ...TEMPERATURE, parameterName: 'inlet {rack} {room}' }] },
      'topics.0.parameterName: the topic has no {room}',
    ],
    [
      'several topics for one parameter',
      { topics: [{ ...TEMPERATURE, parameterName: 'inlet' }] },
      'topics.0.parameterName: several topics may speak of the same server or zone: {rack} is not in the name, nor {topic}',
    ],
    [
      'a wildcard for one parameter',
      { topics: [{ ...TEMPERATURE, topic: 'sensors/#', parameterName: 'inlet' }] },
      'topics.0.parameterName: several topics may speak of the same server or zone: a wildcard is not in the name, nor {topic}',
    ],
    [
      'no unit',
      { topics: [{ ...TEMPERATURE, unit: undefined }] },
      'topics.0.unit: is missing; or unitPointer with units says it',
    ],
    [
      'no unit of a metric',
      edgeNode({}, [{ deviceId: 'd', metrics: { charge: { ...METRIC, unit: undefined } } }]),
      'sparkplug.edgeNodes.0.devices.0.metrics.charge.unit: is missing; or unitPointer with units says it',
    ],
    [
      'an availability of other placeholders',
      { topics: [{ ...TEMPERATURE, availability: { topic: 'sensors/{room}/status' } }] },
      'topics.0.availability.topic: the topic has no {room}',
    ],
    [
      'two sensors for one parameter',
      { topics: [WATER, { ...WATER, topic: 'others/{rack}/water' }] },
      'WATER_LEVEL leak of computeHostId server-1 is there twice; give each sensor a parameterName of its own',
    ],
    [
      'a topic and a metric for one parameter',
      { topics: [{ ...METRIC, topic: 'charge' }], ...edgeNode({ charge: METRIC }) },
      'POWER charge of computeHostId server-1 is there twice; give each sensor a parameterName of its own',
    ],
  ])('is refused with %s', (_, source, problem) => {
    expect(problemsOf(source).join('\n')).toContain(problem);
  });

  it('is accepted with several sensors that have names of their own', () => {
    const topics = [WATER, TEMPERATURE, { ...TEMPERATURE, topic: 'sensors/+/humidity', parameterName: '{topic}' }];
    expect(problemsOf({ topics })).toEqual([]);
  });
});
