import type { components } from '../../../../generated/config.ts';

type SnmpSource = components['schemas']['SnmpSource'];
type SnmpObject = components['schemas']['SnmpObject'];

/** What is wrong with the configuration of the source, beyond its schema: a key within it and a reason each. */
export function snmpSourceProblems({ users, agents }: SnmpSource): string[] {
  return agents.flatMap((agent, index) => {
    const key = `agents.${index}`;
    const isKnown = agent.user === undefined || users.some(({ name }) => name === agent.user);
    const isFirst = agents.findIndex(({ name }) => name === agent.name) === index;
    return [
      ...(isFirst ? [] : [`${key}.name: the name ${agent.name} is there twice`]),
      ...(isKnown ? [] : [`${key}.user: there is no user ${agent.user ?? ''} in users`]),
      ...agent.objects.flatMap((object, position) =>
        objectProblems(object).map((problem) => `${key}.objects.${position}.${problem}`),
      ),
    ];
  });
}

function objectProblems({ dataType, unit, states, polarity }: SnmpObject): string[] {
  switch (dataType) {
    case 'VALUE':
    case 'VARIATION':
      return unit === undefined ? [`unit: is missing for ${dataType}`] : [];
    case 'STATE':
      return (states === undefined) === (polarity === undefined)
        ? ['states: either states or polarity is needed for STATE']
        : [];
    case 'CODE':
      return [];
  }
}
