/** Topics with placeholders, e.g. `sensors/{room}/{rack}/water`; a placeholder stands for one whole level. */

/** What the placeholders of a topic stand for. */
export type Captured = Readonly<Record<string, string>>;

const PLACEHOLDER = /^\{([^{}]+)\}$/;
const WILDCARDS = ['+', '#'];

export function placeholdersOf(template: string): string[] {
  return template.split('/').flatMap((level) => PLACEHOLDER.exec(level)?.[1] ?? []);
}

export function hasWildcards(template: string): boolean {
  return template.split('/').some((level) => WILDCARDS.includes(level));
}

/** The topic filter to subscribe to. MQTT 3.1.1 4.7. */
export function filterOf(template: string): string {
  return template
    .split('/')
    .map((level) => (PLACEHOLDER.test(level) ? '+' : level))
    .join('/');
}

/** The template with what is known of its placeholders filled in. */
export function fillTopic(template: string, captured: Captured): string {
  return template
    .split('/')
    .map((level) => own(captured, PLACEHOLDER.exec(level)?.[1]) ?? level)
    .join('/');
}

/** A name with `{placeholder}` anywhere in it, filled in. */
export function fillName(name: string, captured: Captured): string {
  return name.replaceAll(/\{([^{}]+)\}/g, (whole, placeholder: string) => own(captured, placeholder) ?? whole);
}

/** What the placeholders stand for in this topic; undefined when it does not match the template. MQTT 3.1.1 4.7. */
export function matchTopic(template: string, topic: string): Captured | undefined {
  const levels = topic.split('/');
  const parts = template.split('/');
  const captured: Record<string, string> = {};
  if (topic.startsWith('$') && parts[0] !== levels[0]) return undefined;
  for (const [index, part] of parts.entries()) {
    if (part === '#') return captured;
    const level = levels[index];
    if (level === undefined) return undefined;
    const placeholder = PLACEHOLDER.exec(part)?.[1];
    if (placeholder !== undefined) captured[placeholder] = level;
    else if (part !== '+' && part !== level) return undefined;
  }
  return levels.length === parts.length ? captured : undefined;
}

/** Why this is no template; undefined when it is one. */
export function templateProblem(template: string): string | undefined {
  const levels = template.split('/');
  if (levels.some((level) => /[{}]/.test(level) && !PLACEHOLDER.test(level)))
    return 'a placeholder has to be a whole level, such as /{rack}/';
  if (levels.some((level) => /[+#]/.test(level) && !WILDCARDS.includes(level)))
    return '+ and # have to be whole levels';
  if (levels.slice(0, -1).includes('#')) return '# can only be the last level';
  const placeholders = placeholdersOf(template);
  return new Set(placeholders).size === placeholders.length ? undefined : 'a placeholder is there twice';
}

function own(captured: Captured, placeholder: string | undefined): string | undefined {
  return placeholder !== undefined && Object.hasOwn(captured, placeholder) ? captured[placeholder] : undefined;
}
