import {
  fillName,
  fillTopic,
  filterOf,
  matchTopic,
  placeholdersOf,
  templateProblem,
} from '../../src/southbound/environment/mqtt-topic.ts';

describe('a topic with placeholders', () => {
  it.each([
    ['sensors/{room}/{rack}/water', 'sensors/room-1/a/water', { room: 'room-1', rack: 'a' }],
    ['sensors/{room}/{rack}/water', 'sensors/room-1/a/temperature', undefined],
    ['sensors/{room}/{rack}/water', 'sensors/room-1/water', undefined],
    ['sensors/{room}/{rack}/water', 'sensors/room-1/a/water/raw', undefined],
    ['sensors/a/water', 'sensors/a/water', {}],
    ['sensors/+/water', 'sensors/a/water', {}],
    ['sensors/{rack}/#', 'sensors/a/b/c', { rack: 'a' }],
    ['sensors/{rack}/#', 'sensors/a', { rack: 'a' }],
    ['sensors/{rack}/#', 'sensors', undefined],
    ['#', 'a/b', {}],
    ['+/b', '/b', {}],
    ['#', '$SYS/broker/uptime', undefined],
    ['{first}/broker/uptime', '$SYS/broker/uptime', undefined],
    ['$SYS/broker/{what}', '$SYS/broker/uptime', { what: 'uptime' }],
    ['sensors/{rack}', 'sensors/', { rack: '' }],
  ])('%s is held against %s', (template, topic, captured) => {
    expect(matchTopic(template, topic)).toEqual(captured);
  });

  it('is subscribed with a wildcard for each placeholder', () => {
    expect(filterOf('sensors/{room}/{rack}/#')).toBe('sensors/+/+/#');
    expect(placeholdersOf('sensors/{room}/{rack}/#')).toEqual(['room', 'rack']);
  });

  it('is filled with what is known, and keeps the rest', () => {
    expect(fillTopic('sensors/{room}/{rack}/water', { rack: 'a' })).toBe('sensors/{room}/a/water');
    expect(fillName('leak {rack} of {topic}, {other}', { rack: 'a', topic: 's/a' })).toBe('leak a of s/a, {other}');
  });

  it.each([
    ['sensors/rack-{rack}/water', 'a placeholder has to be a whole level, such as /{rack}/'],
    ['sensors/{}/water', 'a placeholder has to be a whole level, such as /{rack}/'],
    ['sensors/a+/water', '+ and # have to be whole levels'],
    ['sensors/#/water', '# can only be the last level'],
    ['sensors/{a}/{a}', 'a placeholder is there twice'],
    ['sensors/{a}/+/#', undefined],
  ])('%s: %s', (template, problem) => {
    expect(templateProblem(template)).toBe(problem);
  });
});
